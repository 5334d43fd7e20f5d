# 中文用户读到的每一句话。简短、友好、具体，不用技术词。

## 第一次见面与帮助

connecting = 正在连接…
ready =
    准备好了。发一张照片或一段视频，再说说要怎么做，例如：

    • 把这张照片做成5秒的视频
    • 在顶部加标题“夏日大促”
    • 加欢快的音乐
    • 导出

    /animate 让照片动起来，/imagine 用文字生成图片，/engines 查看谁来制作。
new-project = 准备好了：这是一个新的空项目。发照片或视频给我，或者直接说你想看到什么。
help =
    我用大白话帮你制作和剪辑视频。

    1. 发一张照片、一段视频或音乐。
    2. 说说要怎么做：“做成5秒的视频”“慢慢放大”“加个标题”“亮一点”。
    3. 说“导出”，就能拿到视频。

    /animate 让照片动起来
    /imagine 用文字生成图片
    /engines 查看谁来制作、费用多少
    /schedule 按时制作，/style 保持统一风格
    发来写着提示词的表格（CSV、XLSX、Google 表格链接），可以一次做很多个。

    /status 查看时间轴上有什么
    /credits 查看余额
    /cancel 停止正在进行的工作
    /new 开始一个空项目

## 文件

got-files = 收到 { $count } 个文件。要怎么处理？例如：“合成一个视频，每张3秒”。
got-link = 链接里是“{ $name }”，没有写明大小。我这就转过去。
got-link-sized = 链接里是“{ $name }”（{ $size } MB）。我这就转过去。
bad-link-not-web = 我只能打开以 http:// 或 https:// 开头的链接。
bad-link-private = 这个链接指向内部地址，我不能打开。请直接把文件发给我。
bad-link-unreachable = 我打不开这个链接。请检查一下，或者直接把文件发给我。
bad-link-not-found = 这个链接里已经没有内容了。请检查一下，或者直接把文件发给我。
bad-link-forbidden = 这个链接不让我打开，可能需要登录或已经过期。请直接把文件发给我。
bad-link-too-many-redirects = 这个链接一直在跳转，没有尽头。请直接把文件发给我。
bad-link-not-media = 这个链接是网页，不是图片、视频或音频。我能处理：{ $kinds }。
got-file = 收到。要怎么处理？例如：“做成5秒的视频”。
ask-for-file = 直接发到这里就行：照片、视频、音频或文件，带不带说明都可以。
refused-too-big = 这个文件有 { $size } MB，我在这里最多能取 { $limit } MB。请发短一点或小一点的。
refused-empty-file = 这个文件是空的（0 字节）。请重新发送，或换一个文件。
refused-not-understood = 我能处理文字、照片、视频、音频和文件，请发其中一种。
refused-unknown-command = 我不认识这个命令。/help 可以查看我会做什么。
refused-edited = 我以最初发来的消息为准，请把改动作为新消息再发一次。
refused-old-button = 这个按钮已经过期了。/status 可以查看现在的情况。
bad-file-empty = “{ $name }”是空的（0 字节）。请重新发送，或换一个文件。
bad-file-unknown-kind = “{ $name }”不是我能打开的图片、视频或音频。我能处理：{ $kinds }。
bad-file-damaged = “{ $name }”已损坏或不完整，我打不开。请重新发送，或换一个文件。
bad-file-too-many-pixels = “{ $name }”的像素太多，我打不开。请缩小到 8000 × 8000 以内再发。
bad-file-timeout = 打开“{ $name }”花的时间太长。请发短一点或小一点的。
bad-file-refused = 视频服务不接受“{ $name }”。它能处理：{ $kinds }。
file-gone = “{ $name }”已经无法从 Telegram 取回，请重新发送。
words-kept = 你的说明还在：换一个文件发来，我就照做。

## 工作

