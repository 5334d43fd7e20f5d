"""The words of the agent's grammar, English and Chinese, as patterns over plainly written text.

Data only. The text is in the form of `sandbox.nemo.wording`: lower case, `5000ms`, `20%`, `2x`,
`monochrome`, and `⟦0⟧` for quoted words.
"""

import re

from studio.timeline import Mood, Motion


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# Clauses end here. Captured, so that a clause without a wish can be joined to its neighbour.
SPLIT = re.compile(
    r"([,;!?\n](?!\d)|\.(?!\d)|[、。]|\s(?:and|then|with|also|plus|but|while)\b|\s&(?=\s)"
    r"|\s\+\s|然后|然後|并且|同时|同時|以及|还有|接着|另外|(?<!合)并(?!排)|[和跟与](?!平)|(?=配上|加上|添加|加1?[个個点點入首]|配1?[点首段个])"
    r"|(?<![\w])(?=titled|captioned)|再(?=[加把放变调添配写]))"
)

# What is asked about, or told to stay as it is, is not to be changed.
LEFT_ALONE = _any(
    r"^\s*(?:what(?! (?:about|if))|why|who|when\b|which|where|is |are |does |did |do you|have you)",
    r"^\s*how (?:many|long|much|do|does|is|are|to)\b",
    r"\b(?:don'?t|do not|never|without) (?:touch|chang|remov|delet|los|cut|alter)",
    r"\b(?:keep|leave) the (?:title|music|song|text|caption|zoom|speed|order|colou?rs?)"
    r"(?! (?:at|in|to|for)\b)",
    r"\bdon'?t (?:make|turn|speed|slow|export|render)|是什么|是什麼|为什么|為什麼",
    r"怎么|怎麼|多少|多长|哪[个里些]|有没有",
    r"(?:不要|别|不用|不必)(?:动|改|删|去掉|变|让)|保留(?:标题|音乐|字幕)",
    r"(?:标题|音乐|字幕)(?:不变|不动)",
)

UNDO = _any(
    r"\bundo\b|\brevert\b|\b(?:take|roll) (?:it |that |this )?back\b|\bgo back\b",
    r"\brestore the (?:last|previous)|撤销|撤銷|撤回|还原|還原|恢复(?:到?上|到?之前|刚才|原)",
    r"\bput (?:it|that|everything) back(?=\s*(?:$|please|(?:to )?(?:how|the way|before)|as it))",
    r"取消(?:上|刚才)|回到?上一?1?步|退回上",
)
CLEAR = _any(
    r"\bstart (?:over|again|fresh)\b",
    r"\bclear (?:it|all|everything|the (?:timeline|project|draft))\b",
    r"\b(?:remove|delete) (?:everything|all of it|all the clips|all clips)\b|清空",
    r"重新开始|从头(?:开始|再)|全部(?:删|清)|重来",
)
REMOVE = _any(
    r"\boff\s*$|\b(?:remov|delet|eras)\w*|\bdrop\b|\bget rid of\b",
    r"\btake (?:out|off|away)\b|\bcut out\b|\bno (?:more )?|\bwithout\b",
    r"\bdon'?t (?:add|use|put|want|need|zoom|pan|move)\b|\bstrip\b|\bturn off\b",
    r"\bstop\b|删|刪|去掉|去除|移除|不要|不用|不需要|别加|拿掉|去了|关掉|关闭|取消",
    r"清除|没有",
)
TITLE = _any(
    r"\b(?:sub)?titled?s?\b|\bcaption(?:ed|s)?\b|\bsubtitles?\b|\btexts?\b",
    r"\bhead(?:ing|line)s?\b|\bwords?\b|\blettering\b|标题|標題|字幕|文字|文案|字样",
)
WRITE = _any(
    r"\b(?:add|put|write|insert|overlay|show|display|include|place|type|want|need|give|make|create|use|say"
    r"|saying|says|reads?|reading|titled|captioned)\b",
    r"^\s*(?:an? |the )?(?:sub)?(?:title|caption|text|heading)|加|写|寫|添|放|显示",
    r"打上|配|来|标题[⟦:为是写]|字幕[⟦:为是写]|写着",
)
# (a piece like this, after a clause like that, is read with this verb): "remove the title and the
# music", "add 'A' at the top and 'B' at the bottom".
INHERITED = (
    (
        re.compile(
            r"\s*(?:the |all |any )?"
            r"(?:(?:background )?music|songs?|bgm|titles?|captions?|texts?|subtitles?)\s*"
            r"|\s*(?:背景)?(?:音乐|配乐|标题|字幕|文字)(?:都|也)?\s*"
        ),
        REMOVE,
        "remove ",
    ),
    (
        re.compile(r"\s*⟦\d+⟧\s*(?:at|in|on|for|from|在|放)?.*"),
        re.compile(r"⟦\d+⟧"),
        "add the title ",
    ),
)
CHANGE = _any(
    r"\b(?:chang|renam|replac|edit|updat|mov|shift|rewrit|modif)\w*\b|\bset the\b",
    r"\bmake the (?:sub)?(?:title|text|caption)|\bhide\b|\bdisappear\b|\bvanish\b",
    r"\bput the (?:title|text|caption|heading)s? (?:at|in|on|to)",
    r"\b(?:title|text|caption) (?:should|to)\b|改|换|換|修改|替换|变成|移|挪|往|调整|消失|隐藏",
    r"放到|放在(?!.*⟦)|设为|设成",
)

