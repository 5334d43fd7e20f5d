"""How the bytes of a stream reach the client: line ends, chunks, and where they stop coming.

It knows no agent: it is handed the stream's lines, each of which is one event.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sandbox.exchange import Connection
from sandbox.nemo.script import ENDINGS, PLACES, Script
from sandbox.nemo.voices import KEEP_ALIVE, KEEP_ALIVES

BOM = b"\xef\xbb\xbf"
BEAT_S = 0.2
SPLIT_S = 0.005
# A reset overtakes what the client has not read yet.
READ_S = 0.1

_TEXT = b'"text"'
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_LINE_ENDS = {"crlf": b"\r\n", "cr": b"\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One stream's way to the client.

    `ending` is one of ENDINGS, at `place`, one of PLACES. A stall goes on after `stall_s` seconds;
    None: it lasts as long as the client waits.
    """

    connection: Connection
    line_end: bytes = b"\n"
    bom: bool = False
    keep_alives: bool = False
    drip: bool = False
    split: bool = False
    ending: str | None = None
    place: str = ""
    heartbeats: bool = False
    stall_s: float | None = None

    async def deliver(self, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The bytes, in the chunks in which they are to be sent."""
        async for stretch in self._broken(self._dressed(lines)):
            for piece in self._pieces(stretch):
                yield piece
                if self.drip:
                    await asyncio.sleep(0)
                elif self.split:
                    # Apart, so that they do not arrive in one packet.
                    await asyncio.sleep(SPLIT_S)

    async def _dressed(self, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        if self.bom:
            yield BOM
        if self.keep_alives:
            yield self._ended(b"".join(KEEP_ALIVES))
        async for line in lines:
            yield self._ended(line)
            if self.keep_alives:
                yield self._ended(b"".join(KEEP_ALIVES))

    def _ended(self, line: bytes) -> bytes:
        return line.replace(b"\n", self.line_end)

    async def _broken(self, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        over = self.ending is None
        texts = 0
        if self.place == "before":
            over = True
            async for beat in self._end():
                yield beat
        async for line in lines:
            texts += _TEXT in line
            at = None if over else self._break_in(line, texts)
            if at is None:
                yield line
                continue
            over = True
            yield line[:at]
            async for beat in self._end():
                yield beat
            yield line[at:]
        if not over:
            async for beat in self._end():
                yield beat

    def _break_in(self, line: bytes, texts: int) -> int | None:
        """Where in this line the stream breaks; None: not in this one."""
        if self.place == "in_line" and _TEXT in line and texts > 1:
            return line.index(_TEXT) + len(_TEXT) + 4
        if self.place == "in_character" and (found := _MULTIBYTE.search(line)):
            return found.start() + 1
        return None

    async def _end(self) -> AsyncIterator[bytes]:
        if self.ending == "stall":
            loop = asyncio.get_running_loop()
            end = None if self.stall_s is None else loop.time() + self.stall_s
            while end is None or loop.time() < end:
                if self.heartbeats:
                    yield self._ended(KEEP_ALIVE)
                left_s = BEAT_S if end is None else end - loop.time()
                await asyncio.sleep(min(max(left_s, 0.0), BEAT_S))
            return
        if self.ending == "cut":
            self.connection.close()
        else:
            await asyncio.sleep(READ_S)
            self.connection.reset()
        # The server cancels us when it notices.
        await asyncio.Event().wait()

    def _pieces(self, stretch: bytes) -> list[bytes]:
        if self.drip:
            return [stretch[at : at + 1] for at in range(len(stretch))]
        if self.split and (found := _MULTIBYTE.search(stretch)):
            return [stretch[: found.start() + 1], stretch[found.start() + 1 :]]
        return [stretch]


def delivery_of(script: Script, connection: Connection) -> Delivery:
    """The way that a script's words ask for."""
    breaks = [(e, p) for e in ENDINGS for p in PLACES if f"{e}_{p}" in script]
    ending, place = breaks[0] if breaks else (None, "")
    return Delivery(
        connection=connection,
        line_end=next((end for word, end in _LINE_ENDS.items() if word in script), b"\n"),
        bom="bom" in script,
        keep_alives="keep_alives" in script,
        drip="drip" in script,
        split="split_characters" in script,
        ending=ending,
        place=place,
        heartbeats="heartbeats" in script,
        stall_s=script.seconds("for"),
    )