queued = 收到。做完手上的就来处理这个。
working = 正在处理…
working-clip = 正在处理… 生成新视频大约花 100 积分。
ask-cost = 生成新视频大约花 100 积分，要开始吗？
ask-which = 要现在导出视频，还是要改动什么？
ask-which-export = 好的，导出。
still-working = 还在处理… 可能需要几分钟。
too-much-waiting = 这个聊天里还有 { $count } 件事没做完，所以这条先不接。等做完一些再发给我，或用 /cancel 全部停下。
rate-wait = 视频服务需要歇一下，{ $seconds } 秒后我会自动继续。
preparing-export = 正在准备视频…
rendering = ⏳ 正在渲染：{ $percent } %
export-done = ✅ 完成，用时 { $seconds } 秒。
export-failed = 这次没能渲染出视频，没有为此扣费。请再说一次“导出”。
export-running = 已经在渲染了，做好马上发给你。
export-queued = 这个项目的另一个视频正在渲染，完成后马上轮到这个。
video-unsure = 我没能确认视频是否送达。如果没收到，请点“导出”再取一次。
nothing-to-export = 时间轴上还没有内容。发一张照片或一段视频，再说说要怎么做。
video-caption = { $width }×{ $height } · { $seconds } 秒 · { $size } MB
too-big-to-send = 视频有 { $size } MB，Telegram 最多让我发 { $limit } MB，再压缩就看不清了。请剪短一点再导出。
making-smaller = 视频有 { $size } MB，Telegram 最多 { $limit } MB。正在压缩…
made-smaller = 为了能在 Telegram 发送，已压缩；完整画质有 { $size } MB。
full-size-link = 完整画质的项目：{ $url }
done-silent = 完成。
no-change = 我处理过了，但时间轴没有变化。请换个说法试试。
cut-off = 编辑进行中连接断了。我正在查看是否已经完成，查到就告诉你。
cut-off-no-change = 编辑没有完成。你的话没有重复发送。如果还需要，请再说一次。
new-session = 编辑器忘记了这个项目，我新开了一个并重新上传了你的文件。之前的编辑请再说一遍。

## 变化

changed = 改动：{ $changes }。
change-title-added = 标题“{ $text }”出现在第 { $start }–{ $end } 秒
change-title-removed = 标题“{ $text }”已去掉
change-title-changed = 标题“{ $before }”改成了“{ $text }”
change-title-moved = 标题“{ $text }”换了位置，出现在第 { $start }–{ $end } 秒
change-music-added = 加入了音乐“{ $name }”
change-music-added-loud = 加入了音乐“{ $name }”，音量 { $volume } %
change-music-removed = 音乐“{ $name }”已去掉
change-volume = “{ $name }”的音量现在是 { $volume } %
change-clip-added = 加入了“{ $name }”（{ $seconds } 秒）
change-clip-removed = “{ $name }”已去掉
change-order = 顺序现在是 { $name }
change-duration = 视频现在长 { $seconds } 秒
change-trim = “{ $name }”现在显示 { $seconds } 秒
change-speed = “{ $name }”以 { $speed } 倍速播放
change-brightness = “{ $name }”的亮度现在是 { $percent } %
change-look = “{ $name }”现在是{ $look ->
        [grayscale] 黑白
       *[colour] 彩色
    }
change-motion = “{ $name }”换了运动方式
change-canvas = 画面现在是 { $width }×{ $height }
change-other = 时间轴有改动

## 状态

status-empty = 时间轴是空的。发一张照片或一段视频，再说说要怎么做。
status-working = 正在处理你的上一条消息。
status-rendering = 正在渲染：{ $percent } %。
status-tracks = 时间轴（{ $count } 条轨道），{ $seconds } 秒，{ $width }×{ $height }：
row-video = 视频：{ $name }（{ $start }–{ $end } 秒）
row-audio = 声音：{ $name }（{ $start }–{ $end } 秒）
row-loud = 声音：{ $name }（{ $start }–{ $end } 秒，{ $volume } %）
row-text = 标题：“{ $name }”（{ $start }–{ $end } 秒）
row-other = 其他：{ $name }（{ $start }–{ $end } 秒）
picture-title = 时间轴 · { $size }
track-video = 视频
track-audio = 声音
track-text = 标题

