"""Towns in which the engines are at work, and people who answer messages and look at what came."""

import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from PIL import Image

from studio.media import MediaInfo
from studio.probe import has_fast_start, probe
from studio.thumbnail import thumbnail
from tests.journeys.quick import (
    NONE,
    SHORT,
    Answer,
    Json,
    NewDatabase,
    Person,
    QuickTown,
    Settings,
    Watch,
)
from tests.journeys.town import running_town

# What a picture in one colour, such as a black frame, stays under.
PLAIN_SPREAD = 12
LONGEST_S = 200.0


class Guest(Person):
    """Somebody who also answers messages, sends files as files, and keeps what came."""

    def ask(self, text: str = "", *files: Path, **more: str) -> Watch:
        """Send, and look on while the bot is at work."""
        before, mark = self._seen(), self.town.mark()
        sent = self.post(text, *files, **more)
        return Watch(person=self, before=before, mark=mark, sent=sent)

    def reply(self, message: Json | int, text: str, *files: Path) -> Answer:
        """Answer a message, and wait until the bot is still."""
        number = message if isinstance(message, int) else message["id"]
        return self.ask(text, *files, reply_to=str(number)).end()

    def say_as_file(self, text: str, file: Path) -> Answer:
        """Send a file as a file, and wait until the bot is still."""
        return self.ask(text, file, as_document="1").end()

    def post(self, text: str = "", *files: Path, **more: str) -> int:
        """Send, and wait for nothing; the last message's id."""
        parts = [("files", (path.name, path.read_bytes())) for path in files]
        sent = self._call("POST", "send", data={"text": text, **more}, files=parts or None)
        last: int = sent.json()["messages"][-1]["id"]
        return last

    def push(self, message: Json, label: str) -> None:
        """Press a button of this message, and wait for nothing."""
        buttons = {b["text"]: b["data"] for row in message["buttons"] for b in row}
        assert label in buttons, (label, sorted(buttons))
        body = {"message_id": message["id"], "data": buttons[label]}
        self._call("POST", "press", json=body)

    def push_and_see(self, message: Json, *labels: str, within_s: float = 60.0) -> Answer:
        """Press buttons of this message, and wait until the bot is still."""
        before, mark = self._seen(), self.town.mark()
        for label in labels:
            self.push(message, label)
        return self._settled(0, before, mark, within_s)

    def save(self, message: Json, folder: Path) -> Path:
        """What came with a message, as a file."""
        media = message["media"]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{message['id']}-{media['name']}"
        path.write_bytes(self._call("GET", f"file/{media['file_id']}").content)
        return path

    def _settled(
        self, message_id: int, before: dict[int, str], mark: int, within_s: float
    ) -> Answer:
        # Films are drawn on this machine, which may have other things to do.
        return super()._settled(message_id, before, mark, max(within_s, LONGEST_S))

    def first_id(self) -> int:
        """The first message that this person has sent."""
        return next(int(m["id"]) for m in self.state()["messages"] if m["from"] == "user")

    def bot_messages(self) -> list[Json]:
        """All that the bot has in the chat."""
        return self._of_bot()


@dataclass(slots=True, kw_only=True)
class EngineTown(QuickTown):
    """A town whose bot has engines."""

    def guest(self, language: str = "en") -> Guest:
        """Somebody new."""
        new = self.person(language)
        return Guest(town=new.town, chat_id=new.chat_id, key=new.key)

    def all_books(self) -> dict[str, Any]:
        """What each service has written down."""
        books: dict[str, Any] = self.http.get(f"{self.control}/books").json()
        return books

    def spent(self) -> Counter[str]:
        """How many paid calls each service has had."""
        books = self.all_books()
        return Counter(
            {
                "nemo": books["nemo"]["prompts_total"],
                "bfl": len(books["bfl"]["jobs"]),
                "rapid_flux": len(self.since(0, "quick", "rapid_flux")),
                "rapid_runway": len(books["rapid_runway"]["made"]),
                "kraken": books["kraken"]["pictures"],
                "runway": len(books["runway"]["made"]),
                **{f"apiframe {k}": n for k, n in books["apiframe"]["submits"].items()},
            }
        )

    def spent_since(self, before: Counter[str]) -> dict[str, int]:
        """The same, since then, only what was called."""
        return dict(self.spent() - before)

    def keys_where_none_belongs(self) -> int:
        """How many keys were shown to hosts of files."""
        books = self.all_books()
        count: int = (
            books["bfl"]["keys_at_delivery"]
            + books["runway"]["keys_at_files"]
            + books["rapid_runway"]["keys_at_files"]
            + books["apiframe"]["keys_leaked"]
        )
        return count


@contextmanager
def engine_town(
    folder: Path,
    new_database: NewDatabase,
    *options: str,
    settings: Settings = NONE,
    hooks: bool = False,
) -> Iterator[EngineTown]:
    """The sandbox and the bot with engines; with `hooks` the engines report by themselves."""
    with (
        new_database() as url,
        running_town(folder, url, "--pace", "0.1", *options, kind=EngineTown) as town,
    ):
        web = _web() if hooks else {}
        token = {"NEMO_TOKEN": town.operator_token}
        town.start_bot(**{**SHORT, **token, "ENGINE": "auto", **web, **settings})
        yield town


def _web() -> Mapping[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    return {"WEB_PORT": port, "PUBLIC_URL": f"http://127.0.0.1:{port}"}


async def film(path: Path) -> MediaInfo:
    """What the film is; it plays at once, everywhere, and shows something."""
    info = await probe(path)
    assert info.mime == "video/mp4", info
    assert has_fast_start(path)
    with av.open(str(path)) as opened:
        context = opened.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
    frame = path.with_suffix(".frame.jpg")
    await thumbnail(path, frame)
    assert spread(frame) > PLAIN_SPREAD
    return info


def spread(picture: Path) -> float:
    """How much there is to see: the distance of the darkest and lightest parts, 0 to 255."""
    with Image.open(picture) as image:
        small = image.convert("L").resize((32, 32))
        low, high = small.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return high - low
