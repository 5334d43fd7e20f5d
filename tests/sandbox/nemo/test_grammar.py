"""What the agent's grammar makes of what people write."""

import time

import pytest

from sandbox.nemo.draft import Canvas, Span
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
from sandbox.nemo.edit_titles import AddTitle, ChangeTitle, ColourTitle, RemoveTitles
from sandbox.nemo.grammar import read
from sandbox.nemo.wishes import MakeClip, Undo, Wish
from studio.timeline import Mood, Motion, Position

TOP, CENTER, BOTTOM = Position.TOP, Position.CENTER, Position.BOTTOM


def make(total_ms: int | None = None, *, each: int | None = None, of: str | None = None) -> Wish:
    return MakeClip(total_ms=total_ms, each_ms=each, subject=of)


def title(text: str, position: Position | None = None, span: Span | None = None) -> Wish:
    return AddTitle(text=text, position=position, span=span)


def retitle(
    text: str | None = None, position: Position | None = None, span: Span | None = None
) -> Wish:
    return ChangeTitle(text=text, position=position, span=span)


def retitled(which: str, text: str | None = None, position: Position | None = None) -> Wish:
    return ChangeTitle(text=text, position=position, span=None, which=which)


def between(start_ms: int, end_ms: int) -> Span:
    return Span(start_ms=start_ms, length_ms=end_ms - start_ms)


def last(length_ms: int) -> Span:
    return Span(start_ms=-length_ms, length_ms=None)


def cut(span: Span, clip: int | None = None) -> Wish:
    return Cut(span=span, clip=clip)


def keep(span: Span, clip: int | None = None) -> Wish:
    return Keep(span=span, clip=clip)


def motion(kind: Motion, clip: int | None = None) -> Wish:
    return SetMotion(motion=kind, clip=clip)


def music(mood: Mood | None = None, volume: float | None = None) -> Wish:
    return SetMusic(mood=mood, volume=volume, uploaded=False)


def speed(factor: float, clip: int | None = None) -> Wish:
    return ScaleSpeed(factor=factor, clip=clip)


def light(factor: float, clip: int | None = None) -> Wish:
    return ScaleBrightness(factor=factor, clip=clip)


def gray(clip: int | None = None) -> Wish:
    return SetGrayscale(on_=True, clip=clip)


COLOURS = SetGrayscale(on_=False, clip=None)
OWN_MUSIC = SetMusic(mood=None, volume=None, uploaded=True)
WHOLE = Span(start_ms=0, length_ms=None)
VERTICAL = SetCanvas(canvas=Canvas(width=1080, height=1920, ratio="9:16"))
WIDE = SetCanvas(canvas=Canvas(width=1920, height=1080, ratio="16:9"))
SQUARE = SetCanvas(canvas=Canvas(width=1080, height=1080, ratio="1:1"))
FOUR_BY_FIVE = SetCanvas(canvas=Canvas(width=1080, height=1350, ratio="4:5"))

