"""Files on their way out and in: form, names, memory, and what is left after a fault."""

from __future__ import annotations

import asyncio
import sys
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest

from nemo_client import NemoClient, RenderId, SessionId
from nemo_client.uploads import safe_name
from wire.errors import AuthExpired, BadMedia, Broken, Uncertain

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message
    from pathlib import Path

    from pydantic import JsonValue

    from tests.nemo_client.conftest import Answer, Call, Double, End

SID = SessionId("55")
RID = RenderId("render_1")
UPLOAD = "/api/upload-video/nemo_agent/me/55"
DOWNLOAD = "/api/render/proxy/render_1/download"
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500
FILE = {"filename": "cat.jpg", "file_type": "image", "cdn_url": "https://x/cat.jpg"}


def _parts(call: Call) -> list[Message]:
    head = f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + call.body)
    assert message.is_multipart()
    return list(message.walk())[1:]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_files_go_out_in_order_with_their_names_and_kinds(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer], tmp_path: Path
) -> None:
    for name, content in (("cat.jpg", b"one"), ("b.MP4", b"two"), ("odd.xyz", b"")):
        (tmp_path / name).write_bytes(content)
    double.will(UPLOAD, as_json({"code": 0, "data": {"files": [FILE]}}))
    paths = [tmp_path / "cat.jpg", tmp_path / "b.MP4", tmp_path / "odd.xyz"]
    [file] = await nemo.uploads.files(SID, paths)
    assert (file.name, file.kind, file.url) == ("cat.jpg", "image", "https://x/cat.jpg")
    [call] = double.calls
    assert [
        (part.get_param("name", header="content-disposition"), part.get_filename())
        for part in _parts(call)
    ] == [("files", "cat.jpg"), ("files", "b.MP4"), ("files", "odd.xyz")]
    assert [part.get_content_type() for part in _parts(call)] == [
        "image/jpeg",
        "video/mp4",
        "application/octet-stream",
    ]
    assert [part.get_payload(decode=True) for part in _parts(call)] == [b"one", b"two", b""]
    assert int(call.headers["content-length"]) == call.body_bytes


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("cat.jpg", "cat.jpg"),
        ("猫.jpg", "猫.jpg"),
        ("../../etc/passwd", "_._etc_passwd"),
        ('a"; filename="b.exe', "a_; filename=_b.exe"),
        ("a\r\nX-Evil: 1.png", "a_X-Evil_ 1.png"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("half\ud83d.png", "half_.png"),
        (".jpg", "jpg"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mp4"),
    ],
)
def test_a_name_is_made_safe_and_keeps_its_ending(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "data",
    [
        {"files": [FILE], "session_state_applied": True},
        {"uploaded_files": [{"name": "cat.jpg", "type": "image", "url": "https://x/cat.jpg"}]},
    ],
)
async def test_both_forms_of_the_answer_are_read(
    data: JsonValue, nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    double.will(UPLOAD, as_json({"code": 0, "data": data}))
    [file] = await nemo.uploads.urls(SID, ["https://y/cat.jpg"])
    assert (file.name, file.kind, file.url) == ("cat.jpg", "image", "https://x/cat.jpg")
    assert double.calls[0].json == {"urls": ["https://y/cat.jpg"], "source_type": "url"}


async def test_an_answer_without_a_file_is_no_upload(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    double.will(UPLOAD, as_json({"code": 0, "data": {"files": []}}))
    with pytest.raises(Broken, match="files"):
        await nemo.uploads.urls(SID, ["https://y/cat.jpg"])


@pytest.mark.parametrize("code", [4001, 4002])
async def test_a_refused_file_is_bad_media(
    code: int, nemo: NemoClient, double: Double, as_json: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    double.will(UPLOAD, as_json({"code": code, "message": "no"}))
    with pytest.raises(BadMedia):
        await nemo.uploads.files(SID, [tmp_path / "a.jpg"])


async def test_a_missing_file_sends_nothing(
    nemo: NemoClient, double: Double, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        await nemo.uploads.files(SID, [tmp_path / "none.jpg"])
    assert not double.calls


async def test_nothing_to_upload_is_a_mistake_of_the_caller(nemo: NemoClient) -> None:
    with pytest.raises(ValueError, match="no file"):
        await nemo.uploads.files(SID, [])
    with pytest.raises(ValueError, match="no address"):
        await nemo.uploads.urls(SID, [])


async def test_a_finished_file_appears_whole(
    nemo: NemoClient, double: Double, answer: type[Answer], tmp_path: Path
) -> None:
    double.will(DOWNLOAD, answer(chunks=[MP4, b"end"]))
    out = tmp_path / "out.mp4"
    assert await nemo.renders.download(RID, out) == len(MP4) + 3
    assert out.read_bytes() == MP4 + b"end"
    assert double.calls[0].headers["authorization"] == "Bearer nmv_usr_secret"


async def test_a_download_follows_to_another_host_without_the_token(
    nemo: NemoClient, double: Double, answer: type[Answer], tmp_path: Path
) -> None:
    elsewhere = double.url.replace("127.0.0.1", "localhost") + "/file.mp4"
    double.will(DOWNLOAD, answer(status=302, headers={"Location": elsewhere}))
    double.will("/file.mp4", answer(chunks=[MP4]))
    assert await nemo.renders.download(RID, tmp_path / "out.mp4") == len(MP4)
    assert "authorization" not in double.calls[1].headers


@pytest.mark.parametrize("end", ["cut", "reset"])
async def test_a_cut_download_is_tried_again_and_leaves_nothing_behind(
    end: End, nemo: NemoClient, double: Double, answer: type[Answer], tmp_path: Path
) -> None:
    cut = answer(headers={"Content-Length": "9999"}, chunks=[MP4], framed=False, end=end)
    double.will(DOWNLOAD, cut, cut, cut)
    with pytest.raises(Uncertain):
        await nemo.renders.download(RID, tmp_path / "out.mp4")
    assert _names(tmp_path) == []
    double.will(DOWNLOAD, cut, answer(chunks=[MP4]))
    assert await nemo.renders.download(RID, tmp_path / "out.mp4") == len(MP4)
    assert _names(tmp_path) == ["out.mp4"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<html>Log in</html>"),
        ("video/mp4", b"\n <!DOCTYPE html>"),
        ("video/mp4", b'\xef\xbb\xbf{"detail":"no"}'),
        ("video/mp4", b""),
        ("application/json", b'{"code":0}'),
    ],
)
async def test_what_is_no_video_is_broken_and_the_old_file_stays(
    kind: str,
    body: bytes,
    nemo: NemoClient,
    double: Double,
    answer: type[Answer],
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"old")
    page = answer(headers={"Content-Type": kind}, chunks=[body] if body else [])
    double.will(DOWNLOAD, page, page, page)
    with pytest.raises(Broken):
        await nemo.renders.download(RID, out)
    assert out.read_bytes() == b"old"
    assert _names(tmp_path) == ["out.mp4"]


async def test_a_refused_download_is_the_error_it_stands_for(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer], tmp_path: Path
) -> None:
    double.will(DOWNLOAD, as_json({"code": 1001, "message": "expired"}))
    with pytest.raises(AuthExpired):
        await nemo.renders.download(RID, tmp_path / "out.mp4")


GROWTH = """
import asyncio, resource, sys
from pathlib import Path
from pydantic import SecretStr
from nemo_client import Attribution, NemoClient, RenderId, SessionId
from wire.http import new_client

async def main(url, small, big):
    async with new_client() as http:
        who = Attribution(source="x", version="1", platform="unknown")
        token = SecretStr("nmv_usr_x")
        nemo = NemoClient(http=http, base_url=url, attribution=who, token=token)
        for path in (Path(small), Path(big)):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            await nemo.uploads.files(SessionId("55"), [path])
            await nemo.renders.download(RenderId("render_1"), path.with_suffix(".out"))
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_hundred_megabytes_pass_with_little_memory(
    double: Double, answer: type[Answer], as_json: Callable[..., Answer], tmp_path: Path
) -> None:
    size = 200 * 1024 * 1024
    (tmp_path / "small.mp4").write_bytes(MP4)
    with (tmp_path / "big.mp4").open("wb") as big:
        big.truncate(size)
    uploaded = as_json({"code": 0, "data": {"files": [FILE]}})
    double.will(UPLOAD, uploaded, uploaded)
    double.will(DOWNLOAD, answer(chunks=[MP4]), answer(chunks=[MP4, *[b"\0" * (1 << 18)] * 800]))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        GROWTH,
        double.url,
        str(tmp_path / "small.mp4"),
        str(tmp_path / "big.mp4"),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate()
    assert child.returncode == 0
    assert int(out) < 20, "megabytes of growth"
    assert double.asked(UPLOAD)[1].body_bytes > size
    assert (tmp_path / "big.out").stat().st_size > size
