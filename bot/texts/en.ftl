# Every word that an English-speaking user reads, by id. Short, kind, concrete; no technical words.

## First contact and help

connecting = Connecting…
ready =
    Ready. Send me a photo or a clip and say what should happen, for example:

    • turn this image into a 5-second clip
    • add the title "Summer sale" at the top
    • add happy music
    • export

    /animate makes a photo move, /imagine makes pictures from words, /engines shows who makes them.
new-project = Ready: a new, empty project. Send me a photo or a clip, or say what you want to see.
help =
    I make and edit videos by plain words.

    1. Send a photo, a clip or music.
    2. Say what should happen: "make a 5-second clip", "zoom in slowly", "add a title", "make it brighter".
    3. Say "export" and you get the video.

    /animate makes a photo move
    /imagine makes pictures from words
    /engines shows who makes what, and what it costs
    /schedule does it by the clock, /style keeps one look
    A table of prompts (CSV, XLSX, a Google Sheets link) makes many at once.

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
too-much-waiting = I still have { $count } things to do in this chat, so I have not taken this one. Please send it again when some are done, or stop them with /cancel.
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
error-no-room = There is no room for files on our side right now. Nothing of yours is lost: I go on by myself as soon as there is.
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

## What engines make

making = Making it…
making-picture = 🎨 { $engine } is making the picture.
making-animate = 🎬 { $engine } is making it move.
making-retouch = 🎨 { $engine } is changing the picture.
making-grid = 🎨 { $engine } is making four pictures.
making-faceswap = 🎨 { $engine } is swapping the faces.
making-describe = 🔎 { $engine } is looking at the picture.
making-blend = 🎨 { $engine } is blending the pictures.
making-music = 🎵 { $engine } is making the music.
making-upscale = 🎨 { $engine } is making this picture bigger.
making-vary = 🎨 { $engine } is making four more like this one.
making-reroll = 🎨 { $engine } is making four new pictures.
making-refine = 🎨 { $engine } is working out the details.
making-zoom_out = 🎨 { $engine } is zooming out.
making-pan = 🎨 { $engine } is adding to the side.
making-percent = { $percent } %
making-other-length = { $engine } makes it { $seconds } s long, the nearest to what you asked for.
making-other-form = { $engine } makes it { $ratio }, the nearest to what you asked for.
craft-only-photos = This can only be done with a photo. Please send one, or answer one with the same words.
making-words-cut = { $engine } does not take so many words, so only the first of them are used.
making-already = I am already making this. It comes as soon as it is done.
made-already = This is made already, here it is.
making-first-picture = One picture can be used for this, so I take the first.
making-one-picture = Four pictures at once need Apiframe, which is not set up here, so this is one.
making-unsure-arrived = I could not see whether the result arrived. If it is not here, please ask for it again.
made = ✅ Done in { $seconds } s.
made-by = Made with { $engines }.
made-here = A camera move over a still, made on this machine without AI.
making-failed-moderated = The engine refuses this content, so it was not made. Please try other words or another picture.
making-failed-input = No engine could work with this as it is. Please try other words or another picture.
making-failed-credits = The engines that could do this have no credits left. Whoever runs this bot has to see to it.
making-failed-rate = The engines are too busy at the moment. Please try again in a few minutes.
making-failed-service = This did not work out: the engine had a problem. You can try it again.
making-failed-uncertain = I could not see whether this was begun. "Make it again" starts it anew, and may cost a second time.
making-failed-unsure = I could not see whether this was begun. "Make it again" starts it anew, and may cost a second time.
making-failed-none = No engine here can make this. /engines shows what there is.
fell-back-away = NemoVideo cannot be reached, so another engine makes this clip.
fell-back-resting = NemoVideo had trouble a moment ago, so another engine makes this clip.
fell-back-credits = Your NemoVideo credits are used up, so another engine makes this clip.
fell-back-plan = Your NemoVideo plan does not include this, so another engine makes this clip.
fell-back-busy = NemoVideo is too busy, so another engine makes this clip.
fell-back-broken = NemoVideo has a problem, so another engine makes this clip.
fell-back-failed = NemoVideo could not make this clip, so another engine makes it.
fell-back-slow = NemoVideo takes too long, so another engine makes this clip.
works-now-engines = What works now: a clip from a photo or from words (/animate), and pictures (/imagine).
works-now-here = What works now: a simple moving clip from a photo (/animate).
craft-needs-words-grid = Say what the pictures should show, for example: /imagine a lighthouse in a storm
craft-needs-words-picture = Say what the picture should show, for example: /flux a lighthouse in a storm
craft-needs-words-retouch = Say what should change in the picture, for example: /flux make it evening
craft-needs-words-music = Say what the music should be like, for example: /music happy ukulele for a summer sale
craft-needs-words-clip = Send a photo with /animate, or say what the clip should show, for example: /animate a dragon over a castle
craft-needs-picture-faceswap =
    { $have ->
        [0] Send the photo whose face is to be replaced.
       *[other] Now send the photo with the new face.
    }