ENGLISH: tuple[tuple[str, list[Wish]], ...] = (
    # Making a clip
    ("turn this image into a 5-second clip", [make(5000)]),
    ("Turn this landscape photo into a 5 second video", [make(5000)]),
    ("a five second clip please", [make(5000)]),
    ("half a minute video from these photos", [make(30000)]),
    ("turn these 4 photos into a 12 second video", [make(12000)]),
    ("merge the two clips into one video", [make()]),
    ("animate this photo", [make()]),
    ("please make a video", [make()]),
    ("make this a square video", [make(), SQUARE]),
    ("can you animate it with a slow zoom out?", [make(), motion(Motion.ZOOM_OUT)]),
    ("turn the three photos into a slideshow, 2 seconds each", [make(), SetLength(each_ms=2000)]),
    ("a 10 s video of a dragon over a castle", [make(10000, of="a dragon over a castle")]),
    ('create a 4 second video of "a red balloon"', [make(4000, of="a red balloon")]),
    ("make me a movie about the sea", [make(of="the sea")]),
    # Several wishes at once
    (
        "make a 6 s clip, zoom in slowly, add the title 'Sale' at the top and happy music at 20%",
        [make(6000), motion(Motion.ZOOM_IN), title("Sale", TOP), music(Mood.HAPPY, 0.2)],
    ),
    (
        "turn it into a 4:5 clip of 7 seconds, no movement",
        [make(7000), FOUR_BY_FIVE, motion(Motion.STILL)],
    ),
    (
        "make a clip titled Summer Days with calm music",
        [make(), title("Summer Days"), music(Mood.CALM)],
    ),
    ("make the video black and white, 2x speed, and 16:9", [gray(), speed(2), WIDE]),
    ("make it brighter and louder", [light(1.3), ScaleVolume(factor=1.5)]),
    # Length
    ("make it 10 seconds", [SetLength(total_ms=10000)]),
    ("now make it half a minute", [SetLength(total_ms=30000)]),
    ("make it 1 minute 30 seconds", [SetLength(total_ms=90000)]),
    ("shorten it to 4 seconds", [SetLength(total_ms=4000)]),
    ("make it longer by 2 seconds", [SetLength(more_ms=2000)]),
    ("make the video 3 seconds shorter", [SetLength(more_ms=-3000)]),
    ("each photo 2 seconds", [SetLength(each_ms=2000)]),
    ("10 seconds", [SetLength(total_ms=10000)]),
    # Motion
    ("pan left", [motion(Motion.PAN_LEFT)]),
    ("pan from left to right slowly", [motion(Motion.PAN_RIGHT)]),
    ("tilt up", [motion(Motion.PAN_UP)]),
    ("keep it still", [motion(Motion.STILL)]),
    ("no zoom", [motion(Motion.STILL)]),
    ("make the second photo zoom out", [motion(Motion.ZOOM_OUT, 1)]),
    # Titles
    ("add a title saying 'Download now'", [title("Download now")]),
    (
        "add a title saying Hello world at the top for 3 seconds",
        [title("Hello world", TOP, between(0, 3000))],
    ),
    ("add a caption saying “Don't stop” at the bottom", [title("Don't stop", BOTTOM)]),
    ("add text «Bonjour» in the middle", [title("Bonjour", CENTER)]),
    ("add a title 'Sale' from 2 to 4 seconds", [title("Sale", span=between(2000, 4000))]),
    ('put "Sale" on the video from 0:01 to 0:03', [title("Sale", span=between(1000, 3000))]),
    ("in the last 2 seconds show 'The End'", [title("The End", span=last(2000))]),
    ('at the end show the text "Bye"', [title("Bye", span=last(3000))]),
    ("a title for the whole video saying Hello", [title("Hello", span=WHOLE)]),
    ("add a title that says no music at the top", [title("no music", TOP)]),
    ('title "Click here"', [title("Click here")]),
    ("write Happy Birthday Mom", [title("Happy Birthday Mom")]),
    ("add title: Winter 2024", [title("Winter 2024")]),
    ("I'd like a title: Big News", [title("Big News")]),
    ("make the title say Goodbye", [retitle("Goodbye")]),
    ("add a title Sale and happy music", [title("Sale"), music(Mood.HAPPY)]),
    ("add 'A' at the top and 'B' at the bottom", [title("A", TOP), title("B", BOTTOM)]),
    ("change the title to Big Sale", [retitle("Big Sale")]),
    ("move the title to the bottom", [retitle(position=BOTTOM)]),
    ("add a title", [title("")]),
    # Sound
    ("add background music", [music()]),
    ("add upbeat bgm at 15 percent", [music(Mood.HAPPY, 0.15)]),
    ("epic music at half volume", [music(Mood.EPIC, 0.5)]),
    ("set the music volume to 60%", [music(volume=0.6)]),
    ("volume to 30%", [SetVolume(volume=0.3)]),
    ("use my song as background music", [OWN_MUSIC]),
    ("turn the music down", [ScaleVolume(factor=0.6)]),
    ("turn off the music", [RemoveMusic()]),
    ("no music please", [RemoveMusic()]),
    ("mute the original sound", [SetClipSound(volume=0.0)]),
    # Frame
    ("make it vertical", [VERTICAL]),
    ("for TikTok", [VERTICAL]),
    ("change the aspect ratio to 4:5", [FOUR_BY_FIVE]),
    ("give me a landscape version", [WIDE]),
    ("1:1", [SQUARE]),
    # Trim
    ("cut the first 2 seconds", [cut(between(0, 2000))]),
    ("cut the last second", [cut(last(1000))]),
    ("trim 2 seconds off the end", [cut(last(2000))]),
    ("cut from 2s to 3s", [cut(between(2000, 3000))]),
    ("keep 1s to 4s", [keep(between(1000, 4000))]),
    ("trim from 1 to 4 seconds", [keep(between(1000, 4000))]),
    ("trim it to 3 seconds", [keep(between(0, 3000))]),
    ("keep only the first 3 seconds", [keep(between(0, 3000))]),
    ("cut the second clip to 2 seconds", [keep(between(0, 2000), 1)]),
    # Speed
    ("2x faster", [speed(2)]),
    ("slow motion", [speed(0.5)]),
    ("50% speed", [speed(0.5)]),
    ("make it 20% faster", [speed(1.2)]),
    ("slow down the second clip", [speed(0.75, 1)]),
    # Order
    ("swap the two photos", [Swap(first=0, second=1)]),
    ("swap the first and the last photo", [Swap(first=0, second=-1)]),
    ("swap photos 2 and 3", [Swap(first=1, second=2)]),
    ("put photo 3 before photo 1", [MoveClip(clip=2, to=0)]),
    ("move the second photo first", [MoveClip(clip=1, to=0)]),
    ("move the third picture to the end", [MoveClip(clip=2, to=-1)]),
    ("reverse the order of the photos", [Reverse()]),
    ("add this photo to the end", [AddMedia(index=-1)]),
    ("insert this clip at the start", [AddMedia(index=0)]),
    # Looks
    ("much brighter please", [light(1.6)]),
    ("make it a bit darker", [light(1 / 1.15)]),
    ("brightness to 150%", [light(1.5)]),
    ("turn down the brightness", [light(1 / 1.3)]),
    ("b&w", [gray()]),
    ("make the second photo black and white", [gray(1)]),
    ("back to colour", [COLOURS]),
    ("remove the black and white", [COLOURS]),
    # Removal and undo
    ("remove the title", [RemoveTitles()]),
    ("please remove the text and the music", [RemoveTitles(), RemoveMusic()]),
    ("remove the second photo", [RemoveClip(clip=1)]),
    ("drop the last clip", [RemoveClip(clip=-1)]),
    ("start over", [Clear()]),
    ("undo that", [Undo()]),
    ("go back", [Undo()]),
    ("undo the last two changes", [Undo(steps=2)]),
    ("put it back", [Undo()]),
    # Complaints
    ("the music is too loud", [ScaleVolume(factor=0.6)]),
    ("the music is too loud, turn it down", [ScaleVolume(factor=0.6)]),
    ("the music is too quiet", [ScaleVolume(factor=1.5)]),
    ("I can't hear the music", [ScaleVolume(factor=1.5)]),
    ("it's too dark", [light(1.3)]),
    ("it's too dark, make it much brighter", [light(1.6)]),
    ("it's too bright", [light(1 / 1.3)]),
    ("it's too fast", [speed(0.75)]),
    ("it's too slow", [speed(1.5)]),
    ("zoom in, not too fast", [motion(Motion.ZOOM_IN)]),
    ("bring the colors back", [COLOURS]),
    ("make it brighter but not black and white", [light(1.3)]),
    # How loud
    ("half the music volume", [ScaleVolume(factor=0.5)]),
    ("music volume 50", [music(volume=0.5)]),
    ("full volume", [SetVolume(volume=1.0)]),
    # Titles that are there, and where their words end
    ("write Big Sale on the screen", [title("Big Sale")]),
    ("add a title saying Hello over the video", [title("Hello")]),
    ("add text saying Hi across my picture", [title("Hi")]),
    ('add a title “A" and another “B”', [title("A")]),
    ("add the title ``Hello'' at the top", [title("Hello", TOP)]),
    ("make the title red", [ColourTitle()]),
    ("change the title to red", [ColourTitle()]),
    ("remove the second title", [RemoveTitles(which=1)]),
    ('remove the title "Hello"', [RemoveTitles(which="Hello")]),
    ('change "Hello" to "Goodbye"', [retitled("Hello", "Goodbye")]),
    ('make "Hello" appear at the top instead', [retitled("Hello", position=TOP)]),
    ('move "Hello" to the bottom', [retitled("Hello", position=BOTTOM)]),
    ("make the text disappear after 2 seconds", [retitle(span=between(0, 2000))]),
    # A stretch of time is no length
    ('show "Sale" between 1 and 3 seconds', [title("Sale", span=between(1000, 3000))]),
    ('add the title "A" seconds 2 to 4', [title("A", span=between(2000, 4000))]),
    ('add the title "A" from 1 to 3 seconds', [title("A", span=between(1000, 3000))]),
    ("between 1 and 3 seconds", []),
    ("make the first photo last 4 seconds", [SetLength(total_ms=4000, clip=0)]),
    # No order at all, or one that says what to leave alone
    ("hello", []),
    ("what can you do?", []),
    ("how long is it?", []),
    ("what is the title?", []),
    ("how do i export", []),
    ("rotate it", []),
    ("make the title bigger", []),
    ("don't touch the music, make it darker", [light(1 / 1.3)]),
    ("don't export yet, make it brighter", [light(1.3)]),
    ("", []),
)

