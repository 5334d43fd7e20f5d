"""Files both ways: what arrives as what, byte for byte, and within which limits."""

import hashlib
import io
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image
from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest, NetworkError

if TYPE_CHECKING:
    from tests.sandbox.conftest import Inbox, Json, Person, TelegramServer

MB = 1024 * 1024


def _jpeg(width: int, height: int, *, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("RGB", (width, height), "blue").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _gif() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), color) for color in ("red", "blue", "green")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def _kind(message: "Json") -> str:
    kind: str = message["media"]["type"]
    return kind


async def test_a_photo_arrives_small_upright_and_without_metadata(
    bot: Bot, ann: "Person", inbox: "Inbox"
) -> None:
    await ann.say("", ("holiday.jpeg", _jpeg(4000, 2000, orientation=6)))
    message = (await inbox.one()).message
    assert message is not None
    thumb, full = message.photo
    assert (full.width, full.height) == (640, 1280)
    assert (thumb.width, thumb.height) == (160, 320)
    content = await (await bot.get_file(full)).download_as_bytearray()
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 1280))
        assert not picture.getexif()


async def test_a_document_arrives_byte_for_byte(
    bot: Bot, ann: "Person", inbox: "Inbox", png: bytes
) -> None:
    await ann.say("use this", ("my cat.png", png), as_document="1")
    message = (await inbox.one()).message
    assert message is not None
    assert message.document is not None
    assert (message.caption, message.document.file_name) == ("use this", "my cat.png")
    assert (message.document.mime_type, message.document.file_size) == ("image/png", len(png))
    assert message.document.thumbnail is not None
    file = await bot.get_file(message.document)
    assert bytes(await file.download_as_bytearray()) == png


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", None, "photo"),
        ("no-extension", None, "photo"),
        ("a.gif", _gif(), "animation"),
        ("a.jpg", b"these are only words", "document"),
        ("a.jpg", b"", "document"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "document"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "document"),
        ("long.jpg", _jpeg(2100, 100), "document"),
        ("huge.png", _jpeg(9000, 1100), "document"),
    ],
)
async def test_a_file_arrives_as_what_it_is_and_not_as_what_it_is_called(
    ann: "Person", png: bytes, name: str, content: bytes | None, kind: str
) -> None:
    (message,) = await ann.say("", (name, png if content is None else content))
    assert _kind(message) == kind


async def test_a_picture_over_10_mb_arrives_as_a_document(ann: "Person", png: bytes) -> None:
    (message,) = await ann.say("", ("a.png", png + bytes(10 * MB)))
    assert _kind(message) == "document"


async def test_an_empty_file_can_be_loaded(bot: Bot, ann: "Person", inbox: "Inbox") -> None:
    await ann.say("", ("empty.mp4", b""))
    message = (await inbox.one()).message
    assert message is not None
    assert message.document is not None
    assert message.document.file_size == 0
    file = await bot.get_file(message.document)
    assert await file.download_as_bytearray() == b""


