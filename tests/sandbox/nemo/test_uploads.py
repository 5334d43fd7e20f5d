"""Uploads by file and by URL."""

import resource
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.listen import bind, listening, url_of
from sandbox.nemo import uploads
from tests.sandbox.nemo.visitor import Nemo, User


def png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


async def test_a_photo_is_kept_and_served_byte_for_byte(
    nemo: Nemo, user: User, photo: bytes
) -> None:
    answer = (await user.upload(("cat.jpg", photo))).json()
    (file,) = answer["data"]["files"]
    assert (answer["code"], answer["data"]["session_state_applied"]) == (0, True)
    assert (file["filename"], file["file_type"]) == ("cat.jpg", "image")
    assert (file["width"], file["height"]) == (64, 96)
    served = await nemo.http.get(file["cdn_url"])
    assert (served.content, served.headers["content-type"]) == (photo, "image/jpeg")


async def test_several_files_keep_their_order_and_kinds(
    user: User, photo: bytes, movie: bytes, song: bytes
) -> None:
    await user.upload(("a.jpg", photo), ("b.mp4", movie), ("c.wav", song))
    infos = (await user.state())["video_infos"]
    assert [(info["name"], info["file_type"]) for info in infos] == [
        ("a.jpg", "image"),
        ("b.mp4", "video"),
        ("c.wav", "audio"),
    ]
    assert infos[1]["duration"] == pytest.approx(2.0, abs=0.1)


async def test_the_other_form_of_the_answer_can_be_asked_for(
    nemo: Nemo, user: User, photo: bytes
) -> None:
    nemo.script("upload", "uploaded_files")
    (file,) = (await user.upload(("cat.jpg", photo))).json()["data"]["uploaded_files"]
    assert (await nemo.http.get(file["url"])).content == photo


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("cat.jpg", b"this is no picture at all"),
        ("cat.jpg", b""),
        ("cat.png", png(64, 64)[:60]),
        ("cat.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    ],
)
async def test_what_is_no_media_is_code_4001_and_leaves_nothing(
    nemo: Nemo, user: User, photo: bytes, name: str, body: bytes
) -> None:
    answer = (await user.upload(("ok.jpg", photo), (name, body))).json()
    assert answer["code"] == 4001
    assert (await user.state())["video_infos"] == []
    assert list(nemo.world.folder.iterdir()) == []


async def test_a_name_is_never_a_path(nemo: Nemo, user: User, photo: bytes) -> None:
    await user.upload(("../../etc/passwd.jpg", photo), ("C:\\x\\猫.jpg", photo), ("..", photo))
    names = [info["name"] for info in (await user.state())["video_infos"]]
    assert names[:2] == ["passwd.jpg", "猫.jpg"]
    assert all(path.parent == nemo.world.folder for path in nemo.world.folder.iterdir())


async def test_too_large_a_file_is_code_4002(
    user: User, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FILE_LIMIT_BYTES", len(photo))
    assert (await user.upload(("cat.jpg", photo))).json()["code"] == 0
    assert (await user.upload(("cat.jpg", photo + b"x"))).json()["code"] == 4002
    monkeypatch.setattr(uploads, "BODY_LIMIT_BYTES", 1000)
    assert (await user.upload(("cat.jpg", bytes(3_000_000)))).json()["code"] == 4002


async def test_a_big_file_goes_through_in_constant_memory(user: User, tmp_path: Path) -> None:
    path = tmp_path / "big.mp4"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file:
        answer = await user.http.post(
            f"/api/upload-video/nemo_agent/me/{user.session_id}",
            files={"files": ("big.mp4", file)},
            headers=user.auth,
        )
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert answer.json()["code"] == 4001
    assert grown_kib < 30 * 1024


async def test_a_refused_upload_is_read_to_its_end(nemo: Nemo, user: User) -> None:
    user.session_id = "123"
    assert (await user.upload(("big.jpg", bytes(5_000_000)))).json()["code"] == 1002
    nemo.script("upload", "429")
    assert (await user.upload(("big.jpg", bytes(5_000_000)))).status_code == 429


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"hello"])
async def test_an_upload_without_files_is_refused(user: User, body: bytes) -> None:
    answer = await user.http.post(
        f"/api/upload-video/nemo_agent/me/{user.session_id}",
        content=body,
        headers=user.auth | {"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400


@pytest.fixture
async def site(photo: bytes) -> AsyncIterator[str]:
    """A web site with a photo, a page, and a redirect to the photo."""

    async def serve(request: Request) -> Response:
        match request.url.path:
            case "/cat%20one.jpg" | "/cat one.jpg":
                return Response(photo, media_type="image/jpeg")
            case "/moved":
                return RedirectResponse("/cat%20one.jpg")
            case "/page":
                return Response("<html></html>", media_type="text/html")
            case _:
                return Response(status_code=404)

    bound = bind("127.0.0.1", 0)
    async with listening(Starlette(routes=[Route("/{path:path}", serve)]), bound):
        yield url_of(bound)


async def fetch(user: User, *urls: str) -> int:
    answer = await user.post(
        f"/api/upload-video/nemo_agent/me/{user.session_id}",
        {"urls": list(urls), "source_type": "url"},
    )
    code: int = answer.json()["code"]
    return code


async def test_a_url_is_fetched(user: User, site: str) -> None:
    assert await fetch(user, f"{site}/cat%20one.jpg", f"{site}/moved") == 0
    names = [info["name"] for info in (await user.state())["video_infos"]]
    assert names == ["cat one.jpg", "moved"]


@pytest.mark.parametrize(
    "url", ["{site}/page", "{site}/gone", "file:///etc/passwd", "not a url", "http://127.0.0.1:1/x"]
)
async def test_a_url_without_media_is_code_4001(user: User, site: str, url: str) -> None:
    assert await fetch(user, url.format(site=site)) == 4001
    assert (await user.state())["video_infos"] == []


async def test_an_empty_list_of_urls_is_code_400(user: User) -> None:
    assert await fetch(user) == 400
