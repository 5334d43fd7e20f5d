# Every word that an English-speaking user reads, by id. Short, kind, concrete; no technical words.

## First contact and help

connecting = Connecting…
ready =
    Ready. Send me a photo or a clip and say what should happen, for example:

    • turn this image into a 5-second clip
    • add the title "Summer sale" at the top
    • add happy music
    • export
new-project = Ready: a new, empty project. Send me a photo or a clip, or say what you want to see.
help =
    I make and edit videos by plain words.

    1. Send a photo, a clip or music.
    2. Say what should happen: "make a 5-second clip", "zoom in slowly", "add a title", "make it brighter".
    3. Say "export" and you get the video.

    /status shows what is on the timeline
    /credits shows your balance
    /cancel stops what is running
    /new starts an empty project

## Files

got-files = Got { $count } files. What should happen with them? For example: "make one video of them, 3 seconds each".
got-link = Found "{ $name }" behind the link; its size is not told. I am passing it on.
got-link-sized = Found "{ $name }" behind the link ({ $size } MB). I am passing it on.
bad-link-not-web = I only fetch links that begin with http:// or https://.
bad-link-private = This link leads to a private address, so I do not open it. Please send the file itself.
bad-link-unreachable = I cannot reach this link. Please check it, or send the file itself.
bad-link-not-found = There is nothing behind this link any more. Please check it, or send the file itself.
bad-link-forbidden = This link does not let me in; it needs a sign-in or has expired. Please send the file itself.
bad-link-too-many-redirects = This link leads from one to the next without an end. Please send the file itself.
bad-link-not-media = This link leads to a page, not to a picture, a clip or a sound. I take { $kinds }.
got-file = Got it. What should happen with it? For example: "turn this into a 5-second clip".
ask-for-file = Just send it here: a photo, a clip, a sound or a file, with or without words.
refused-too-big = This file is { $size } MB, and I can fetch up to { $limit } MB here. Please send a shorter or smaller one.
refused-empty-file = This file is empty (0 bytes). Please send it again, or choose another one.
refused-not-understood = I can work with words, photos, clips, sounds and files. Please send one of these.
refused-unknown-command = I do not know this command. /help shows what I can do.
refused-edited = I go by a message as it was first sent. Please send the change as a new message.
refused-old-button = This button is out of date. /status shows where things stand.
bad-file-empty = "{ $name }" is empty (0 bytes). Please send it again, or choose another one.
bad-file-unknown-kind = "{ $name }" is not a picture, a clip or a sound that I can open. I take { $kinds }.
bad-file-damaged = "{ $name }" is damaged or incomplete, so I cannot open it. Please send it again, or choose another one.
bad-file-too-many-pixels = "{ $name }" has more pixels than I can open. Please make it smaller, at most 8000 × 8000, and send it again.
bad-file-timeout = "{ $name }" took too long to open. Please send a shorter or smaller one.
bad-file-refused = "{ $name }" was refused by the video service. It takes { $kinds }.
file-gone = "{ $name }" cannot be fetched from Telegram any more. Please send it again.
words-kept = Your words are kept: send another file, and I do the same with it.

## Work

queued = Got it. This comes right after what I am working on.
working = Working on it…
working-clip = Working on it… A new clip costs about 100 credits.
ask-cost = A new clip costs about 100 credits. Shall I make it?
ask-which = Shall I export the video now, or change something in it?
ask-which-export = Exporting.
still-working = Still working… This can take a few minutes.
rate-wait = The video service asks for a short pause. I go on by myself in { $seconds } s.
preparing-export = Preparing the video…
rendering = ⏳ Rendering: { $percent } %
export-done = ✅ Done in { $seconds } s.
export-failed = The video could not be rendered this time. Nothing was charged for it. Please try "export" again.
export-running = I am already rendering this. It comes as soon as it is done.
export-queued = Another video of this project is being rendered. This one comes right after it.
video-unsure = I could not see whether the video arrived. If it is not here, press "Export" to get it again.
nothing-to-export = There is nothing on the timeline yet. Send a photo or a clip and say what should happen.
video-caption = { $width }×{ $height } · { $seconds } s · { $size } MB
too-big-to-send = The video is { $size } MB, Telegram lets me send up to { $limit } MB, and smaller it would not look well. Please make it shorter and export again.
making-smaller = The video has { $size } MB, and Telegram takes { $limit } MB. I am making it smaller…
made-smaller = Made smaller to fit into Telegram: it has { $size } MB in full quality.
full-size-link = The project in full quality: { $url }
done-silent = Done.
no-change = I went through it, but nothing on the timeline changed. Please say it in other words.
cut-off = The connection was lost while the editor was at work. I am looking whether it finished; I will tell you.
cut-off-no-change = The editor did not finish this. Your words were not sent twice. Please say it again if you still want it.
new-session = The editor had forgotten this project, so I opened a new one and sent your files again. Please repeat earlier edits.

