"""English words and phrases by concept; the longest phrase wins, so guards need no code."""

from intents.lexicon.concepts import Concept

ENGLISH: dict[Concept, str] = {
    Concept.EXPORT: """
        export, eksport, exporting, download, downloading, render, rendering, rerender, dl,
        ship it, finalize, finalise, spit out, drop the mp4, drop the file, save to my phone,
        save to phone, save to camera roll
    """,
    Concept.SAVE: "save, store, keep a copy",
    Concept.SEND: """
        send, sending, share, deliver, forward, hand over, post it here, drop it here
    """,
    Concept.SENDME: """
        send me, send us, i'd love to have, would love to have, get the, get my, get this,
        give me, give us, gimme, hand me, hand over to me, pass me, get me, shoot me, mail me,
        email me, can i get, can i have, could i get, could i have, may i have, may i get,
        can i please get, can i please have, let me have, i'll take, give it to me, send it to me,
        send it over, send it here, send it back, hand it over, deliver it, receive, receiving,
        received, didn't get, never got, haven't gotten, haven't got, hook me up with, grab,
        love to have, i could get, i get, hand out
    """,
    Concept.SENDYOU: """
        send you, sending you, give you, show you, sharing with you, share with you, get you,
        send to you, send it to you, send them to you, sending over, send u, i'll send,
        i will send, i'm sending, i am sending, gonna send, going to send, about to send,
        let me send, forward you, sent you, drop a, drop some, drop my
    """,
    Concept.UPLOAD: "upload, uploading, import, importing, attach, attaching",
    Concept.MAKE: """
        make, making, makes, create, creating, generate, generating, produce, build, craft, mk,
        compose, put together
    """,
    Concept.TURN: "turn, turning, convert, converting, transform, transforming, change, morph",
    Concept.ANIMATE: """
        animate, animated, animating, animation from, image to video, text to video,
        words to video, photo animation, img2vid, img2video, image2video, photo2video, photo2vid,
        pic2video, pic2vid, i2v, t2v, text2video
    """,
    Concept.LET: "let",
    Concept.BRING: "bring, bringing, give life, give some life",
    Concept.MOVE: "to life, alive, move, moving, come alive, dance, wiggle, life",
    Concept.EDIT: """
        edit, add, adding, added, remove, removing, delete, deleting, erase, put, place, insert,
        replace, set, fix, fixing, adjust, tweak, correct, cut, cutting, trim, trimming, crop,
        split, shorten, lengthen, extend, stretch, speed up, slow down, slow it down, slow, speed,
        swap, reorder, rearrange, reverse, rotate, flip, mirror, merge, combine, join, stitch,
        blur, sharpen, brighten, darken, lighten, mute, unmute, fade, dissolve, apply, write,
        type, rename, resize, scale, align, center, centre, highlight, hide, undo, redo, revert,
        cancel, stop, abort, get rid, take out, take off, take away, leave out, clean up,
        touch up, tone down, turn up, turn down, turn off, turn on, switch, raise, lower,
        increase, decrease, reduce, boost, amplify, roll, loop, repeat, duplicate, copy, enhance,
        improve, polish, restyle, recolor, recolour, tint, stabilize, stabilise, caption it,
        translate, dub, narrate, try, credit the, balance the, save the project, new project,
        start over, turn the volume, turn the music, turn the sound, turn the brightness,
        change the, change my, change this, change it, change its
    """,
    Concept.SHOW: """
        show, show me, see, view, check, list, display, look at, take a look, let me see, tell,
        summarize, summarise, describe, recap, tell me, know, preview, watch
    """,
    Concept.PRESS: "press, click, click on, tap, tap on, hit, push",
    Concept.WANT: """
        want, would love, i'd love, i'm ready for, im ready for, i am ready for, wanna, need,
        would like, i'd like, like to have, wish, looking for, waiting for
    """,
    Concept.VIDEO: """
        video, videos, vid, vids, clip, clips, movie, movies, film, reel, reels, slideshow,
        slide show, montage, animation, gif, footage, trailer, teaser, short film, timelapse,
        music video, video clip, tiktok video, commercial
    """,
    Concept.FILE: """
        mp4, mov, mp4 file, video file, file, files, result, output, final cut, final version,
        final video, final clip, final result, final product, finished video, finished clip,
        finished product, end result, download link, finished thing
    """,
    Concept.PHOTO: """
        photo, photos, picture, pictures, image, images, pic, pics, img, imgs, jpg, jpeg, png,
        snapshot, selfie, screenshot, drawing, portrait, photograph, photographs, illustration,
        painting, still, stills
    """,
    Concept.PART: """
        title, titles, subtitle, subtitles, caption, captions, text, font, letters, headline,
        lettering, music, song, track name, soundtrack, audio, sound, sounds, voice, voiceover,
        voice over, narration, bgm, beat, volume, transition, transitions, effect, effects,
        filter, overlay, logo, watermark, sticker, stickers, emoji, intro, outro, background,
        camera, colors, colours, color, colour, icon, icons, button, buttons, badge, banner,
        screen, bar, border, frame, label, sign, end credits, closing credits, opening credits,
        final credits, credits scene, credits sequence, credits screen, credits roll, credit roll,
        rolling credits, credits scroll, credits at the end, credits section, credits text,
        credits page, white balance, color balance, colour balance, audio balance, sound balance,
        status bar, progress bar, progress ring, loading bar, lower third, video title,
        clip title, save the date
    """,
    Concept.LOOK: """
        brighter, darker, lighter, longer, shorter, faster, slower, louder, quieter, bigger,
        smaller, wider, taller, smoother, sharper, warmer, cooler, cooler looking, more, less,
        black and white, b&w, grayscale, greyscale, sepia, vertical, horizontal, landscape,
        portrait mode, square, widescreen, slow motion, slow mo, slowmo, in reverse, backwards,
        cinematic, vintage, retro, bright, dark, colorful, colourful, red, blue, green, yellow,
        white, black, pink
    """,
    Concept.MOTION: """
        zoom, zooms, zooming, zoom in, zoom out, pan, pans, panning, zoomed, ken burns, slow zoom,
        slow zoom in, slow pan, slowly zoom, slowly zoom in
    """,
    Concept.CREDITS: """
        credits, credit, more credits, balance, quota, allowance, tokens left, tokens,
        points left, my points, points do i have, out of points, remaining usage, usage left,
        usage limit
    """,
    Concept.STATUS: """
        status, progress, state, how far, coming along, so far, any update, any updates,
        an update, any news, what's happening, what's going on, whats happening, whats going on,
        going on, where are we, where are we at, where we are, still working, still processing,
        working on it, how's it going, hows it going, is it stuck, eta, video doing, clip doing,
        it doing, taking so long, takes so long, still going, video going, clip going,
        export going, render going, things going, it going, there yet, what stage, which stage,
        status update, progress report, progress update
    """,
    Concept.TIMELINE: """
        timeline, tracks, track list, project, layers, segments, clips list, sequence, length,
        duration
    """,
    Concept.FORMAT: """
        format, formats, file type, file types, file size, max size, resolution, resolutions,
        codec, codecs, quality, length limit
    """,
    Concept.SITE: """
        instagram, insta, ig, youtube, yt, tiktok, facebook, fb, twitter, x.com, snapchat,
        linkedin, vimeo, whatsapp, my website, my site, my channel, my story, the web
    """,
    Concept.DEF: "the, my, our, your, this, that, these, those, its, his, her, their, all, teh",
    Concept.INDEF: """
        a, an, another, one, some, new, two, three, four, five, six, seven, eight, nine, ten,
        several, few, more of, one more, two more, another one, short, long, quick, sec, second,
        seconds, any, a few more
    """,
    Concept.IT: "it, them, thing, one thing, mine, everything again",
    Concept.ASK: """
        is, are, am, was, were, is it, isn't, aren't, is there, are there, do i have, do we have,
        do i still have, does it have, will it be, is everything, r u, are u
    """,
    Concept.DID: """
        did, has, have you, has it, have we, did you, did it, have they, didn't you, haven't you
    """,
    Concept.WHAT: "what, what's, whats, which, what is, what are, whether, what does, what do",
    Concept.HOW: "how, how's, hows, how do, how does, how to, how can",
    Concept.HOWMANY: "how many, how much, number of, amount of",
    Concept.HOWLONG: """
        how long, how much longer, how much time, how many minutes, how many seconds left,
        how soon, how many seconds, time left, time remaining, how long until, how long is
    """,
    Concept.WHERE: """
        can't find, cant find, cannot find, don't see, dont see, can't see, cant see, where,
        where's, wheres, where is, where are, where do, where can, where did
    """,
    Concept.WHEN: """
        when will, when is, when's, when can, when do, when does, when are, by when, when would
    """,
    Concept.LEFT: """
        left, remaining, remain, remains, left over, leftover, run out, running out, ran out
    """,
    Concept.ENOUGH: "enough, sufficient",
    Concept.DONE: """
        done, finished, finish, ready, complete, completed, finalized, over yet, working yet,
        processed, processing, in progress, being made, being rendered, being processed,
        being generated, arrive, arrived, come through, came through, go through, went through,
        work, worked, successful, success, failed, fail, stuck
    """,
    Concept.ISDONE: """
        finished yet, done yet, ready yet, complete yet, did you get, did you receive,
        have you received
    """,
    Concept.PAST: """
        exported, downloaded, rendered, saved, uploaded, exports, downloads, renders, uploads,
        sent
    """,
    Concept.HERE: """
        i have, i've got, i got, here, here's, heres, here is, here are, there you go, this is,
        these are, take this
    """,
    Concept.SHOULD: "should, must, ought to, needs to, has to",
    Concept.NOT: """
        not, don't, dont, do not, doesn't, didn't, never, no need, without, instead of,
        rather than, no longer, don't want, dont want, do not want, not yet, stop trying,
        hold off, wait with, won't, shouldn't
    """,
    Concept.IF: "if, when, once, after, before, as soon as, until, while, in case, unless",
    Concept.INTO: "into, to, as, become, becomes",
    Concept.WITH: "with, plus, including, w, featuring music, along with",
    Concept.ABOUT: """
        about, of, on how, showing, featuring, where a, where the, in which, depicting
    """,
    Concept.IN: "in, on, from, for, at, by, under, over, onto",
    Concept.AND: "and, n, also, but, &",
    Concept.THEN: """
        then, and then, after that, afterwards, afterward, next, finally, and after that,
        and afterwards, and finally, if so, if yes, and if so, if it is, followed by,
        when that's done, once that's done, when thats done, when you're done, when done,
        once done
    """,
    Concept.SAYS: """
        saying, says, say, that reads, which reads, reading, titled, called, named, the word,
        the words, with the words, with text, should read, to read
    """,
    Concept.CANYOU: """
        can you, could you, would you, will you, can u, could u, can we, could we, can i, could i,
        may i, is there a way to, is there any way to, is it possible to, are you able to,
        am i able to, any chance, do you support
    """,
    Concept.NOW: "now, right now, already, asap, immediately, at once, today, tonight, by noon",
    Concept.TALK: """
        ok, okay, hey, hi, hello, thanks, thank you, thx, ty, cheers, thanks a lot,
        thank you so much, lol, haha, good morning, good evening, sorry, oops, awesome, great,
        perfect, nice, cool, love it, wow, bro, dude, yo, who are you, goodnight, thanks so much
    """,
    Concept.DEVICE: """
        phone, my phone, laptop, computer, camera roll, gallery, usb, usb stick, pc, desktop,
        inbox, ipad, iphone, thumb drive, hard drive
    """,
    Concept.PRICE: """
        cost, costs, price, prices, pricing, plan, plans, subscription, free, pay, paid, charge,
        expensive, cheap, fee, free tier, top-up, topup, top up, payment
    """,
    Concept.BUT: "however, although, though, instead",
    Concept.SKIP: """
        please, pls, plz, should i, should we, no more changes, no changes, a copy of,
        how does this work, how does it work, how do you work, how this works,
        i want you to, i want to, i'd like to, i would like to, i need to, i need you to, want to,
        wanna go, wanna know, i wanna, need to, would like to, like to, let's, lets, let me,
        go ahead and, go and, come and, do you mind, would you mind, do me a favor, do me a favour,
        do it, do you, does it, how about, i do, we do, expert, just,
        credit card, credit cards, tax credit, social credit, work of art, at work,
        music video game, have a look, get it, making sense, makes sense, do not worry,
        don't worry, dont worry, no worries, never mind, nevermind, why can't i, why cant i,
        why don't you, why not, done here, give me a sec, give me a second, give me a minute,
        give me a moment, we're done, we are done, i'm done, im done, i am done, all done,
        well done, good to go, state of the art, in a state, second thought, on second thought,
        at the moment, one more time, once more, once again, here we go, of course,
        what if, what about, new york, united states
    """,
}

# Only these are looked for behind a misspelling: each starts a route, and a wrong one costs.
MISSPELT_OFTEN = """
    export, exporting, download, downloading, render, rendering, credits, balance, status,
    timeline, progress, upload, uploading, video, photo, picture, finished, animate, generate,
    create, convert
"""

# One letter away from a word above, and words of their own.
REAL_WORDS = """
    expert, experts, extort, expose, gender, sender, tender, lender, reader, fender, bender,
    vendor, surrender, statue, stats, edits, valance, radio, unload, crate, cremate, crated,
    concert, covert, photon, unloading, rending, tendering, rideo, reorder, unfinished
"""