## 余额

credits =
    { $frozen ->
        [0] 你有 { $available } 积分。
       *[other] 你有 { $available } 积分，另有 { $frozen } 积分留给正在进行的工作，共 { $total } 积分。
    }
credits-last =
    { $cost ->
        [0] 这里上一次操作没有花积分。
       *[other] 这里上一次操作花了 { $cost } 积分。
    }
credits-low = 你还剩 { $available } 积分。获取更多：{ $url }
credits-more = 获取更多积分：{ $url }
credits-hint = 用文字生成一段视频大约 100 积分，编辑每个项目大约 50 积分，导出免费。

## 停止

cancelled = 已停止。
cancelled-sent = 不再等了。编辑器已经开始的部分可能还会出现在时间轴上，/status 可以查看。
nothing-to-cancel = 现在没有正在进行的工作。

## 出问题时

try-again-wish = 你的消息已保留，随时可以点“再试一次”。
try-again-export = 点“导出”可以再试，渲染不花积分。
try-again-look = 请稍后再问一次。
error-unreachable = 现在连不上视频服务。
error-uncertain = 没有收到视频服务的回复。
error-rejected = 视频服务没有接受。请换个说法试试。
error-auth = 视频服务不接受我们的凭证，需要机器人的运营者检查；你的内容都还在。
error-session = 编辑器忘记了这个项目。/new 可以开始新的。
error-out-of-credits = 积分用完了，所以没有执行。在这里可以获取更多：{ $url }
error-plan =
    { $doing ->
        [export] 你在视频服务的套餐不包含导出。
       *[other] 你在视频服务的套餐不包含这项操作。
    }订阅后就可以，增加积分没有用：{ $url }
error-no-account = 视频服务现在不再发放新的访客账号，请 { $minutes } 分钟后再试。
error-media = 视频服务不接受这个文件。它能处理：{ $kinds }。
error-moderated = 视频服务拒绝了这个内容，请换一个试试。
error-rate = 现在请求太多，{ $seconds } 秒后就可以了。
error-broken = 视频服务现在有问题。
error-failed = 这次没有成功。如果还需要，请再说一次。
error-no-room = 我们这边的磁盘暂时满了。您的内容不会丢失，腾出空间后我会自动继续。
error-unknown = 我们这边出了问题，已记录为 { $id }。请再试一次。

## 按钮与命令

button-export = 导出
button-tracks = 查看轨道
button-new = 新项目
button-credits = 积分
button-cancel = 取消
button-stop = 取消
button-go = 开始
button-edit = 就这么做
button-meant-export = 导出
button-meant-edit = 改动
button-retry = 再试一次
command-start = 打个招呼
command-help = 我会做什么
command-new = 开始一个空项目
command-status = 时间轴上有什么
command-credits = 查看余额
command-export = 拿到视频
command-cancel = 停止正在进行的工作
bot-description = 发一张照片或一段视频，说说要怎么做，就能拿到成片。

## 各引擎的作品