_NOUN = (
    r"(?:videos?|clips?|movies?|films?|animations?|slide ?shows?|reels?|montages?|mp4s?|gifs?"
    r"|vlogs?|shorts?|stor(?:y|ies))"
)
_BETWEEN = (
    r"(?:[ -]+(?!(?:the|this|my|that|your|to|on|in|into|of|for|at|over|title|caption|text|music"
    r"|song|sound)\b)"
    r"[^\s,;]{1,30}){0,6}?[ -]+"
)
_NOUN_ZH = r"(?:视频|視頻|短片|影片|动画|動畫|幻灯片|片子|短视频|片段|电影|相册|vlog)"
MAKE = _any(
    rf"\b(?:turn|convert|transform|make|chang|animat|edit|combin|merg|assembl|stitch|put|join|mak)\w*\b"
    rf".{{0,80}}?\bto (?:be )?(?:an? |1 )?(?:[^,;]{{0,60}}?)?\b{_NOUN}\b",
    rf"(?<!\bto )(?<!\bon )(?<!\bin )(?<!\bof )(?<!\bover )(?<!\bfor )(?<!\bfrom )\b(?:an?|1|\d+ms)"
    rf"{_BETWEEN}{_NOUN}\b",
    rf"\b(?:mak|creat|generat|produc|build|render|do)\w* (?:me |us |some )?(?:an? )?{_NOUN}\b",
    r"\banimat(?:e|ing) (?:it|this|these|them|the|my)\b|\bbring\b.{0,40}\bto life\b",
    r"\b(?:make|let) (?:it|this|them|the (?:photo|picture|image)s?) move\b",
    r"^\s*(?:\d+ms )?(?:[a-z]+ )?(?:video|clip|movie|animation) (?:of|about|showing)\b",
    r"(?:做|制作|製作|生成|变|變|转|轉|合|剪|拼|弄|搞|来|來|拍|创建|整|串|编)(?:成|作|换|出|个|個|1个|1段|1条|为|接成|辑成|一下|点)*"
    rf"[^,;。]{{0,40}}?{_NOUN_ZH}",
    r"动起来|動起來|让(?:它|这|照片|图片?|画面)[^,]{0,8}动",
)
EACH = _any(
    r"\beach\b|\bapiece\b|\bevery\b|\bper (?:photo|picture|image|clip|slide|pic)|每",
    r"各\d|各自|分别",
)
UPLOADED = _any(
    r"\b(?:photos?|pictures?|images?|pics?|selfies?|stills?|clips?|videos?|uploads?)\b",
    r"\b(?:this|these|those|it|them|mine)\b",
    r"照片|图|圖|这|這|它|上传|素材|^\d*ms|相片|以上|他们|上面",
)
SUBJECTS = (
    re.compile(rf"\b{_NOUN} (?:of|about|showing|featuring|where|with) (.+)"),
    re.compile(rf"关于(.+?)的?\s*(?:\d+ms\s*的?)?{_NOUN_ZH}"),
    re.compile(rf"{_NOUN_ZH}[,:]?\s*(?:内容是|主题是|关于)(.+)"),
    re.compile(
        rf"(?:生成|制作|製作|做|来|拍|创建)(?!成)(?:1?[个個段条部])?+\s*(?:\d+ms\s*的?)?([^,;。的][^,;。]*?)的?"
        rf"\s*(?:\d+ms\s*的?)?{_NOUN_ZH}"
    ),
)
TRAILING = re.compile(r"(?:[\s,;.]|\b(?:and|then|with|also|plus|but|while|please)\b|请|吧)+$")
ADD_MEDIA = _any(
    r"\b(?:add|append|insert|include|attach|use)\b (?:also )?"
    r"(?:this|these|that|those|another|1 more|my|the (?:new|other|next|uploaded))"
    r" ?(?:new |other |second |third )?(?:photo|picture|image|pic|clip|video|one|1)s?\b",
    r"(?:把|将)?(?:这|這|新|那|刚)[^,]{0,8}?(?:照片|图片?|视频|张|段)[^,]{0,4}?(?:加|放|添|插)",
    r"(?:加|添加|插入|加上|加入)(?:1|上|入)?(?:这|新|那|刚)[^,]{0,8}?(?:照片|图片?|视频|张|段)",
)
LENGTH = _any(
    r"\b(?:make|set|chang|extend|lengthen|shorten|stretch|last|keep|get|should be|play)\w*\b",
    r"\b(?:long|longer|length|duration)\b",
    r"^\s*\d+ms\s*(?:please)?$|时长|時長|长度|改成|改为|变成|延长|延長|缩短|縮短",
    r"加长|调到|调成|做成|设为|变为|弄成",
)
SHOWN = _any(r"\b(?:show|display|hold)\b|显示|停留|持续|播放|展示")
LONGER_BY = _any(
    r"\bby \d+ms|\d+ms longer|\d+ms more|(?:延长|延長|加长|增加|多)\s*\d+ms",
    r"长\s*\d+ms",
)
SHORTER_BY = _any(r"\d+ms shorter|\bshort\w* (?:it |the \w+ )?by \d", r"缩短\s*\d+ms|短\s*\d+ms")

