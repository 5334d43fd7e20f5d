"""Speaks the people's API of the sandbox's Telegram; standard library only, any Python from 3.11.

It knows how requests look, and nothing of what is done with the answers.
"""

import json
import mimetypes
import queue
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

CHUNK = 256 * 1024
ANSWER_WITHIN_S = 60.0

Json = dict[str, Any]


class ChatError(Exception):
    """The sandbox refused, or did not answer; the text is for people."""


class ChatClient:
    """One user at a running sandbox."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._key = ""
        # A proxy of the environment has no business between two local programs.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def join(self, name: str, language: str | None, *, guess: str) -> None:
        """Become the user of that name; a new one speaks `language` or else `guess`."""
        body = {"name": name, "language": language or guess, "resume": True}
        joined = self.call("POST", "/chat/users", body)
        self._key = joined["key"]
        if language and joined["user"]["language_code"] != language:
            self.call("PATCH", "/chat/users/me", {"language": language})

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """A call with JSON both ways."""
        data = None if body is None else json.dumps(body).encode()
        return self._json(method, path, data, {"Content-Type": "application/json"})

    def send(
        self, text: str, files: Sequence[Path], *, reply_to: int | None, as_document: bool
    ) -> list[Json]:
        """Send a text, files or both; the messages it became."""
        fields = {"text": text} if text else {}
        if reply_to is not None:
            fields["reply_to"] = str(reply_to)
        if as_document:
            fields["as_document"] = "1"
        form = _Form(fields, files)
        headers = {"Content-Type": form.content_type, "Content-Length": str(form.length())}
        messages: list[Json] = self._json("POST", "/chat/send", form.body(), headers)["messages"]
        return messages

    def download(self, file_id: str) -> BinaryIO:
        """A file's bytes."""
        response: BinaryIO = self._open("GET", f"/chat/file/{file_id}", None, {})
        return response

    def events(self, cursor: int) -> "queue.SimpleQueue[Json | None]":
        """What happens after the cursor, as it happens; None when the sandbox is gone."""
        path = f"/chat/events?after={cursor}"
        response = self._open("GET", path, None, {})
        events: queue.SimpleQueue[Json | None] = queue.SimpleQueue()

        def read() -> None:
            try:
                for line in response:
                    if line.startswith(b"data: "):
                        events.put(json.loads(line[6:]))
            except (OSError, ValueError):
                pass  # cut: it ends here, as if it had ended properly
            events.put(None)

        threading.Thread(target=read, daemon=True).start()
        return events

    def _json(
        self, method: str, path: str, data: bytes | Iterator[bytes] | None, headers: dict[str, str]
    ) -> Json:
        with self._open(method, path, data, headers) as response:
            answer: Json = json.load(response)
            return answer

    def _open(
        self, method: str, path: str, data: bytes | Iterator[bytes] | None, headers: dict[str, str]
    ) -> Any:  # noqa: ANN401  # so typed in urllib
        try:
            request = urllib.request.Request(  # noqa: S310  # the user's own URL
                self._url + path,
                data=data,
                method=method,
                headers={**headers, "X-Chat-Key": self._key},
            )
            return self._opener.open(request, timeout=ANSWER_WITHIN_S)
        except urllib.error.HTTPError as exc:
            with exc:
                raise ChatError(_reason(exc.read()) or f"The sandbox answered {exc.code}.") from exc
        except (urllib.error.URLError, OSError, ValueError) as exc:
            raise ChatError(
                f"No sandbox answers at {self._url}. Start one with: make demo"
            ) from exc


class _Form:
    """A multipart form whose files are read only while they are sent."""

    def __init__(self, fields: dict[str, str], files: Sequence[Path]) -> None:
        self._boundary = secrets.token_hex(16)
        self._fields = fields
        self._files = files
        self.content_type = f"multipart/form-data; boundary={self._boundary}"

    def length(self) -> int:
        """The length of the body in bytes."""
        heads = sum(len(self._file_head(path)) + len(b"\r\n") for path in self._files)
        sizes = sum(path.stat().st_size for path in self._files)
        return len(b"".join(self._field_parts())) + heads + sizes + len(self._end())

    def body(self) -> Iterator[bytes]:
        """The body in pieces."""
        yield from self._field_parts()
        for path in self._files:
            yield self._file_head(path)
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
            yield b"\r\n"
        yield self._end()

    def _field_parts(self) -> Iterator[bytes]:
        for name, value in self._fields.items():
            head = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            yield f"{head}{value}\r\n".encode()

    def _file_head(self, path: Path) -> bytes:
        name = path.name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return (
            f"--{self._boundary}\r\n"
            f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: {mime}\r\n\r\n"
        ).encode()

    def _end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()


def _reason(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return ""