craft-needs-picture-describe = Send the photo that I am to describe.
craft-needs-picture-blend = Send two to five photos together, with /blend under them.
craft-needs-picture-retouch = Send the photo that I am to change.
craft-no-engine-clip = No engine here makes clips. /engines shows what there is.
craft-no-engine-picture = No engine here makes pictures. /engines shows what there is.
craft-no-engine-retouch = No engine here changes pictures. /engines shows what there is.
craft-no-engine-grid = No engine here makes pictures. /engines shows what there is.
craft-no-engine-faceswap = No engine here swaps faces: that needs Apiframe. /engines shows what there is.
craft-no-engine-describe = No engine here describes pictures: that needs Apiframe. /engines shows what there is.
craft-no-engine-blend = No engine here blends pictures: that needs Apiframe. /engines shows what there is.
craft-no-engine-music = No engine here makes music: that needs Apiframe. /engines shows what there is.
engine-which = Choose with /engine and one of: { $engines }. Now it is { $now }.
engine-chosen-auto = Clips are made by NemoVideo, and by the next engine that can if it cannot.
engine-chosen-nemo = Clips are made by NemoVideo only.
engine-chosen-runway = Clips are made by Runway, from pictures by Flux.
engine-chosen-apiframe = Clips are made by Apiframe.
engine-chosen-local = Clips are made on this machine: a camera move over a still, without AI.
engines-now = Clips are made by: { $engine }.
engines-nemo = • NemoVideo: clips and all editing, in your credits there
engine-line = • { $engine }: { $can }; about { $seconds } s
engine-rests = It had trouble and is tried again in { $minutes } min.
engines-choose = Choose with /engine and one of the names, such as "/engine auto".
can-picture = pictures
can-retouch = changing pictures
can-animate = clips
can-grid = four pictures at once
can-faceswap = face swap
can-describe = describing
can-blend = blending
can-music = music
price = (about ${ $dollars })
price-free = (free)
button-halt = Cancel
button-make-again = Make it again
button-animate = 🎬 Animate
button-u1 = U1
button-u2 = U2
button-u3 = U3
button-u4 = U4
button-v1 = V1
button-v2 = V2
button-v3 = V3
button-v4 = V4
button-reroll = 🔄 Four new ones
button-subtle = Upscale (subtle)
button-creative = Upscale (creative)
button-zoom-out = Zoom out
button-pan-left = ⬅️
button-pan-right = ➡️
button-pan-up = ⬆️
button-pan-down = ⬇️
command-imagine = Four pictures from words
command-flux = A picture from words, or a change to one
command-animate = Make a photo move
command-faceswap = Swap a face
command-describe = Put a photo in words
command-blend = Blend photos
command-music = Music from words
command-engine = Choose who makes clips
command-engines = What there is, and what it costs

## Schedules, time zone, style