SWAP = _any(
    r"\bswap\b|\bswitch\b|\bexchange\b|\bflip the order\b|交换|交換|调换|調換|对调",
    r"對調|互换|换1?[个下]位置|换一下(?:顺序|位置)|(?<=[张张段个])换一下|换位",
)
REVERSE = _any(
    r"\brevers\w* (?:the )?(?:order|photos|pictures|clips|images|sequence)",
    r"\bbackwards? order\b|\breverse order\b|倒序|反序|颠倒|反过来|倒过来|顺序反",
)
MOVE = _any(
    r"\b(?:move|put|place|bring|shift|drag|send|start with)\b|放|移|挪|调到|排|拖",
    r"换到",
)
TO_FRONT = _any(
    r"\bfirst\s*$|\b(?:to|at|in) the (?:very )?(?:front|start|beginning|top)\b",
    r"\bto (?:be )?(?:the )?(?:first|front)\b",
    r"\bbefore (?:the )?(?:first|others|rest|everything|[a-z]+ 1\b)|\bin front\b|\bstart with\b",
    r"(?:photo|picture|image|clip|video|pic|1|one)s? first\b|最前|开头|開頭|前面",
    r"第1位|开始|最开始|首位|position 1\b|(?:到|在)第1",
)
TO_END = _any(
    r"\blast\s*$|\b(?:to|at|in) the (?:very )?(?:end|back)\b",
    r"\bto (?:be )?(?:the )?last\b|\bafter (?:the )?(?:last|others|rest|everything)",
    r"(?:到|在|去|放|排)最?(?:后|後|末尾|结尾|末)",
)

TRIM = _any(
    r"\btrim\w*|\bcut\b|\bkeep\b|\bshave\b|\bcrop\b|\bchop\b|\bclip (?:off|it)\b",
    r"\bonly (?:use|show|the|from)\b|\buse only\b|剪|裁|截|保留|只要|只留|留下|砍|切",
)
TRIM_TO = _any(
    r"\b(?:trim|cut|crop|chop)\b(?:(?!ms).){0,40}?\bto (?:just |only )?\d+ms(?!\s*(?:-|to))",
    r"(?:剪|裁|截)(?:辑|剪)?(?:到|成|为)(?:只有)?\d+ms",
)
KEEP = _any(
    r"\bkeep\b|\bonly\b|\btrim\b.*\b(?:from|between|to)\b.*ms\s*(?:to|and|-|until|–)",
    r"保留|只要|只留|留下|截取|截出|裁剪.*到|剪出|剪辑.*到|从.*剪到|裁取",
)