making = 正在制作…
making-picture = 🎨 { $engine } 正在画图。
making-animate = 🎬 { $engine } 正在让画面动起来。
making-retouch = 🎨 { $engine } 正在修改图片。
making-grid = 🎨 { $engine } 正在画四张图。
making-faceswap = 🎨 { $engine } 正在换脸。
making-describe = 🔎 { $engine } 正在看图。
making-blend = 🎨 { $engine } 正在融合图片。
making-music = 🎵 { $engine } 正在作曲。
making-upscale = 🎨 { $engine } 正在放大这张图。
making-vary = 🎨 { $engine } 正在画四张类似的图。
making-reroll = 🎨 { $engine } 正在重画四张。
making-refine = 🎨 { $engine } 正在细化。
making-zoom_out = 🎨 { $engine } 正在拉远镜头。
making-pan = 🎨 { $engine } 正在向旁边扩展画面。
making-percent = { $percent } %
making-other-length = { $engine } 会做成 { $seconds } 秒，这是离您要求最近的长度。
making-other-form = { $engine } 会做成 { $ratio }，这是离您要求最近的比例。
craft-only-photos = 这只能用照片来做。请发一张照片，或者回复一张照片再说一遍。
making-words-cut = { $engine } 收不下这么多文字，只用了前面的部分。
making-already = 这个已经在做了，做好就发给您。
made-already = 这个已经做好了，就在这里。
making-first-picture = 这里只能用一张图，我用第一张。
making-one-picture = 一次四张图需要 Apiframe，这里没有设置，所以先做一张。
making-unsure-arrived = 我无法确认结果是否已送达。如果没收到，请再要一次。
made = ✅ 完成，用时 { $seconds } 秒。
made-by = 由 { $engines } 制作。
made-here = 由本机对静态图做镜头移动而成，未使用 AI。
making-failed-moderated = 引擎不接受这个内容，所以没有制作。请换个说法或换张图片。
making-failed-input = 没有引擎能处理这个内容。请换个说法或换张图片。
making-failed-credits = 能做这件事的引擎额度已用完，需要机器人的运营者处理。
making-failed-rate = 各引擎现在都太忙，请过几分钟再试。
making-failed-service = 这次没有成功：引擎出了问题。您可以再试一次。
making-failed-uncertain = 我无法确认是否已经开始。点“重新制作”会重新开始，可能会再计一次费。
making-failed-unsure = 我无法确认是否已经开始。点“重新制作”会重新开始，可能会再计一次费。
making-failed-none = 这里没有引擎能做这个。/engines 可以看到有哪些。
fell-back-away = 现在连不上 NemoVideo，改由其他引擎制作这段视频。
fell-back-resting = NemoVideo 刚才出了问题，改由其他引擎制作这段视频。
fell-back-credits = 您的 NemoVideo 积分已用完，改由其他引擎制作这段视频。
fell-back-plan = 您的 NemoVideo 套餐不含此功能，改由其他引擎制作这段视频。
fell-back-busy = NemoVideo 现在太忙，改由其他引擎制作这段视频。
fell-back-broken = NemoVideo 出了问题，改由其他引擎制作这段视频。
fell-back-failed = NemoVideo 没能做出这段视频，改由其他引擎制作。
fell-back-slow = NemoVideo 用时太长，改由其他引擎制作这段视频。
works-now-engines = 现在可以用的：用照片或文字做视频（/animate），以及画图（/imagine）。
works-now-here = 现在可以用的：把照片做成简单的动态视频（/animate）。
craft-needs-words-grid = 请说说图里要有什么，例如：/imagine 暴风雨中的灯塔
craft-needs-words-picture = 请说说图里要有什么，例如：/flux 暴风雨中的灯塔
craft-needs-words-retouch = 请说说图片要改什么，例如：/flux 改成傍晚
craft-needs-words-music = 请说说要什么样的音乐，例如：/music 夏日促销的欢快尤克里里
craft-needs-words-clip = 请发一张照片并附上 /animate，或说说视频里要有什么，例如：/animate 城堡上空的龙
craft-needs-picture-faceswap =
    { $have ->
        [0] 请发送要被换脸的照片。
       *[other] 现在请发送新面孔的照片。
    }