async def test_a_bot_loads_20_mb_and_not_a_byte_more(
    bot: Bot, ann: "Person", inbox: "Inbox"
) -> None:
    whole = bytes(range(256)) * (20 * MB // 256)
    await ann.say("", ("a.bin", whole), ("b.bin", whole + b"!"))
    fits, too_big = (update.message for update in await inbox.fetch())
    assert fits is not None
    assert fits.document is not None
    loaded = await (await bot.get_file(fits.document)).download_as_bytearray()
    assert hashlib.sha256(loaded).digest() == hashlib.sha256(whole).digest()
    assert too_big is not None
    assert too_big.document is not None
    assert too_big.document.file_size == 20 * MB + 1
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(too_big.document)


async def test_pictures_and_videos_are_one_album_and_documents_another(
    ann: "Person", inbox: "Inbox", png: bytes
) -> None:
    sent = await ann.say(
        "make a clip of these",
        *(("1.png", png), ("2.png", png), ("a.pdf", b"%PDF"), ("b.pdf", b"%PDF"), ("3.png", png)),
    )
    assert [_kind(m) for m in sent] == ["photo", "photo", "document", "document", "photo"]
    first, second, third, fourth, fifth = (m["group"] for m in sent)
    assert (first, third, fifth) == (second, fourth, None)
    assert first != third
    updates = [update.message for update in await inbox.fetch()]
    assert [m.media_group_id for m in updates if m] == [m["group"] for m in sent]
    assert [m.caption for m in updates if m] == ["make a clip of these", None, None, None, None]


async def test_no_more_than_ten_files_are_sent_at_once(ann: "Person") -> None:
    answer = await ann.send("", *[(f"{n}.txt", b"x") for n in range(11)])
    assert answer.status_code == 400
    assert (await ann.state())["messages"] == []


async def test_a_caption_that_is_too_long_is_refused_and_nothing_is_sent(
    ann: "Person", png: bytes
) -> None:
    answer = await ann.send("x" * 1025, ("a.png", png))
    assert answer.status_code == 400
    assert "1024" in answer.json()["error"]
    assert (await ann.state())["messages"] == []


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("C:\\dir\\cat.png", "cat.png"),
        ("a\u202eb.txt", "ab.txt"),
        ("猫.txt", "猫.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
async def test_a_file_name_is_only_a_name(
    bot: Bot, ann: "Person", inbox: "Inbox", sent: str, arrives: str
) -> None:
    await ann.say("", (sent, b"words"))
    message = (await inbox.one()).message
    assert message is not None
    assert message.document is not None
    assert message.document.file_name == arrives
    file = await bot.get_file(message.document)
    assert await file.download_as_bytearray() == b"words"


async def test_a_bot_is_believed_what_it_says_of_a_video(
    bot: Bot, ann: "Person", mp4: bytes
) -> None:
    message = await bot.send_video(
        ann.id,
        InputFile(io.BytesIO(mp4), filename="result.mp4", read_file_handle=False),
        width=1080,
        height=1920,
        duration=5,
        thumbnail=_jpeg(180, 320),
        supports_streaming=True,
        caption="Done",
    )
    assert message.video is not None
    assert (message.video.width, message.video.height) == (1080, 1920)
    assert message.video.thumbnail is not None
    assert message.video.thumbnail.height == 320
    shown = (await ann.newest())["media"]
    assert (shown["type"], shown["name"], shown["duration"]) == ("video", "result.mp4", 5)
    assert (await ann.get(f"/chat/file/{shown['file_id']}")).content == mp4
    with Image.open(io.BytesIO((await ann.get(f"/chat/thumb/{shown['thumb']}")).content)) as thumb:
        assert thumb.size == (180, 320)


async def test_a_video_that_is_no_mp4_arrives_as_a_document(bot: Bot, ann: "Person") -> None:
    message = await bot.send_video(ann.id, b"RIFF....AVI ", filename="a.avi")
    assert message.video is None
    assert message.document is not None


async def test_a_thumbnail_telegram_would_ignore_is_ignored(
    bot: Bot, ann: "Person", mp4: bytes, png: bytes
) -> None:
    for thumbnail in (_jpeg(400, 300), png, b"no picture"):
        message = await bot.send_video(ann.id, mp4, thumbnail=thumbnail)
        assert message.video is not None
        assert message.video.thumbnail is None


async def test_a_file_is_sent_again_by_its_id_as_it_was(
    bot: Bot, ann: "Person", mp4: bytes, png: bytes
) -> None:
    video = (await bot.send_video(ann.id, mp4, width=16, height=9, duration=2)).video
    assert video is not None
    again = (await bot.send_video(ann.id, video.file_id, width=999)).video
    assert again is not None
    assert (again.width, again.file_unique_id) == (16, video.file_unique_id)
    photo = (await bot.send_photo(ann.id, png)).photo[-1]
    with pytest.raises(BadRequest, match="type photo as video"):
        await bot.send_video(ann.id, photo.file_id)


async def test_an_album_of_a_bot_is_one_group(
    bot: Bot, ann: "Person", mp4: bytes, png: bytes
) -> None:
    messages = await bot.send_media_group(
        ann.id,
        [InputMediaPhoto(png, caption="<i>two</i>", parse_mode="HTML"), InputMediaVideo(mp4)],
    )
    assert len({message.media_group_id for message in messages}) == 1
    shown = (await ann.state())["messages"]
    assert [(_kind(m), m["text"]) for m in shown] == [("photo", "two"), ("video", "")]


async def test_media_is_changed_in_place(bot: Bot, ann: "Person", mp4: bytes, png: bytes) -> None:
    message = await bot.send_photo(ann.id, png, caption="before")
    await bot.edit_message_media(InputMediaVideo(mp4, caption="after"), ann.id, message.message_id)
    shown = await ann.newest()
    assert (shown["id"], _kind(shown), shown["text"]) == (message.message_id, "video", "after")
    await bot.edit_message_media(InputMediaDocument(png), ann.id, message.message_id)
    assert _kind(await ann.newest()) == "document"


async def test_uploads_over_the_limits_are_refused(bot: Bot, ann: "Person", mp4: bytes) -> None:
    with pytest.raises(BadRequest, match="too big for a photo; the maximum size is 10485760"):
        await bot.send_photo(ann.id, _jpeg(100, 100) + bytes(10 * MB))
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(ann.id, b"", filename="a.txt")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ann.id, b"no picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(ann.id, _jpeg(2100, 100))
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_video(ann.id, mp4 + bytes(50 * MB))
    assert (await ann.state())["messages"] == []


async def test_a_page_can_seek_in_a_video(bot: Bot, ann: "Person") -> None:
    await bot.send_document(ann.id, bytes(range(256)) * 40, filename="a.mp4")
    url = f"/chat/file/{(await ann.newest())['media']['file_id']}"
    part = await ann.get(url, Range="bytes=250-259")
    assert (part.status_code, part.headers["content-range"]) == (206, "bytes 250-259/10240")
    assert part.content == bytes([*range(250, 256), 0, 1, 2, 3])
    assert (await ann.get(url, Range="bytes=99999-")).status_code == 416


async def test_a_page_someone_sent_is_not_shown_as_one_of_ours(ann: "Person") -> None:
    await ann.say("", ("evil.html", b"<script>alert(1)</script>"), ("evil.svg", b"<svg/>"))
    for message in (await ann.state())["messages"]:
        answer = await ann.get(f"/chat/file/{message['media']['file_id']}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_files_are_only_for_people_who_are_here(
    http: httpx.AsyncClient, ann: "Person"
) -> None:
    (message,) = await ann.say("", ("a.txt", b"words"))
    url = f"/chat/file/{message['media']['file_id']}"
    assert (await http.get(url)).status_code == 401
    assert (await http.get(url, params={"key": ann.key})).content == b"words"


async def test_paths_outside_lead_nowhere(
    http: httpx.AsyncClient, telegram_server: "TelegramServer"
) -> None:
    base = f"/file/bot{telegram_server.token}/"
    for path in ("..%2f..%2fetc%2fpasswd", "photos/file_99.jpg", "%2e%2e/x"):
        assert (await http.get(base + path)).status_code == 404