_CAMERA = r"(?:the )?(?:camera |view |frame |picture |image |photo )?(?:slowly |gently |smoothly )?"
_NO = r"(?:\bno|\bdon'?t|\bwithout|\bremove|\bstop|\bdisable|\bturn off)\s+(?:the |any |all )?"
STILL = _any(
    rf"{_NO}(?:camera )?(?:zoom|motion|mov|pan|ken burns)\w*",
    r"\b(?:keep|stay|hold|make|leave)\b(?: (?:it|this|the \w+|them))? (?:completely )?"
    r"(?:still|static|motionless)\b(?! (?:image|photo|picture)s?)",
    r"\bstatic (?:shot|camera|image|picture)\b|\bfreeze (?:it|the)\b|静止|不动|不動",
    r"(?:不要|别|去掉|取消|不用|去除|没有)(?:放大|缩放|运动|动画|镜头|推|移动|动(?!起))",
    r"定格|固定(?:镜头|画面|机位)",
)
MOTIONS = (
    (
        Motion.ZOOM_OUT,
        _any(
            r"\bzoom(?:s|ing|ed)?[- ]?(?:it )?out\b|\bpull(?:s|ing)? (?:back|out|away)\b",
            r"缩小|縮小|拉远|拉遠|拉开|推远|镜头后退",
        ),
    ),
    (
        Motion.PAN_LEFT,
        _any(
            rf"\b(?:pan|slide|move|scroll|drift)\w* {_CAMERA}(?:over )?(?:to (?:the )?)?left\b",
            r"\bright[- ]to[- ]left\b|\bfrom right to left\b|\bleft pan\b|(?:向|往)左|左移",
            r"从右(?:到|往|向)左|左平移",
        ),
    ),
    (
        Motion.PAN_RIGHT,
        _any(
            rf"\b(?:pan|slide|move|scroll|drift)\w* {_CAMERA}(?:over )?(?:to (?:the )?)?right\b",
            r"\bleft[- ]to[- ]right\b|\bright pan\b|(?:向|往)右|右移|从左(?:到|往|向)右",
            r"右平移",
        ),
    ),
    (
        Motion.PAN_UP,
        _any(
            rf"\b(?:pan|slide|move|scroll|drift|tilt)\w* {_CAMERA}(?:up|upwards?)\b",
            r"\bbottom[- ]to[- ]top\b|\bfrom bottom to top\b",
            r"(?:向|往)上(?:移|平移|摇|推|滑|滚)|上移|从下(?:到|往|向)上",
        ),
    ),
    (
        Motion.PAN_DOWN,
        _any(
            rf"\b(?:pan|slide|move|scroll|drift|tilt)\w* {_CAMERA}(?:down|downwards?)\b",
            r"\btop[- ]to[- ]bottom\b|(?:向|往)下(?:移|平移|摇|推|滑|滚)|下移",
            r"从上(?:到|往|向)下",
        ),
    ),
    (
        Motion.ZOOM_IN,
        _any(
            r"\bzoom\w*\b|\bpush(?:es|ing)? in\b|\bken burns\b|\bdolly\b|放大|推近|拉近|推进",
            r"推進|镜头推|缩放|变焦|靠近",
        ),
    ),
    (
        Motion.PAN_RIGHT,
        _any(r"\bpan(?:ning|s)?\b|平移|摇镜|横移"),
    ),
)

