"""A running sandbox Runway, seen from outside and from inside, and the clock that both share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from sandbox.faults import (
    BackendFault,
    Call,
    CallLog,
    CutFault,
    Faults,
    ResetAfterFault,
    ResetFault,
    StatusFault,
)
from sandbox.runway.world import World


@dataclass(slots=True)
class Hours:
    """The server's time of day, which stands still until a test moves it."""

    s: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.s

    def pass_s(self, seconds: float) -> None:
        self.s += seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`service` is the name in faults and calls."""

    service: str
    url: str
    world: World
    faults: Faults
    calls: CallLog
    hours: Hours = field(default_factory=Hours)

    def forget(self) -> None:
        """Begin anew; every fault has to be met by then."""
        unmet = self.faults.unmet()
        self.world.forget()
        self.faults.disarm_all()
        self.calls.clear()
        assert unmet == ()

    def script(self, operation: str, words: str, count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service=self.service, operation=operation, value=words, count=count)
        )

    def answer(self, operation: str, status: int, body: JsonValue) -> None:
        self.faults.arm(
            StatusFault(service=self.service, operation=operation, status=status, body=body)
        )

    def reset(self, operation: str, *, after: bool = False, count: int = 1) -> None:
        kind = ResetAfterFault if after else ResetFault
        self.faults.arm(kind(service=self.service, operation=operation, count=count))

    def cut(self, operation: str, after_bytes: int) -> None:
        fault = CutFault(service=self.service, operation=operation, after_bytes=after_bytes)
        self.faults.arm(fault)

    def asked(self, operation: str | None = None) -> tuple[Call, ...]:
        return tuple(self.calls.find(service=self.service, operation=operation))

    def body(self, operation: str) -> Mapping[str, Any]:
        body = self.asked(operation)[-1].body
        assert isinstance(body, dict)
        return body

    @property
    def books(self) -> Mapping[str, Any]:
        return self.world.books()