craft-needs-picture-describe = 请发送要我描述的照片。
craft-needs-picture-blend = 请一次发送两到五张照片，并附上 /blend。
craft-needs-picture-retouch = 请发送要我修改的照片。
craft-no-engine-clip = 这里没有引擎能做视频。/engines 可以看到有哪些。
craft-no-engine-picture = 这里没有引擎能画图。/engines 可以看到有哪些。
craft-no-engine-retouch = 这里没有引擎能改图。/engines 可以看到有哪些。
craft-no-engine-grid = 这里没有引擎能画图。/engines 可以看到有哪些。
craft-no-engine-faceswap = 这里不能换脸：需要 Apiframe。/engines 可以看到有哪些。
craft-no-engine-describe = 这里不能描述图片：需要 Apiframe。/engines 可以看到有哪些。
craft-no-engine-blend = 这里不能融合图片：需要 Apiframe。/engines 可以看到有哪些。
craft-no-engine-music = 这里不能作曲：需要 Apiframe。/engines 可以看到有哪些。
engine-which = 用 /engine 加上其中一个来选择：{ $engines }。现在是 { $now }。
engine-chosen-auto = 视频由 NemoVideo 制作；它做不了时，由下一个能做的引擎制作。
engine-chosen-nemo = 视频只由 NemoVideo 制作。
engine-chosen-runway = 视频由 Runway 制作，图片由 Flux 绘制。
engine-chosen-apiframe = 视频由 Apiframe 制作。
engine-chosen-local = 视频由本机制作：对静态图做镜头移动，不使用 AI。
engines-now = 视频制作方式：{ $engine }。
engines-nemo = • NemoVideo：视频和全部剪辑，用您在那里的积分
engine-line = • { $engine }：{ $can }；约 { $seconds } 秒
engine-rests = 它刚出过问题，{ $minutes } 分钟后再试。
engines-choose = 用 /engine 加名称来选择，例如“/engine auto”。
can-picture = 图片
can-retouch = 改图
can-animate = 视频
can-grid = 一次四张图
can-faceswap = 换脸
can-describe = 描述图片
can-blend = 融合图片
can-music = 音乐
price = （约 { $dollars } 美元）
price-free = （免费）
button-halt = 取消
button-make-again = 重新制作
button-animate = 🎬 动起来
button-u1 = U1
button-u2 = U2
button-u3 = U3
button-u4 = U4
button-v1 = V1
button-v2 = V2
button-v3 = V3
button-v4 = V4
button-reroll = 🔄 换四张
button-subtle = 放大（细腻）
button-creative = 放大（创意）
button-zoom-out = 拉远
button-pan-left = ⬅️
button-pan-right = ➡️
button-pan-up = ⬆️
button-pan-down = ⬇️
command-imagine = 用文字画四张图
command-flux = 用文字画图，或修改图片
command-animate = 让照片动起来
command-faceswap = 换脸
command-describe = 用文字描述照片
command-blend = 融合照片
command-music = 用文字作曲
command-engine = 选择由谁做视频
command-engines = 有哪些引擎和费用

## 定时、时区、风格

schedule-set = 记下了，我会按时做：
schedule-all = 这里的定时任务：
schedule-none = 这里还没有定时任务。例如：/schedule 每天 09:00 做一段日出的视频
schedule-line = { $number }. { $when }：“{ $text }”。下次：{ $next }。
schedule-line-paused = { $number }. ⏸ { $when }：“{ $text }”。已暂停。
schedule-zone = 时间按 { $name } 计算。要改的话：/timezone 北京
schedule-fires = ⏰ 定时：{ $text }
schedule-missed = ⏰ { $when } 我不在线，所以错过了定时任务 { $number }：“{ $text }”。下次：{ $next }。
schedule-which = 是哪一个？请说出编号，例如：/schedule 删除 2。/schedule 可以查看全部。
schedule-enough = 这里已有 { $limit } 个定时任务，不能再多了。/schedule 可以查看，并用按钮删除。
schedule-of-schedules = 定时任务里不能再设定时任务。请说要做什么，例如：/schedule 每天 09:00 做一段日出的视频
schedule-not-understood = 我没看懂是什么时候。例如：/schedule 每天 09:00 做一段日出的视频，或者：/schedule 每周一 18:30 导出
schedule-time-wrong = 我没看懂时间。例如：/schedule 每天 09:00 做一段日出的视频
schedule-day-wrong = 我没看懂日期。例如：/schedule 每周一 09:00 做一段日出的视频，或者：/schedule 每月1号 09:00 导出
schedule-cron-wrong = 这行 cron 读不懂，它应有五段。例如：/schedule cron "0 9 * * 1-5" 做一段日出的视频
schedule-zone-unknown = 我不认识这个时区。例如：/schedule 每天 09:00 Europe/Berlin 做一段日出的视频
schedule-too-often = 太频繁了：两次之间至少隔五分钟。例如：/schedule cron "*/10 * * * *" 做一段日出的视频
schedule-never = 没有这样的日子，永远不会执行。例如：/schedule 每月28号 09:00 做一段日出的视频
schedule-no-words = 请说到时候要做什么。例如：/schedule 每天 09:00 做一段日出的视频
schedule-words-too-long = 字数太多，最多 2000 个字符。例如：/schedule 每天 09:00 做一段日出的视频
when-daily = 每天 { $start }
when-workdays = 周一至周五 { $start }
when-weekly = 每{ $name } { $start }
when-monthly = 每月{ $count }日 { $start }
when-last = 每月最后一天 { $start }
when-cron = 按 cron：{ $text }
weekday =
    { $count ->
        [0] 周日
        [1] 周一
        [2] 周二
        [3] 周三
        [4] 周四
        [5] 周五
       *[6] 周六
    }
