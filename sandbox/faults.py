"""What goes wrong on purpose, and who called; it knows no service and no HTTP.

A fault is armed for one operation of one service and for a number of calls. `sandbox.watch` acts
the transport faults out; a `backend` fault is left to the service it names, which asks for it with
`Faults.backend`.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from sandbox.weather import Weather

CALLS_KEPT = 5000


class _Fault(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str
    operation: str
    count: int | None = Field(default=1, ge=1)
    """How many calls it meets; None means every call until it is disarmed."""


class StatusFault(_Fault):
    """Answers with this status instead of acting."""

    kind: Literal["status"] = "status"
    status: int = Field(ge=200, le=599)
    body: JsonValue = None
    """A string is sent as it is, anything else as JSON, None as an empty body."""
    headers: dict[str, str] = Field(default_factory=dict)


class ResetFault(_Fault):
    """Drops the connection before acting."""

    kind: Literal["reset"] = "reset"


class ResetAfterFault(_Fault):
    """Acts, then drops the connection without an answer."""

    kind: Literal["reset_after"] = "reset_after"


class CutFault(_Fault):
    """Closes the connection after so many bytes of the answer's body."""

    kind: Literal["cut"] = "cut"
    after_bytes: int = Field(ge=0)


class StallFault(_Fault):
    """Waits before the answer, or, with `after_bytes`, in the middle of its body."""

    kind: Literal["stall"] = "stall"
    seconds: float = Field(ge=0)
    after_bytes: int | None = Field(default=None, ge=0)


class BackendFault(_Fault):
    """Something only the service itself can act out; `value` means what that service says."""

    kind: Literal["backend"] = "backend"
    value: str


TransportFault = StatusFault | ResetFault | ResetAfterFault | CutFault | StallFault
Fault = Annotated[TransportFault | BackendFault, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmedFault:
    """A fault and how many calls have met it."""

    fault: TransportFault | BackendFault
    met: int

    @property
    def spent(self) -> bool:
        """It will meet no further call."""
        return self.fault.count is not None and self.met >= self.fault.count

    @property
    def unmet(self) -> bool:
        """Fewer calls met it than it was armed for (at least one where no number was given)."""
        return self.met < (self.fault.count or 1)


class Faults:
    """The armed faults of all services; the first one armed is the first one met.

    A call that meets none of them is out in the `weather`, where there is any.
    """

    def __init__(self) -> None:
        self._armed: list[ArmedFault] = []
        self._drawn: dict[tuple[str, str], deque[str]] = defaultdict(deque)
        self.weather: Weather | None = None

    def arm(self, fault: TransportFault | BackendFault) -> None:
        """Put one more fault in line."""
        self._armed.append(ArmedFault(fault=fault, met=0))

    def disarm_all(self) -> None:
        """Forget every fault, met or not."""
        self._armed.clear()
        self._drawn.clear()

    def transport(self, service: str, operation: str) -> TransportFault | None:
        """Take the transport fault this call meets, and count it as met.

        Asked once for each call, before `backend`.
        """
        fair = True
        for index, armed in enumerate(self._armed):
            if not _is_for(armed, service, operation):
                continue
            if not isinstance(armed.fault, BackendFault):
                self._meet(index)
                return armed.fault
            fair = False
        return self._draw(self.weather, service, operation) if fair and self.weather else None

    def backend(self, service: str, operation: str) -> str | None:
        """Take the value of the backend fault this call meets, and count it as met."""
        for index, armed in enumerate(self._armed):
            if isinstance(armed.fault, BackendFault) and _is_for(armed, service, operation):
                self._meet(index)
                return armed.fault.value
        drawn = self._drawn[service, operation]
        return drawn.popleft() if drawn else None

    def report(self) -> Sequence[ArmedFault]:
        """Every fault since the last `disarm_all`, in the order of arming."""
        return tuple(self._armed)

    def unmet(self) -> Sequence[ArmedFault]:
        """The faults a test armed and nothing ran into."""
        return tuple(armed for armed in self._armed if armed.unmet)

    def _draw(
        self, weather: Weather, service: str, operation: str
    ) -> ResetFault | ResetAfterFault | None:
        match weather.draw(service, operation):
            case None:
                pass
            case "reset":
                return ResetFault(service=service, operation=operation)
            case "reset_after":
                return ResetAfterFault(service=service, operation=operation)
            case value:
                self._drawn[service, operation].append(value)
        return None

    def _meet(self, index: int) -> None:
        armed = self._armed[index]
        self._armed[index] = ArmedFault(fault=armed.fault, met=armed.met + 1)


def _is_for(armed: ArmedFault, service: str, operation: str) -> bool:
    fault = armed.fault
    return fault.service == service and fault.operation == operation and not armed.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to a sandbox server; `status` is None while, or if, no answer began."""

    id: int
    at: datetime
    service: str
    operation: str
    method: str
    path: str
    status: int | None
    body: JsonValue
    request_bytes: int
    response_bytes: int
    fault: str | None


class CallLog:
    """The latest calls of all services, without secrets (see `sandbox.watch`)."""

    def __init__(self) -> None:
        self._calls: dict[int, Call] = {}
        self._last_id = 0

    def next_id(self) -> int:
        """An id for a call that begins now."""
        self._last_id += 1
        return self._last_id

    def put(self, call: Call) -> None:
        """Write a call down, or what became of it since it was written down."""
        self._calls[call.id] = call
        if len(self._calls) > CALLS_KEPT:
            del self._calls[next(iter(self._calls))]

    def find(
        self, *, service: str | None = None, operation: str | None = None, limit: int = CALLS_KEPT
    ) -> Sequence[Call]:
        """The newest `limit` calls that fit, oldest first."""
        fitting = [
            call
            for call in self._calls.values()
            if service in (None, call.service) and operation in (None, call.operation)
        ]
        return tuple(fitting[-limit:]) if limit > 0 else ()

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
