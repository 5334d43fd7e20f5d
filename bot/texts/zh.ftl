# 中文用户读到的每一句话。简短、友好、具体，不用技术词。

## 第一次见面与帮助

connecting = 正在连接…
ready =
    准备好了。发一张照片或一段视频，再说说要怎么做，例如：

    • 把这张照片做成5秒的视频
    • 在顶部加标题“夏日大促”
    • 加欢快的音乐
    • 导出
new-project = 准备好了：这是一个新的空项目。发照片或视频给我，或者直接说你想看到什么。
help =
    我用大白话帮你制作和剪辑视频。

    1. 发一张照片、一段视频或音乐。
    2. 说说要怎么做：“做成5秒的视频”“慢慢放大”“加个标题”“亮一点”。
    3. 说“导出”，就能拿到视频。

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