CHINESE: tuple[tuple[str, list[Wish]], ...] = (
    ("把这张照片做成5秒的视频", [make(5000)]),
    ("把這張照片做成五秒的視頻", [make(5000)]),
    ("三张照片每张2秒做成视频", [make(each=2000)]),
    ("用这三张照片做一个9秒的视频", [make(9000)]),
    ("让这张照片动起来", [make()]),
    ("生成一个龙在城堡上飞的10秒视频", [make(10000, of="龙在城堡上飞")]),
    ("做一个关于大海的视频", [make(of="大海")]),
    (
        "把这张图做成竖屏短视频，慢慢放大，配上轻柔的音乐，加标题《夏天》",
        [make(), VERTICAL, motion(Motion.ZOOM_IN), music(Mood.CALM), title("夏天")],
    ),
    ("时长改成8秒", [SetLength(total_ms=8000)]),
    ("延长到十秒", [SetLength(total_ms=10000)]),
    ("延长2秒", [SetLength(more_ms=2000)]),
    ("1分半", [SetLength(total_ms=90000)]),
    ("每张3秒", [SetLength(each_ms=3000)]),
    ("镜头向右移动", [motion(Motion.PAN_RIGHT)]),
    ("拉远", [motion(Motion.ZOOM_OUT)]),
    ("不要缩放", [motion(Motion.STILL)]),
    ("第二张放大", [motion(Motion.ZOOM_IN, 1)]),
    ("加一个标题“促销”在顶部，显示3秒", [title("促销", TOP, between(0, 3000))]),
    ("从2秒到4秒显示文字“你好”", [title("你好", span=between(2000, 4000))]),
    ("添加文字：新品上市，居中，全程显示", [title("新品上市", CENTER, WHOLE)]),
    ("给视频加个标题：新年快乐，加点音乐", [title("新年快乐"), music()]),
    ("加字幕「こんにちは」在中间", [title("こんにちは", CENTER)]),
    ("加一个写着促销的标题", [title("促销")]),
    ("帮我做个视频，加上“生日快乐”四个字", [make(), title("生日快乐")]),
    ("写上“大促销”", [title("大促销")]),
    ("把标题改成“立即下载”", [retitle("立即下载")]),
    ("把标题放到底部", [retitle(position=BOTTOM)]),
    ("删除标题和音乐", [RemoveTitles(), RemoveMusic()]),
    ("加点欢快的音乐", [music(Mood.HAPPY)]),
    ("换成史诗感的音乐", [music(Mood.EPIC)]),
    ("背景音乐音量百分之三十", [music(volume=0.3)]),
    ("音量调到20%", [SetVolume(volume=0.2)]),
    ("用我上传的音乐做背景音乐", [OWN_MUSIC]),
    ("音乐小声一点", [ScaleVolume(factor=0.6)]),
    ("关掉音乐", [RemoveMusic()]),
    ("静音", [SetClipSound(volume=0.0)]),
    ("改成横屏", [WIDE]),
    ("换成1比1", [SQUARE]),
    ("剪掉前2秒", [cut(between(0, 2000))]),
    ("去掉最后一秒", [cut(last(1000))]),
    ("只保留1到4秒", [keep(between(1000, 4000))]),
    ("从第1秒剪到第4秒", [keep(between(1000, 4000))]),
    ("慢放", [speed(0.5)]),
    ("两倍速", [speed(2)]),
    ("加速到1.5倍", [speed(1.5)]),
    ("交换第一张和第二张", [Swap(first=0, second=1)]),
    ("把第二张放到最前面", [MoveClip(clip=1, to=0)]),
    ("倒序", [Reverse()]),
    ("把这张也加进去", [AddMedia(index=-1)]),
    ("更亮一点", [light(1.15)]),
    ("亮度提高20%", [light(1.2)]),
    ("把第一张照片调亮", [light(1.3, 0)]),
    ("变成黑白", [gray()]),
    ("恢复颜色", [COLOURS]),
    ("删掉第二张", [RemoveClip(clip=1)]),
    ("清空", [Clear()]),
    ("撤销", [Undo()]),
    ("撤销两步", [Undo(steps=2)]),
    ("恢复到之前", [Undo()]),
    ("音乐太大声", [ScaleVolume(factor=0.6)]),
    ("音乐太吵", [ScaleVolume(factor=0.6)]),
    ("音量减半", [ScaleVolume(factor=0.5)]),
    ("太亮", [light(1 / 1.3)]),
    ("太快", [speed(0.75)]),
    ("太慢", [speed(1.5)]),
    ("换成悲伤的音乐", [music(Mood.CALM)]),
    ("字幕改成红色", [ColourTitle()]),
    ('把"你好"改成"再见"', [retitled("你好", "再见")]),
    ("删除第二个标题", [RemoveTitles(which=1)]),
    ("第二张改成4秒", [SetLength(total_ms=4000, clip=1)]),
    ("第一张显示3秒", [SetLength(total_ms=3000, clip=0)]),
    ("把第一张和第三张换个位置", [Swap(first=0, second=2)]),
    ("标题是什么", []),
    ("你好", []),
)

