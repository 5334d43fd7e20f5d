"""What the agent says, in English and Chinese.

Like the real backend it believes that its user sees an editor: it speaks of buttons and panels.
"""

from collections.abc import Sequence
from random import Random
from typing import Literal

from sandbox.nemo.draft import Draft, Title
from sandbox.nemo.edit_clips import (
    AddMedia,
    Clear,
    Cut,
    Keep,
    MoveClip,
    RemoveClip,
    Reverse,
    SetLength,
    Swap,
)
from sandbox.nemo.edit_looks import ScaleBrightness, ScaleSpeed, SetCanvas, SetGrayscale, SetMotion
from sandbox.nemo.edit_sound import RemoveMusic, ScaleVolume, SetClipSound, SetMusic, SetVolume
from sandbox.nemo.edit_titles import AddTitle, ChangeTitle, ColourTitle, RemoveTitles, title_changed
from sandbox.nemo.project import Project, Reason
from sandbox.nemo.wishes import MakeClip, Undo, Wish
from studio.timeline import Motion, Position

Language = Literal["en", "zh"]
Words = dict[Language, str]

TEMPORARY_ISSUE: Words = {
    "en": "I encountered a temporary issue. Please try again later.",
    "zh": "我遇到了临时问题，请稍后再试。",
}
_LEAD: Words = {"en": "Let me put that together for you.", "zh": "好的，我来为你制作。"}
_ABILITIES: Words = {
    "en": (
        "I'm a small editing agent. I can make a clip from your uploaded photos and videos (length,"
        " zoom, pan), or from words; add titles and background music; change the aspect ratio,"
        " volume, speed, order, brightness and black and white; trim, remove and undo. Anything"
        " else is beyond me."
    ),
    "zh": (
        "我是一个简单的剪辑助手。我可以把你上传的照片和视频做成短片（时长、缩放、平移），"
        "也可以根据文字生成；还可以加标题和背景音乐，调整画面比例、音量、速度、顺序、亮度和黑白效果，"
        "以及裁剪、删除和撤销。其他的我还做不了。"
    ),
}
_GUI: dict[str, Words] = {
    "export": {
        "en": "Click the Export button in the top right to download it.",
        "zh": "点击右上角的导出按钮即可下载。",
    },
    "drag": {
        "en": "You can drag the clip on the timeline to reorder it.",
        "zh": "你可以在时间线上拖拽片段来调整顺序。",
    },
    "preview": {
        "en": "Preview it in the timeline panel.",
        "zh": "可以在时间线面板中预览效果。",
    },
    "open": {
        "en": "Open the properties panel on the right to fine-tune it.",
        "zh": "打开右侧的属性面板可以继续微调。",
    },
    "click": {
        "en": "Click the clip on the timeline to select it.",
        "zh": "点击时间线上的片段即可选中。",
    },
    "drop": {
        "en": "Drop a song onto the audio track to use it.",
        "zh": "把歌曲拖放到音频轨道即可使用。",
    },
    "account": {
        "en": "Open your account page to see how many credits are left.",
        "zh": "打开账户页面即可查看剩余积分。",
    },
    "billing": {
        "en": "Go to the billing page to top up.",
        "zh": "前往账单页面即可充值。",
    },
}
_USUAL_GUI = ("export", "drag", "preview", "open")
GUI_KINDS = tuple(_GUI)
"""The kinds of sentences that only make sense in front of an editor."""
_REFUSALS: dict[Reason, Words] = {
    Reason.NO_MEDIA: {
        "en": "I need a photo or a video first. Click the upload button to add one.",
        "zh": "我需要先有照片或视频。请点击上传按钮添加。",
    },
    Reason.NO_AUDIO: {
        "en": "There is no uploaded audio yet. Click the upload button to add a song.",
        "zh": "还没有上传音频。请点击上传按钮添加音乐。",
    },
    Reason.NO_CLIPS: {
        "en": "The timeline is empty, so there is nothing to change yet.",
        "zh": "时间线还是空的，暂时没有可以修改的内容。",
    },
    Reason.NO_SUCH_CLIP: {
        "en": "The timeline does not have that many clips.",
        "zh": "时间线上没有这个片段。",
    },
    Reason.NOT_STILL: {
        "en": "That clip is a video and moves by itself; only photos can be zoomed or panned.",
        "zh": "这个片段是视频，本身就会动；只有照片可以缩放或平移。",
    },
    Reason.NO_TITLE: {"en": "There is no title on the timeline.", "zh": "时间线上没有标题。"},
    Reason.NO_SUCH_TITLE: {
        "en": "There is no such title on the timeline.",
        "zh": "时间线上没有这个标题。",
    },
    Reason.NO_TITLE_COLOUR: {
        "en": "I can't change the colour of a title here, so it stays as it is.",
        "zh": "我在这里无法更改标题的颜色，所以保持原样。",
    },
    Reason.NO_WORDS: {"en": "What should the title say?", "zh": "标题要写什么内容？"},
    Reason.NO_MUSIC: {"en": "There is no music on the timeline.", "zh": "时间线上没有音乐。"},
    Reason.NO_SOUND: {"en": "There is nothing to hear yet.", "zh": "目前还没有声音。"},
    Reason.NOTHING_LEFT: {
        "en": "That would leave nothing of the clip, so I left it as it is.",
        "zh": "这样片段就没有内容了，所以我没有修改。",
    },
    Reason.NOTHING_TO_UNDO: {"en": "There is nothing to undo.", "zh": "没有可以撤销的操作。"},
    Reason.ALREADY_THERE: {
        "en": "Your clip is already on the timeline.",
        "zh": "你的短片已经在时间线上了。",
    },
}
_GENERATED: Words = {
    "en": (
        "I've made a {seconds}-second clip for “{subject}”. It is a picture drawn by this sandbox,"
        " not what a video model would make."
    ),
    "zh": "已为“{subject}”制作了{seconds}秒的短片。这是沙盒绘制的画面，不是真正由视频模型生成的。",
}
_DONE: dict[type[Wish], Words] = {
    MakeClip: {
        "en": "I've created your {seconds}-second clip (files used: {count}).",
        "zh": "已用你的{count}个素材制作了{seconds}秒的短片。",
    },
    AddMedia: {
        "en": "I've added it; the timeline now has {count} clips and lasts {seconds} seconds.",
        "zh": "已添加，时间线上现在有{count}个片段，共{seconds}秒。",
    },
    SetLength: {"en": "The clip now lasts {seconds} seconds.", "zh": "短片时长现在是{seconds}秒。"},
    SetMotion: {"en": "The camera movement is now: {motion}.", "zh": "镜头运动已设为：{motion}。"},
    SetCanvas: {"en": "The aspect ratio is now {ratio}.", "zh": "画面比例已改为{ratio}。"},
    Cut: {
        "en": "I've cut that part out; {seconds} seconds remain.",
        "zh": "已剪掉这一段，剩下{seconds}秒。",
    },
    Keep: {
        "en": "I've kept only that part; {seconds} seconds remain.",
        "zh": "只保留了这一段，共{seconds}秒。",
    },
    ScaleSpeed: {
        "en": "I've changed the speed; it now lasts {seconds} seconds.",
        "zh": "已调整速度，现在时长{seconds}秒。",
    },
    ScaleBrightness: {"en": "I've adjusted the brightness.", "zh": "已调整亮度。"},
    SetGrayscale: {"en": "I've changed the colours.", "zh": "已调整颜色。"},
    Swap: {"en": "I've swapped the two clips.", "zh": "已交换这两个片段。"},
    MoveClip: {"en": "I've moved the clip.", "zh": "已移动片段。"},
    Reverse: {"en": "I've reversed the order.", "zh": "已颠倒顺序。"},
    RemoveClip: {
        "en": "I've removed it; {count} clips remain on the timeline.",
        "zh": "已删除，时间线上还有{count}个片段。",
    },
    Clear: {"en": "The timeline is empty again.", "zh": "时间线已清空。"},
    AddTitle: {
        "en": "I've added the title “{title}” at the {position} ({span}).",
        "zh": "已在{position}添加标题“{title}”（{span}）。",
    },
    ChangeTitle: {
        "en": "The title is now “{title}” at the {position} ({span}).",
        "zh": "标题现在是“{title}”，位于{position}（{span}）。",
    },
    ColourTitle: {"en": "I've changed the colour.", "zh": "已更改颜色。"},
    RemoveTitles: {"en": "I've removed the title.", "zh": "已删除标题。"},
    SetMusic: {
        "en": "The background music is now “{music}” at {percent}%.",
        "zh": "背景音乐现在是“{music}”，音量{percent}%。",
    },
    RemoveMusic: {"en": "I've removed the music.", "zh": "已去掉音乐。"},
    ScaleVolume: {"en": "I've changed the volume.", "zh": "已调整音量。"},
    SetVolume: {"en": "I've changed the volume.", "zh": "已调整音量。"},
    SetClipSound: {"en": "I've changed the clip's own sound.", "zh": "已调整原声。"},
    Undo: {"en": "I've undone the last change.", "zh": "已撤销上一步操作。"},
}
_UNDONE: Words = {"en": "I've undone the last changes.", "zh": "已撤销最近几步操作。"}
_MOTIONS: dict[Motion, Words] = {
    Motion.STILL: {"en": "none", "zh": "静止"},
    Motion.ZOOM_IN: {"en": "slow zoom in", "zh": "缓慢放大"},
    Motion.ZOOM_OUT: {"en": "slow zoom out", "zh": "缓慢缩小"},
    Motion.PAN_LEFT: {"en": "pan left", "zh": "向左平移"},
    Motion.PAN_RIGHT: {"en": "pan right", "zh": "向右平移"},
    Motion.PAN_UP: {"en": "pan up", "zh": "向上平移"},
    Motion.PAN_DOWN: {"en": "pan down", "zh": "向下平移"},
}
_POSITIONS: dict[Position, Words] = {
    Position.TOP: {"en": "top", "zh": "顶部"},
    Position.CENTER: {"en": "center", "zh": "中间"},
    Position.BOTTOM: {"en": "bottom", "zh": "底部"},
}