zone-is = 这里的时间按 { $name } 计算。要改的话：/timezone 北京
zone-is-usual = 这里还没有选时区，时间按 { $name } 计算。要选的话：/timezone 北京
zone-chosen = 这里的时间改用这个时区了：现在是 { $now }。
zone-unknown = 我不认识这个时区。例如：/timezone 北京、/timezone Europe/Berlin 或 /timezone UTC+8
style-is = 我在这里做的所有东西都会带上：
style-part-words = • 描述：{ $text }
style-part-palette = • 配色：{ $text }
style-part-ratio = • 比例：{ $ratio }
style-part-seed = • 种子：{ $number }
style-part-logo = • 标志：在引擎制作的图片和视频的右下角
style-ends = /style off 可以取消。
style-none = 这里还没有设风格。例如：/style 温暖的胶片感 配色 #112233 #ffcc00 比例 9:16 种子 42
style-off = 风格已取消。
style-words-too-long = 风格的字数太多，最多 500 个字符。例如：/style 温暖的胶片感 比例 9:16
style-palette-wrong = 我没看懂颜色，最多写八种。例如：/style 配色 #112233 #ffcc00
style-ratio-wrong = 我不认识这个比例。例如：/style 比例 9:16
style-seed-wrong = 种子是 0 到 4294967295 的整数。例如：/style 种子 42
logo-kept = 标志已换成这张图，会放在引擎在这里制作的图片和视频上。/style logo off 可以去掉。
logo-how = 发标志图片时在说明里写 /style logo（最好作为 PNG 文件发），或者用 /style logo 回复一张图片。
logo-no-picture = 这不是图片，不能当标志。请发一张图片，并在说明里写 /style logo。
button-pause = ⏸ 暂停
button-resume = ▶️ 恢复
button-remove = ✖ 删除
command-schedule = 每天定时做一件事
command-timezone = 选择你的时区
command-style = 给所有作品一个风格
## 提示词表格

batch-reading = 📋 正在读取“{ $name }”…
batch-found =
    { $count ->
        [0] 📋 “{ $name }”里没有可以制作的行。
       *[other] 📋 “{ $name }”：有 { $count } 行可以制作。
    }
