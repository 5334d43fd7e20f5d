"""A running NemoVideo sandbox as its visitors see it, by plain HTTP."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import httpx

from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.nemo.world import World

T = TypeVar("T")
ATTRIBUTION = {
    "X-Skill-Source": "test",
    "X-Skill-Version": "1.0",
    "X-Skill-Platform": "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A turn as it came over the wire."""

    lines: list[str]

    @property
    def events(self) -> list[dict[str, Any]]:
        bodies = [line[5:].strip() for line in self.lines if line.startswith("data:")]
        return [json.loads(body) for body in bodies if body]

    @property
    def parts(self) -> list[dict[str, Any]]:
        contents = [event["content"] for event in self.events if "content" in event]
        return [part for content in contents for part in content["parts"]]

    @property
    def wholes(self) -> list[str]:
        return [
            event["content"]["parts"][0]["text"]
            for event in self.events
            if not event.get("partial")
            and "text" in event.get("content", {"parts": [{}]})["parts"][0]
        ]

    @property
    def text(self) -> str:
        return self.wholes[-1] if self.wholes else ""


@dataclass(slots=True, kw_only=True)
class User:
    """Somebody with a token and a session."""

    http: httpx.AsyncClient
    token: str
    user_id: str
    session_id: str = ""
    task_id: str = ""

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **ATTRIBUTION}

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers=self.auth)

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.auth)

    async def open_session(self, language: str = "en") -> None:
        answer = await self.post(
            "/api/tasks/me/with-session/nemo_agent",
            {"task_name": "project", "language": language},
        )
        data = answer.json()["data"]
        self.session_id, self.task_id = data["session_id"], data["task_id"]

    async def upload(self, *files: tuple[str, bytes]) -> httpx.Response:
        return await self.http.post(
            f"/api/upload-video/nemo_agent/me/{self.session_id}",
            files=[("files", file) for file in files],
            headers=self.auth,
        )

    def message(self, text: str) -> dict[str, object]:
        return {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.session_id,
            "new_message": {"parts": [{"text": text}]},
        }

    async def say(self, text: str) -> Stream:
        answer = await self.post("/run_sse", self.message(text))
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8", answer.text
        return Stream(lines=answer.text.splitlines())

    async def state(self) -> dict[str, Any]:
        answer = await self.get(f"/api/state/nemo_agent/me/{self.session_id}/latest")
        state: dict[str, Any] = answer.json()["data"]["state"]
        return state

    async def draft(self) -> dict[str, Any]:
        draft: dict[str, Any] = (await self.state())["draft"]
        return draft

    async def segments(self, kind: int) -> list[dict[str, Any]]:
        tracks = (await self.draft())["t"]
        return [segment for track in tracks if track["tt"] == kind for segment in track["sg"]]

    async def credits(self) -> dict[str, int]:
        balance: dict[str, int] = (await self.get("/api/credits/balance/simple")).json()["data"]
        return balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Nemo:
    """The running server, from outside and inside."""

    url: str
    http: httpx.AsyncClient
    world: World
    faults: Faults
    calls: CallLog

    def script(self, operation: str, words: str, count: int | None = 1) -> None:
        self.faults.arm(BackendFault(service="nemo", operation=operation, value=words, count=count))

    async def mint(self, client_id: str) -> httpx.Response:
        return await self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id})

    async def user(self, client_id: str = "client-1") -> User:
        data = (await self.mint(client_id)).json()["data"]
        user = User(http=self.http, token=data["token"], user_id=data["user_id"])
        await user.open_session()
        return user

    async def books(self) -> dict[str, Any]:
        books: dict[str, Any] = (await self.http.get("/_sandbox/books")).json()
        return books


class Until(Protocol):
    """Asks again until something is there, and gives it back; fails after 40 seconds."""

    async def __call__(self, ask: Callable[[], Awaitable[T | None]]) -> T: ...