schedule-set = Noted. I do this by the clock:
schedule-all = What I do by the clock here:
schedule-none = Nothing is scheduled here. For example: /schedule daily 09:00 make a clip of a sunrise
schedule-line = { $number }. { $when }: "{ $text }". Next: { $next }.
schedule-line-paused = { $number }. ⏸ { $when }: "{ $text }". Paused.
schedule-zone = Times are in { $name }. To change that: /timezone Europe/Berlin
schedule-fires = ⏰ { $text }
schedule-missed = ⏰ I was away at { $when }, so schedule { $number } was missed: "{ $text }". Next: { $next }.
schedule-which = Which one? Say its number, for example: /schedule remove 2. /schedule shows all.
schedule-enough = There are { $limit } schedules here, and I keep no more. /schedule shows them, with buttons to remove one.
schedule-of-schedules = A schedule cannot make schedules. Say what should be made, for example: /schedule daily 09:00 make a clip of a sunrise
schedule-not-understood = I did not understand when. For example: /schedule daily 09:00 make a clip of a sunrise, or: /schedule weekly mon 18:30 export
schedule-time-wrong = I did not understand the time of day. For example: /schedule daily 09:00 make a clip of a sunrise
schedule-day-wrong = I did not understand the day. For example: /schedule weekly mon 09:00 make a clip of a sunrise, or: /schedule monthly 1 09:00 export
schedule-cron-wrong = This cron line cannot be read; it has five fields. For example: /schedule cron "0 9 * * 1-5" make a clip of a sunrise
schedule-zone-unknown = I do not know this time zone. For example: /schedule daily 09:00 Europe/Berlin make a clip of a sunrise
schedule-too-often = That is too often: leave at least five minutes between two times. For example: /schedule cron "*/10 * * * *" make a clip of a sunrise
schedule-never = There is no such day, so it would never be done. For example: /schedule monthly 28 09:00 make a clip of a sunrise
schedule-no-words = Say what should be done then. For example: /schedule daily 09:00 make a clip of a sunrise
schedule-words-too-long = These are too many words: up to 2000 characters can be scheduled. For example: /schedule daily 09:00 make a clip of a sunrise
when-daily = every day at { $start }
when-workdays = Monday to Friday at { $start }
when-weekly = every { $name } at { $start }
when-monthly = on day { $count } of each month at { $start }
when-last = on the last day of each month at { $start }
when-cron = by the cron line { $text }
weekday =
    { $count ->
        [0] Sun
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
       *[6] Sat
    }
zone-is = Times here are in { $name }. To change that: /timezone Europe/Berlin
zone-is-usual = No time zone was chosen here, so times are in { $name }. To choose one: /timezone Europe/Berlin
zone-chosen = Times here are now in this zone: it is { $now }.
zone-unknown = I do not know this time zone. For example: /timezone Europe/Berlin, /timezone New York or /timezone UTC+8
style-is = This goes with everything that I make here:
style-part-words = • Words: { $text }
style-part-palette = • Colours: { $text }
style-part-ratio = • Form: { $ratio }
style-part-seed = • Seed: { $number }
style-part-logo = • Logo: at the bottom right of pictures and clips of the engines
style-ends = /style off ends it.
style-none = No style is set here. For example: /style warm film look palette #112233 #ffcc00 ratio 9:16 seed 42
style-off = The style is off.
style-words-too-long = These are too many words for a style: up to 500 characters. For example: /style warm film look ratio 9:16
style-palette-wrong = I did not understand the colours; up to eight can be named. For example: /style palette #112233 #ffcc00
style-ratio-wrong = I do not know this form. For example: /style ratio 9:16
style-seed-wrong = A seed is a whole number from 0 to 4294967295. For example: /style seed 42
logo-kept = This is the logo now. I lay it over the pictures and clips that the engines make here. /style logo off takes it away.
logo-how = Send the logo with /style logo under it, best as a PNG file, or answer a picture with /style logo.
logo-no-picture = This is not a picture, so it cannot be the logo. Send a picture with /style logo under it.
button-pause = ⏸ Pause
button-resume = ▶️ Resume
button-remove = ✖ Remove
command-schedule = Have something done every day
command-timezone = Choose your time zone
command-style = A style for everything I make
## Tables of prompts

batch-reading = 📋 Reading “{ $name }”…
batch-found =
    { $count ->
        [0] 📋 No row of “{ $name }” can be made.
        [one] 📋 “{ $name }”: 1 row can be made.
       *[other] 📋 “{ $name }”: { $count } rows can be made.
    }
batch-estimate = It will cost about ${ $cost } at the engines' list prices, and take about { $minutes } min.
batch-by-plan =
    { $count ->
        [one] For 1 row the price depends on your plan there and is not in this sum.
       *[other] For { $count } rows the price depends on your plan there and is not in this sum.
    }
