"""A receiver of the operator's, on a real port: it proves each call as the standard says."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import socket
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.listen import bind, listening, url_of

SECRET = SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


@dataclass(slots=True)
class Heard:
    """One call whose signature was right."""

    message_id: str
    timestamp: int
    body: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Operator:
    """`answers` are given in turn, 204 afterwards; `heard` is what was heard, refused or not."""

    url: str
    answers: list[Response] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    forged: int = 0
    silent: bool = False

    async def take(self, request: Request) -> Response:
        body = await request.body()
        named = [request.headers.get(f"webhook-{part}", "") for part in ("id", "timestamp")]
        key = base64.b64decode(SECRET.get_secret_value().removeprefix("whsec_"))
        signed = ".".join(named).encode() + b"." + body
        due = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if request.headers.get("webhook-signature") != f"v1,{due}":
            self.forged += 1
            return Response(status_code=401)
        assert request.headers["content-type"] == "application/json"
        self.heard.append(Heard(named[0], int(named[1]), json.loads(body)))
        if self.silent:
            await asyncio.Event().wait()
        return self.answers.pop(0) if self.answers else Response(status_code=204)


@asynccontextmanager
async def operator_at(bound: socket) -> AsyncIterator[Operator]:
    operator = Operator(url=f"{url_of(bound)}/hooks/secret-path")
    routes = [Route("/hooks/secret-path", operator.take, methods=["POST"])]
    async with listening(Starlette(routes=routes), bound):
        yield operator
    assert not operator.answers


@asynccontextmanager
async def operator_away() -> AsyncIterator[str]:
    """An address where nobody listens."""
    bound = bind("127.0.0.1", 0)
    url = f"{url_of(bound)}/hooks/secret-path"
    bound.close()
    yield url