## What changed

changed = Changed: { $changes }.
change-title-added = the title "{ $text }" is there from { $start } to { $end } s
change-title-removed = the title "{ $text }" is gone
change-title-changed = the title "{ $before }" now says "{ $text }"
change-title-moved = the title "{ $text }" moved, and is there from { $start } to { $end } s
change-music-added = the music "{ $name }" plays
change-music-added-loud = the music "{ $name }" plays at { $volume } %
change-music-removed = the music "{ $name }" is gone
change-volume = the sound "{ $name }" is now at { $volume } %
change-clip-added = "{ $name }" was added ({ $seconds } s)
change-clip-removed = "{ $name }" is gone
change-order = the order is now { $name }
change-duration = the video is now { $seconds } s long
change-trim = "{ $name }" now shows { $seconds } s
change-speed = "{ $name }" plays at { $speed }× speed
change-brightness = the brightness of "{ $name }" is now { $percent } %
change-look = "{ $name }" is now { $look ->
        [grayscale] black and white
       *[colour] in colour
    }
change-motion = "{ $name }" moves in a new way
change-canvas = the picture is now { $width }×{ $height }
change-other = the timeline was changed

## Status

status-empty = The timeline is empty. Send a photo or a clip and say what should happen.
status-working = I am working on your last message.
status-rendering = Rendering: { $percent } %.
status-tracks =
    { $count ->
        [one] Timeline (1 track)
       *[other] Timeline ({ $count } tracks)
    }, { $seconds } s, { $width }×{ $height }:
row-video = Video: { $name } ({ $start }–{ $end } s)
row-audio = Sound: { $name } ({ $start }–{ $end } s)
row-loud = Sound: { $name } ({ $start }–{ $end } s, { $volume } %)
row-text = Title: "{ $name }" ({ $start }–{ $end } s)
row-other = Also: { $name } ({ $start }–{ $end } s)
picture-title = Timeline · { $size }
track-video = Video
track-audio = Sound
track-text = Title

## Credits

credits =
    { $frozen ->
        [0] You have { $available } credits.
       *[other] You have { $available } credits; { $frozen } more are set aside for running work, { $total } in all.
    }
credits-last =
    { $cost ->
        [0] Your last wish here cost nothing.
       *[other] Your last wish here cost { $cost } credits.
    }
credits-low = You have { $available } credits left. More: { $url }
credits-more = More credits: { $url }
credits-hint = A clip made from words costs about 100 credits, editing about 50 a project; exporting is free.

## Stopping

cancelled = Stopped.
cancelled-sent = Stopped waiting. What the editor had already begun may still appear on the timeline; /status shows it.
nothing-to-cancel = Nothing is running.

## When something is wrong

try-again-wish = Your message is kept; press "Try again" when you like.
try-again-export = Press "Export" to try again; rendering costs nothing.
try-again-look = Please ask again in a moment.
error-unreachable = I cannot reach the video service right now.
error-uncertain = I did not hear back from the video service.
error-rejected = The video service did not accept this. Please say it in other words.
error-auth = The video service did not accept our access. Whoever runs this bot has to check it; nothing of yours is lost.
error-session = The editor has forgotten this project. /new starts a fresh one.
error-out-of-credits = Your credits are used up, so this was not done. You get more here: { $url }
error-plan =
    { $doing ->
        [export] Your plan at the video service does not include exporting.
       *[other] Your plan at the video service does not include this.
    } A subscription opens it, credits would not help: { $url }
error-no-account = The video service gives no new guest account at the moment. Please try again in { $minutes } min.
error-media = The video service does not take this file. It takes { $kinds }.
error-moderated = The video service refuses this content. Please try something else.
error-rate = Too many requests at the moment. In { $seconds } s it will work again.
error-broken = The video service has a problem at the moment.
error-failed = This did not work out. Please say it again if you still want it.
error-unknown = Something went wrong on our side, and it was noted under { $id }. Please try again.

## Buttons and commands

button-export = Export
button-tracks = Show tracks
button-new = New project
button-credits = Credits
button-cancel = Cancel
button-stop = Cancel
button-go = Go ahead
button-edit = Do it
button-meant-export = Export it
button-meant-edit = Change it
button-retry = Try again
command-start = Say hello
command-help = What I can do
command-new = Start an empty project
command-status = What is on the timeline
command-credits = Your balance
command-export = Get the video
command-cancel = Stop what is running
bot-description = Send a photo or a clip, say what should happen, and get a video back.
