"""The control address: arms faults, makes weather, shows books and calls, lets all forget.

It knows the services only by what they hand it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.faults import CALLS_KEPT, ArmedFault, BackendFault, Call, CallLog, Fault, Faults
from sandbox.weather import Menu, Weather

_FAULTS: TypeAdapter[Fault | list[Fault]] = TypeAdapter(Fault | list[Fault])


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a service hands over.

    `check` gets an operation and a `backend` fault's value, and raises ValueError where it could
    not act that out; `menu` is what weather may bring.
    """

    reset: Callable[[], None]
    check: Callable[[str, str], object] | None = None
    books: Callable[[], Mapping[str, object]] | None = None
    menu: Menu = field(default_factory=dict)


class _Forecast(BaseModel):
    """What `POST /weather` takes; without `faults` everything on the service's menu."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str = "nemo"
    seed: int = 7
    rate: float = Field(default=0.3, ge=0, le=1)
    operations: list[str] | None = None
    faults: list[str] | None = None


def create_app(*, faults: Faults, calls: CallLog, services: Mapping[str, Service]) -> Starlette:
    """The app; `services` are what it controls, by their names."""
    control = _Control(faults, calls, services)
    return Starlette(
        routes=[
            Route("/faults", control.arm, methods=["POST"]),
            Route("/faults", control.report, methods=["GET"]),
            Route("/faults", control.disarm, methods=["DELETE"]),
            Route("/weather", control.begin_weather, methods=["POST"]),
            Route("/weather", control.show_weather, methods=["GET"]),
            Route("/weather", control.end_weather, methods=["DELETE"]),
            Route("/books", control.show_books),
            Route("/calls", control.show_calls),
            Route("/reset", control.reset, methods=["POST"]),
        ],
        exception_handlers={HTTPException: _refused},
    )


class _Control:
    def __init__(self, faults: Faults, calls: CallLog, services: Mapping[str, Service]) -> None:
        self._faults = faults
        self._calls = calls
        self._services = services
        self._weather: Weather | None = None

    async def arm(self, request: Request) -> Response:
        try:
            sent = _FAULTS.validate_json(await request.body())
        except ValidationError as exc:
            raise HTTPException(400, _first(exc)) from exc
        several = sent if isinstance(sent, list) else [sent]
        for fault in several:
            if isinstance(fault, BackendFault):
                self._check(fault.service, fault.operation, fault.value)
        for fault in several:
            self._faults.arm(fault)
        return await self.report(request)

    def _check(self, service: str, operation: str, value: str) -> None:
        found = self._services.get(service)
        if found is None or found.check is None:
            return
        try:
            found.check(operation, value)
        except ValueError as exc:
            raise HTTPException(400, str(exc)) from exc

    async def report(self, _: Request) -> Response:
        return JSONResponse({"faults": [_armed_json(armed) for armed in self._faults.report()]})

    async def disarm(self, request: Request) -> Response:
        self._faults.disarm_all()
        return await self.report(request)

    async def begin_weather(self, request: Request) -> Response:
        try:
            wanted = _Forecast.model_validate_json(await request.body() or b"{}")
        except ValidationError as exc:
            raise HTTPException(400, _first(exc)) from exc
        self._faults.weather = self._weather = Weather(
            service=wanted.service, seed=wanted.seed, rate=wanted.rate, menu=self._menu(wanted)
        )
        return await self.show_weather(request)

    def _menu(self, wanted: _Forecast) -> Menu:
        menu = self._services[wanted.service].menu if wanted.service in self._services else {}
        chosen = menu if wanted.operations is None else wanted.operations
        for operation in chosen:
            if operation not in menu:
                raise HTTPException(400, f"operations: there is no weather for {operation!r}")
        if wanted.faults is None:
            return {operation: menu[operation] for operation in chosen}
        if wanted.operations is None:
            raise HTTPException(400, "operations: needed where faults are given")
        for operation in chosen:
            for name in set(wanted.faults) - {"reset", "reset_after"}:
                self._check(wanted.service, operation, name)
        return dict.fromkeys(chosen, wanted.faults)

    async def show_weather(self, _: Request) -> Response:
        weather = self._weather
        if weather is None:
            return JSONResponse({"on": False})
        return JSONResponse({"on": self._faults.weather is not None, **weather.json()})

    async def end_weather(self, request: Request) -> Response:
        """No more is drawn; what was drawn can still be read."""
        self._faults.weather = None
        return await self.show_weather(request)

    async def show_books(self, _: Request) -> Response:
        return JSONResponse(
            {name: found.books() for name, found in self._services.items() if found.books}
        )

    async def show_calls(self, request: Request) -> Response:
        query = request.query_params
        limit = query.get("limit", "100")
        if not (limit.isascii() and limit.isdigit()):
            raise HTTPException(400, "limit: a whole number is expected")
        found = self._calls.find(
            service=query.get("service"),
            operation=query.get("operation"),
            limit=min(int(limit), CALLS_KEPT),
        )
        return JSONResponse({"calls": [_call_json(call) for call in found]})

    async def reset(self, _: Request) -> Response:
        for service in self._services.values():
            service.reset()
        self._faults.disarm_all()
        self._faults.weather = self._weather = None
        self._calls.clear()
        return JSONResponse({})


def _first(exc: ValidationError) -> str:
    error = exc.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


def _armed_json(armed: ArmedFault) -> dict[str, object]:
    return {"fault": armed.fault.model_dump(), "met": armed.met, "unmet": armed.unmet}


def _call_json(call: Call) -> dict[str, object]:
    return {**asdict(call), "at": call.at.isoformat()}


async def _refused(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)  # noqa: S101  # Starlette's types cannot say so
    return JSONResponse({"error": exc.detail}, status_code=exc.status_code)