MUSIC = _any(
    r"\bmusic\b|\bsongs?\b|\bbgm\b|\bsound ?tracks?\b",
    r"\bbackground (?:sound|audio|track)\b|\btunes?\b|\bbeats?\b|\blo-?fi\b",
    r"\bmelody\b|\b(?:this|my|the uploaded) (?:audio|mp3|track|sound)\b|\bpiano\b",
    r"\bguitar\b|音乐|音樂|配乐|配樂|歌曲|首歌|背景乐|乐曲|bgm|曲子|钢琴|背景音",
)
MUSIC_OFF = _any(
    r"\b(?:music|song|bgm|soundtrack) off\b",
    r"\b(?:mute|silence|turn off|switch off|kill) the (?:music|song|bgm|soundtrack)\b",
    r"(?:关|停)(?:掉|闭|了)?(?:背景)?(?:音乐|配乐)",
    r"(?:音乐|配乐)(?:关掉|关闭|关了|静音|停)",
)
OWN_MUSIC = _any(
    r"\b(?:this|my|uploaded|own|the attached)\b (?:\w+ )?"
    r"(?:music|song|audio|track|mp3|sound|soundtrack|tune|bgm)\b",
    r"\b(?:i|we) (?:uploaded|sent)\b|上传的|这首|这段(?:音|配)|这个(?:音|歌)",
    r"我的(?:音|歌|配)|我发的",
)
MOODS = (
    (
        Mood.LOFI,
        _any(r"\blo-?fi\b|\bchill\w*|\bhip ?-?hop\b|\brelaxed beats?\b|慵懒|嘻哈|低保真|lofi"),
    ),
    (
        Mood.HAPPY,
        _any(
            r"\bhappy\b|\bupbeat\b|\bcheer\w*|\bfun(?:ny)?\b|\bjoy\w*|\blively\b|\bpop\b",
            r"\bdance\b|\benergetic\b|\bbright\b|\bplayful\b|欢快|快乐|開心|开心|活泼|轻快",
            r"愉快|动感|欢乐|喜庆|快樂",
        ),
    ),
    (
        Mood.EPIC,
        _any(
            r"\bepic\b|\bcinematic\b|\bdramatic\b|\bpowerful\b|\bheroic\b|\borchestral\b",
            r"\bintense\b|\btrailer\b|史诗|史詩|震撼|大气|激昂|宏大|热血|磅礴",
        ),
    ),
    (
        Mood.CALM,
        _any(
            r"\bcalm\w*|\brelax\w*|\bsoft\b|\bgentle\b|\bpeaceful\b|\bquiet\b|\bambient\b",
            r"\bpiano\b|\bsoothing\b|\bslow\b|\bmellow\b|\bsad\b|舒缓|轻柔|安静|平静|柔和",
            r"轻音乐|舒緩|宁静|钢琴|放松|温柔|抒情|悲|伤感|忧伤",
        ),
    ),
)
VOLUME = _any(r"\bvolume\b|\bloud\w*|\bsound\b|\baudio\b|音量|声音|聲音")
VOLUME_TIMES = _any(r"x (?:as loud|louder|(?:\w+ )*?volume)|(?:音量|volume)[^,]{0,8}\dx")
LOUDER = _any(
    r"\blouder\b|\b(?:turn|crank)\b(?!.*bright)[^,]{0,30}\bup\b|\bvolume up\b",
    r"\b(?:increas|rais|boost)\w* the (?:volume|music|sound|audio)|大声|大聲",
    r"(?:音量|声音|聲音|音乐)[^,]{0,4}?(?:大|高)|响一?1?点",
)
QUIETER = _any(
    r"\bquieter\b|\bsofter\b|\bless loud\b|\bturn\b(?!.*bright)[^,]{0,30}\bdown\b",
    r"\bvolume down\b",
    r"\b(?:low(?:er)?|decreas|reduc)\w* the (?:volume|music|sound|audio)|小声|小聲",
    r"轻一?1?点|(?:音量|声音|聲音|音乐)[^,]{0,4}?(?:小|低|轻)",
)
CLIP_SOUND = _any(
    r"\bmut(?:e|ed|ing)\b",
    r"\b(?:original|video'?s|clip'?s|own) (?:sound|audio|volume)\b|\bno sound\b",
    r"\bsilent\b|\bwithout sound\b|\bvolume of the (?:video|clip)|静音|靜音|原声",
    r"原聲|消音|无声|视频(?:的)?(?:声音|音量)",
)