batch-here =
    { $count ->
        [one] 1 row becomes a camera move over a still, made on this machine without AI.
       *[other] { $count } rows become camera moves over stills, made on this machine without AI.
    }
batch-problems =
    { $count ->
        [one] ⚠️ 1 row has a problem and is left out:
       *[other] ⚠️ { $count } rows have a problem and are left out:
    }
batch-row = Row { $count }: { $text }
batch-more = and { $count } more
batch-nemo = Rows for NemoVideo are made by the other engines, because it makes one clip at a time.
batch-ask = Shall I begin?
batch-problem-no-prompt = There is no prompt.
batch-problem-prompt-too-long = The prompt has more than 2000 characters: “{ $text }”
batch-problem-engine-unknown = There is no engine “{ $text }”. There are auto, runway, apiframe, flux and local.
batch-problem-not-here = The engine “{ $text }” is not set up here. /engines shows what there is.
batch-problem-ratio-unknown = “{ $text }” is no ratio such as 9:16 or 16:9.
batch-problem-seconds-unknown = “{ $text }” is no length in seconds from 1 to 600.
batch-problem-style-too-long = The style has more than 500 characters: “{ $text }”
batch-problem-too-many-rows = The table has { $text } rows or more. I take the first 500.
batch-no-rows = “{ $name }” has no rows with prompts. Put one prompt into each row.
batch-no-prompt-column = I find no column with prompts in “{ $name }”. Please call it “prompt”.
batch-file-empty = “{ $name }” is empty. Put one prompt into each row and send it again.
batch-file-too-big = “{ $name }” is too big for a table of prompts. Up to 5 MB can be read.
batch-file-damaged = “{ $name }” is damaged or not a real table, so I cannot read it. Please save it as CSV or XLSX once more.
batch-file-old-excel = “{ $name }” has the old form of Excel, or a password. Please save it as XLSX or CSV, without a password.
batch-file-not-a-table = “{ $name }” is not a table that I can read. Please save it as CSV or XLSX.
batch-file-gone = Telegram does not have “{ $name }” any more. Please send it again.
batch-sheet-private = This sheet of { $name } is not shared. Open “Share”, choose “Anyone with the link”, and send the link again.
batch-sheet-gone = There is no sheet behind this link to { $name }. Please check it and send it again.
batch-sheet-away = { $name } cannot be reached at the moment. Please send the link again in a few minutes.
batch-notion-not-set-up = { $name } is not connected here. Whoever runs this bot can set NOTION_TOKEN; or send the table as a CSV file.
batch-notion-token = { $name } does not accept this bot's token. Whoever runs this bot has to see to it.
batch-notion-not-shared = I cannot see this database in { $name }. Open it there, choose “Connections”, add this bot's connection, and send the link again.
batch-notion-page = This link leads to a page in { $name } and not to a database. Open the database as a full page and send its link.
batch-notion-away = { $name } cannot be reached at the moment. Please send the link again in a few minutes.
batch-progress = 📋 { $name }: ✅ { $done } · ❌ { $failed } · ⏳ { $left }
batch-done = 📋 “{ $name }” is done.
batch-stopped = 📋 “{ $name }” was stopped.
batch-count-done = ✅ { $count } made
batch-count-failed = ❌ { $count } failed
batch-count-unsure = ❔ { $count } unsure: they may have been paid for
batch-count-cancelled = ⏹ { $count } not made, because it was stopped
batch-count-bad = ⚠️ { $count } left out, because of problems in the table
batch-zip =
    { $count ->
        [one] 1 result in one archive
       *[other] { $count } results in one archive
    }
batch-unsure = I could not see whether this was begun, so it may have been paid for. It is made again only if you press the button.
batch-made = Made: { $text }
batch-status-bad = Left out
batch-status-open = Waiting
batch-status-running = In progress
batch-status-done = Done
batch-status-failed = Failed
batch-status-unsure = Unsure
batch-status-cancelled = Cancelled
report-status = Status
report-reason = Remark
report-file = File
report-seconds = Seconds needed
report-cost = Cost in US dollars (list price)
button-batch-go = Go ahead
button-batch-stop = Cancel
button-batch-again = Run failed rows again
