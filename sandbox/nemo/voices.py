"""The two forms in which a turn goes over the wire: ADK's events, and the official sketch.

ADK's form is as measured on google-adk 2.13: one line of JSON for each event, camelCase, a new id
on every event, one `invocationId` for the run, no end marker.
"""

import json
import time
from typing import Protocol
from uuid import uuid4

from pydantic import JsonValue

from sandbox.nemo.agent import ToolUse

KEEP_ALIVE = b"data:\n\n"
KEEP_ALIVES = (
    KEEP_ALIVE,
    b'data: {"type":"heartbeat"}\n\n',
    b"data: heartbeat\n\n",
    b"event: heartbeat\n\n",
    b": keep-alive\n\n",
)
"""All the forms that sources show."""
_FRAGMENT_LENGTH = 24
_FRAGMENTS = 100


class Voice(Protocol):
    """Says one thing on the wire; empty bytes where a form has no way to say it."""

    def fragment(self, text: str) -> bytes:
        """A new piece of a text."""
        ...

    def whole(self, text: str) -> bytes:
        """A complete text, which repeats the fragments before it."""
        ...

    def call(self, tool: ToolUse) -> bytes:
        """A tool is called."""
        ...

    def response(self, tool: ToolUse) -> bytes:
        """A tool has answered."""
        ...

    def refusal(self, message: str) -> bytes:
        """An event that says politely that something went wrong."""
        ...

    def thought(self, text: str) -> bytes:
        """Reasoning, which is not for the user."""
        ...

    def huge(self, size: int) -> bytes:
        """An event without news, on a line of so many bytes."""
        ...


class AdkVoice:
    """Google ADK's events."""

    def __init__(self) -> None:
        self._invocation = f"e-{uuid4()}"

    def fragment(self, text: str) -> bytes:
        """`partial: true` holds only the new piece."""
        return self._event({"content": _content({"text": text}), "partial": True})

    def whole(self, text: str) -> bytes:
        """`partial: false` repeats everything."""
        return self._event({"content": _content({"text": text}), "partial": False})

    def call(self, tool: ToolUse) -> bytes:
        """A `functionCall` part."""
        part: JsonValue = {"id": self._call_id(tool), "args": tool.args, "name": tool.name}
        return self._event({"content": _content({"functionCall": part}), "partial": False})

    def response(self, tool: ToolUse) -> bytes:
        """A `functionResponse` part; its content has the role "user"."""
        part: JsonValue = {
            "id": self._call_id(tool),
            "name": tool.name,
            "response": tool.result,
        }
        content: JsonValue = {"parts": [{"functionResponse": part}], "role": "user"}
        return self._event({"content": content})

    def refusal(self, message: str) -> bytes:
        """An event with `errorCode` and no content."""
        return self._event({"errorCode": "UNAVAILABLE", "errorMessage": message})

    def thought(self, text: str) -> bytes:
        """Parts with `thought: true`: a fragment, and the whole."""
        content = _content({"text": text, "thought": True})
        return self._event({"content": content, "partial": True}) + self._event(
            {"content": content, "partial": False}
        )

    def huge(self, size: int) -> bytes:
        """A part with data that is no text."""
        data: JsonValue = {"mimeType": "image/png", "data": "A" * size}
        return self._event({"content": _content({"inlineData": data})})

    def _call_id(self, tool: ToolUse) -> str:
        return f"adk-{self._invocation[2:10]}-{tool.name}"

    def _event(self, said: dict[str, JsonValue]) -> bytes:
        return _line(
            {
                **said,
                "invocationId": self._invocation,
                "author": "nemo_agent",
                "actions": {
                    "stateDelta": {},
                    "artifactDelta": {},
                    "requestedAuthConfigs": {},
                    "requestedToolConfirmations": {},
                },
                "nodeInfo": {"path": ""},
                "id": str(uuid4()),
                "timestamp": time.time(),
            }
        )


class SketchVoice:
    """The four events of the official reference; its texts are never repeated."""

    def fragment(self, text: str) -> bytes:
        """A `text` event."""
        return _line({"type": "text", "content": text})

    def whole(self, text: str) -> bytes:  # noqa: ARG002  # the fragments have said it
        """Nothing: this form has no repetition."""
        return b""

    def call(self, tool: ToolUse) -> bytes:
        """A `tool_call` event."""
        return _line({"type": "tool_call", "name": tool.name, "args": tool.args})

    def response(self, tool: ToolUse) -> bytes:
        """A `tool_result` event."""
        return _line({"type": "tool_result", "name": tool.name, "result": tool.result})

    def refusal(self, message: str) -> bytes:
        """An `error` event."""
        return _line({"type": "error", "content": message})

    def thought(self, text: str) -> bytes:  # noqa: ARG002  # this form has no word for it
        """Nothing."""
        return b""

    def huge(self, size: int) -> bytes:
        """A tool's result."""
        return _line({"type": "tool_result", "name": "look", "result": {"data": "A" * size}})


def pieces(text: str) -> list[str]:
    """A text in the fragments in which it is streamed."""
    length = max(_FRAGMENT_LENGTH, len(text) // _FRAGMENTS)
    return [text[at : at + length] for at in range(0, len(text), length)]


def error_line(message: str) -> bytes:
    """ADK's last line when a run breaks off, with its unusual spaces."""
    error = {
        "error": f"RuntimeError: {message}",
        "error_details": {
            "error_type": "RuntimeError",
            "error_message": message,
            "timestamp": time.time(),
        },
    }
    return f"data: {json.dumps(error)}\n\n".encode()


def unparsable_error_line(message: str) -> bytes:
    """The same in ADK 1.17, which does not escape the message: not JSON."""
    return f'data: {{"error": "{message}"}}\n\n'.encode()


def _content(part: JsonValue) -> JsonValue:
    return {"parts": [part], "role": "model"}


def _line(event: dict[str, JsonValue]) -> bytes:
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return f"data: {text}\n\n".encode()