CANVASES = (
    (
        (1080, 1920, "9:16"),
        _any(
            r"(?<!\d)9\s*[:x/比]\s*16(?!\d)|\bvertical(?:ly)?\b",
            r"\bportrait\b(?! (?:of|photo|picture|image))|\btik ?tok\b",
            r"\breels?\b(?= format|$)|\bfor (?:reels|shorts|stories)\b|竖屏|竖版|竖的|竖向",
            r"豎屏|抖音|竖画|纵向",
        ),
    ),
    (
        (1920, 1080, "16:9"),
        _any(
            r"(?<!\d)16\s*[:x/比]\s*9(?!\d)|\bhorizontal(?:ly)?\b",
            r"\blandscape\b(?! (?:photo|picture|image|painting))|\bwide ?-?screen\b",
            r"\bfor youtube\b|横屏|横版|横的|横向|橫屏|宽屏|横画",
        ),
    ),
    (
        (1080, 1080, "1:1"),
        _any(r"(?<!\d)1\s*[:x/比]\s*1(?!\d)|\bsquare\b|方形|正方|方的"),
    ),
    (
        (1080, 1350, "4:5"),
        _any(r"(?<!\d)4\s*[:x/比]\s*5(?!\d)"),
    ),
    (
        (1440, 1080, "4:3"),
        _any(r"(?<!\d)4\s*[:x/比]\s*3(?!\d)"),
    ),
    (
        (1080, 1440, "3:4"),
        _any(r"(?<!\d)3\s*[:x/比]\s*4(?!\d)"),
    ),
)

SPEED = _any(
    r"\bspe?ed(?:s|ing|up)?\b|\bsped\b|\bfaster\b|\bslower\b",
    r"\bslow(?:ed)?[- ]?mo(?:tion)?\b",
    r"\bslow (?:it|this|that|them|the|everything|down|my)\b|\bfast[- ]?forward\b",
    r"\btime-?lapse\b|(?<!not )\btoo (?:fast|slow|quick)\b|(?<![要别])太[快慢]",
    r"\d(?:\.\d+)?x(?!\d)|慢放|慢动作|慢動作|放慢|减速|慢1?[点點]",
    r"慢一[点點]|慢些|加速|快进|快進|调快|快1?[点點]|快一[点點]|倍速|速度|变慢|变快",
)
NOT_SPEED = _any(
    r"\b(?:music|song)\b.*\btoo\b|音乐[^,]{0,4}太[快慢]|\bzoom|\bpan\b|\bloud|\bvolume\b|\bbright|\bdark|\bsize\b|放大|缩小|亮|暗",
    r"音量|声音|字",
)
RELATIVE = _any(r"\b(?:fast|slow)er\b|\b(?:up|down) (?:by )?\d|\bby \d|[快慢]\d|加[快速]\d")
SLOWER = _any(r"\bslow\w*|慢|减速")
SLOW_MOTION = _any(r"\bslow(?:ed)?[- ]?mo(?:tion)?\b|慢放|慢动作|慢動作")

BRIGHTER = _any(
    r"\btoo dark|\bbright(?:er|en)\w*|\blighter\b|\blighten\w*",
    r"\b(?:increas|rais|boost|more|up|turn up)\w* (?:the )?(?:brightness|exposure)",
    r"\bmore bright|更亮|亮1?[点點]|亮一[点點]|亮些|调亮|調亮|提亮|变亮|變亮|增亮",
    r"加亮|(?:提高|增加|调高|增强)[^,]{0,4}亮度",
    r"亮度[^,]{0,6}(?:高|提高|增加|大|提升)|太暗",
)
DARKER = _any(
    r"\btoo bright|\bdark(?:er|en)\w*|\bdim(?:mer|med)?\b",
    r"\b(?:decreas|reduc|lower|less|turn down)\w* (?:the )?(?:brightness|exposure)",
    r"\bless bright|更暗|暗1?[点點]|暗一[点點]|暗些|调暗|調暗|变暗|變暗|压暗",
    r"(?:降低|减少|调低|减小)[^,]{0,4}亮度|亮度[^,]{0,6}(?:低|降低|减少|小)|太亮",
)
BRIGHTNESS_TO = _any(r"\bbrightness (?:to|at|=)|亮度(?:调到|设为|改为|调成|到|为|改成)")
MUCH = _any(r"\bmuch\b|\ba lot\b|\bway\b|\bvery\b|很多|非常|大幅|得多|多一?些?$")
BIT = _any(r"\ba (?:little|bit|touch|tad)\b|\bslightly\b|1点|一点|稍|略|些")

MONOCHROME = _any(r"(?<!\bnot )(?<!\bnot in )(?<!\bnot to )monochrome")
COLOUR = _any(
    r"\bcolou?rs? back\b",
    r"\b(?:back (?:to|in)|bring back|restore|in full|return to) (?:the )?colou?rs?\b",
    r"\bin colou?r\b|彩色|恢复(?:颜色|色彩)|变回彩|有颜色",
)