def done(wish: Wish, project: Project, language: Language) -> str:
    """Say that a wish was met; `project` is what it led to."""
    draft = project.draft
    clips = draft.clips
    if isinstance(wish, MakeClip) and any(media.url == clips[0].src for media in project.generated):
        return _GENERATED[language].format(seconds=_seconds(draft), subject=clips[0].name)
    if isinstance(wish, Undo) and wish.steps > 1:
        return _UNDONE[language]
    title = title_changed(wish, draft)
    return _DONE[type(wish)][language].format(
        seconds=_seconds(draft),
        count=len(clips),
        ratio=draft.canvas.ratio,
        motion=_MOTIONS[wish.motion][language] if isinstance(wish, SetMotion) else "",
        title=title.text if title else "",
        position=_POSITIONS[title.position][language] if title else "",
        span=_span(title) if title else "",
        music=draft.music.name if draft.music else "",
        percent=round(draft.music.volume * 100) if draft.music else 0,
    )


def refusal(reason: Reason, language: Language) -> str:
    """Say why a wish cannot be met."""
    return _REFUSALS[reason][language]


def abilities(language: Language) -> str:
    """Say honestly what can be done here, where nothing was understood."""
    return _ABILITIES[language]


def lead(language: Language) -> str:
    """What is said before a clip is made."""
    return _LEAD[language]


def joined(sentences: Sequence[str], language: Language) -> str:
    """Several sentences as one text."""
    return ("" if language == "zh" else " ").join(sentences)


def gui_line(language: Language, dice: Random) -> str:
    """One of the sentences that only make sense in front of an editor."""
    return gui_talk(dice.choice(_USUAL_GUI), language)


def gui_talk(kind: str, language: Language) -> str:
    """The sentence of one of GUI_KINDS."""
    return _GUI[kind][language]


def _seconds(draft: Draft) -> str:
    return f"{draft.duration_ms / 1000:.3g}"


def _span(title: Title) -> str:
    end_ms = title.start_ms + title.duration_ms
    return f"{title.start_ms / 1000:.3g}-{end_ms / 1000:.3g}s"