batch-estimate = 按各引擎的标价，大约花 { $cost } 美元，需要约 { $minutes } 分钟。
batch-by-plan = 其中 { $count } 行的价格取决于你在那边的套餐，没有算在内。
batch-here = 有 { $count } 行由本机制作：静图加镜头移动，不用 AI。
batch-problems = ⚠️ 有 { $count } 行有问题，不会制作：
batch-row = 第 { $count } 行：{ $text }
batch-more = 还有 { $count } 行
batch-nemo = 写了 NemoVideo 的行由其他引擎制作，因为它一次只能做一段视频。
batch-ask = 要开始吗？
batch-problem-no-prompt = 没有提示词。
batch-problem-prompt-too-long = 提示词超过 2000 个字：“{ $text }”
batch-problem-engine-unknown = 没有叫“{ $text }”的引擎。可以写 auto、runway、apiframe、flux 或 local。
batch-problem-not-here = 这里没有设置引擎“{ $text }”。/engines 可以查看有哪些。
batch-problem-ratio-unknown = “{ $text }”不是 9:16、16:9 这样的比例。
batch-problem-seconds-unknown = “{ $text }”不是 1 到 600 秒的时长。
batch-problem-style-too-long = 风格超过 500 个字：“{ $text }”
batch-problem-too-many-rows = 这个表格至少有 { $text } 行，我只取前 500 行。
batch-no-rows = “{ $name }”里没有写着提示词的行。请每行写一个提示词。
batch-no-prompt-column = 在“{ $name }”里找不到提示词那一列，请把列名写成“提示词”。
batch-file-empty = “{ $name }”是空的。请每行写一个提示词，再发一次。
batch-file-too-big = “{ $name }”太大了，提示词表格最多 5 MB。
batch-file-damaged = “{ $name }”已损坏，或不是真正的表格，我读不了。请重新保存为 CSV 或 XLSX。
batch-file-old-excel = “{ $name }”是旧版 Excel 格式，或设有密码。请不带密码保存为 XLSX 或 CSV。
batch-file-not-a-table = “{ $name }”不是我能读的表格。请保存为 CSV 或 XLSX。
batch-file-gone = “{ $name }”已经无法从 Telegram 取回，请重新发送。
batch-sheet-private = 这个 { $name } 表格没有共享。请点“共享”，选“知道链接的任何人”，再发一次链接。
batch-sheet-gone = 这个 { $name } 链接里没有表格。请检查后再发一次。
batch-sheet-away = 现在连不上 { $name }。请过几分钟再发一次链接。
batch-notion-not-set-up = 这里没有连接 { $name }。运营者可以设置 NOTION_TOKEN；也可以把表格作为 CSV 文件发来。
batch-notion-token = { $name } 不接受本机器人的密钥，需要运营者处理。
batch-notion-not-shared = 我在 { $name } 里看不到这个数据库。请打开它，在“连接”里加上本机器人的连接，再发一次链接。
batch-notion-page = 这个链接是 { $name } 的页面，不是数据库。请把数据库作为整页打开，再发它的链接。
batch-notion-away = 现在连不上 { $name }。请过几分钟再发一次链接。
batch-progress = 📋 { $name }（进度）：✅ { $done } · ❌ { $failed } · ⏳ { $left }
batch-done = 📋 “{ $name }”已完成。
batch-stopped = 📋 “{ $name }”已停止。
batch-count-done = ✅ 完成 { $count } 个
batch-count-failed = ❌ 失败 { $count } 个
batch-count-unsure = ❔ 不确定 { $count } 个：可能已经收费
batch-count-cancelled = ⏹ 因停止而没有制作 { $count } 个
batch-count-bad = ⚠️ 因表格有问题而略过 { $count } 个
batch-zip = 压缩包里有 { $count } 个结果
batch-unsure = 我看不出这一行是否已经开始，所以可能已经收费。只有你按下按钮才会重新制作。
batch-made = 已制作：{ $text }
batch-status-bad = 略过
batch-status-open = 等待中
batch-status-running = 制作中
batch-status-done = 完成
batch-status-failed = 失败
batch-status-unsure = 不确定
batch-status-cancelled = 已取消
report-status = 状态
report-reason = 说明
report-file = 文件
report-seconds = 用时（秒）
report-cost = 费用（美元，按标价）
button-batch-go = 开始
button-batch-stop = 取消
button-batch-again = 重做失败的行