MORE_QUOTES = ("””", "““", "``", "‚‘", "‹›", "＂＂")

HOSTILE = (
    '"' * 4000,
    "'a " * 1300,
    "turn " * 800,
    "turn x to a " * 330,
    "add the title " * 285,
    "five " * 800,
    "第一" * 2000,
    "做" * 4000,
    "加上" * 2000,
    "\n" * 4000,
    "⟦0⟧" * 1300,
    "⟦99⟧ title",
    "\x00\x01\ud800" * 1000,
    "x" * 1_000_000,
)


@pytest.mark.parametrize(("message", "wishes"), ENGLISH, ids=[m for m, _ in ENGLISH])
def test_english_is_read(message: str, wishes: list[Wish]) -> None:
    assert list(read(message)) == wishes


@pytest.mark.parametrize(("message", "wishes"), CHINESE, ids=[m for m, _ in CHINESE])
def test_chinese_is_read(message: str, wishes: list[Wish]) -> None:
    assert list(read(message)) == wishes


@pytest.mark.parametrize(
    "quotes", ["''", '""', "“”", "‘’", "「」", "『』", "《》", "«»", "„“", *MORE_QUOTES]
)
def test_every_style_of_quotes_holds_a_title(quotes: str) -> None:
    message = f"add the title {quotes[0]}remove all music, undo{quotes[1]} at the top"
    assert list(read(message)) == [title("remove all music, undo", TOP)]


@pytest.mark.parametrize("message", HOSTILE, ids=range(len(HOSTILE)))
def test_no_message_takes_long_to_read(message: str) -> None:
    started = time.process_time()
    read(message)
    assert time.process_time() - started < 2
