"""The chat's answer as events: from the bytes of one response to values; it keeps no state.

Two forms are read, line by line: Google ADK events, and the simpler ones that the backend's own
documents draw. Keep-alives come in five forms and give no event.
"""

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

import httpx
import structlog
from httpx_sse import EventSource
from pydantic import JsonValue

from nemo_client.codes import SERVICE, refusal
from nemo_client.models import AdkEvent, SketchEvent
from wire.http import chunks

log = structlog.stdlib.get_logger()

_ERROR_TEXT: Final = re.compile(r'"error"\s*:\s*"?(.*?)"?\s*\}?\s*$', re.DOTALL)
_ERROR_LINE: Final = re.compile(r'\s*\{\s*"error"')

#: "heartbeat", "[DONE]", nothing: whatever a server may like to say instead of an event.
_KEEP_ALIVE: Final = re.compile(r"\s*[\[\w .-]{0,30}\]?\s*")

_NO_REASON: Final = "no reason given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What one event of the stream tells.

    `text` is for the user: thoughts are left out. It is a fragment if `partial`, else a whole
    message that repeats its fragments. What is `loose` is never repeated: it may be a message, or
    go on with the one before. `tools` are the names of tools called. `garbled` is an event that
    could not be read.
    """

    text: str = ""
    partial: bool = False
    loose: bool = False
    tools: tuple[str, ...] = ()
    error: str | None = None
    garbled: bool = False


async def read_events(response: httpx.Response) -> AsyncGenerator[Event, None]:
    """The events of a `/run_sse` answer, until the server closes: there is no end marker.

    Raises Uncertain when the stream is cut, and the error that an envelope in it stands for.
    """
    lines = httpx.Response(
        200, headers={"content-type": "text/event-stream"}, stream=_OneEventALine(response)
    )
    lines.encoding = "utf-8-sig"  # a byte order mark may come first
    async with aclosing(EventSource(lines).aiter_sse()) as events:
        async for sse in events:
            # Never `sse.json()`: after an event with an id, keep-alives come out as empty events.
            event = parse(sse.data)
            if event is not None:
                yield event


class _OneEventALine(httpx.AsyncByteStream):
    """The body with a blank line after every line.

    The backend never spreads an event over two lines, and its documents show events without a
    blank line between and after them, which a strict reader would join, or lose at the end.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in chunks(self._response, service=SERVICE):
            yield chunk.replace(b"\r", b"\n").replace(b"\n", b"\n\n")
        yield b"\n\n"


def parse(data: str) -> Event | None:
    """One `data:` line as an event; None for a keep-alive."""
    if _KEEP_ALIVE.fullmatch(data):
        return None
    try:
        body: JsonValue = json.loads(data)
        if not isinstance(body, dict):
            return _unreadable(data)
        return _event_of(body) if body else None
    except (ValueError, RecursionError):
        return _unreadable(data)


def _event_of(body: dict[str, JsonValue]) -> Event | None:
    if isinstance(body.get("type"), str):
        return _from_sketch(SketchEvent.model_validate(body))
    if (error := body.get("error")) not in (None, False):
        # An exception without a message gives an empty text.
        return Event(error=(error if isinstance(error, str) else json.dumps(error)) or _NO_REASON)
    if "content" not in body and (refused := refusal(body)):
        raise refused
    return _from_adk(AdkEvent.model_validate(body))


def _from_adk(event: AdkEvent) -> Event:
    parts = (event.content and event.content.parts) or ()
    partial = event.partial is True
    error = ": ".join(filter(None, (event.error_code, event.error_message)))
    return Event(
        text="".join(part.text or "" for part in parts if not part.thought),
        partial=partial,
        # A call in a fragment is repeated in the whole, and may still change.
        tools=() if partial else tuple(part.call.name for part in parts if part.call),
        error=error or None,
    )


def _from_sketch(event: SketchEvent) -> Event | None:
    match event.type:
        case "heartbeat":
            return None
        case "text":
            text, loose = event.content or "", event.partial is None
            return Event(text=text, partial=event.partial is True, loose=loose)
        case "tool_call":
            return Event(tools=(event.name or "",))
        case "error":
            return Event(error=event.message or event.content or _NO_REASON)
        case kind:
            log.debug("nemo_event_without_news", type=kind)
            return Event()


def _unreadable(data: str) -> Event:
    # Older servers put an error's text into the line without escaping it.
    if found := _ERROR_TEXT.search(data):
        # In the middle of a line the word may be part of half an event.
        return Event(error=found[1] or _NO_REASON, garbled=not _ERROR_LINE.match(data))
    return Event(garbled=True)
