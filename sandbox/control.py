"""The control address: arms faults, shows the log of calls, lets all services forget.

It knows the services only as something that can be reset.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.faults import CALLS_KEPT, ArmedFault, Call, CallLog, Fault, Faults

_FAULTS: TypeAdapter[Fault | list[Fault]] = TypeAdapter(Fault | list[Fault])


def create_app(
    *, faults: Faults, calls: CallLog, resets: Sequence[Callable[[], None]]
) -> Starlette:
    """The app; `resets` are called, one for each service, by `POST /reset`."""

    async def arm(request: Request) -> Response:
        try:
            sent = _FAULTS.validate_json(await request.body())
        except ValidationError as exc:
            error = exc.errors(include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in error["loc"])
            raise HTTPException(400, f"{where}: {error['msg']}") from exc
        for fault in sent if isinstance(sent, list) else [sent]:
            faults.arm(fault)
        return await report(request)

    async def report(_: Request) -> Response:
        return JSONResponse({"faults": [_armed_json(armed) for armed in faults.report()]})

    async def disarm(_: Request) -> Response:
        faults.disarm_all()
        return JSONResponse({"faults": []})

    async def show_calls(request: Request) -> Response:
        query = request.query_params
        limit = query.get("limit", "100")
        if not (limit.isascii() and limit.isdigit()):
            raise HTTPException(400, "limit: a whole number is expected")
        found = calls.find(
            service=query.get("service"),
            operation=query.get("operation"),
            limit=min(int(limit), CALLS_KEPT),
        )
        return JSONResponse({"calls": [_call_json(call) for call in found]})

    async def reset(_: Request) -> Response:
        for forget in resets:
            forget()
        faults.disarm_all()
        calls.clear()
        return JSONResponse({})

    return Starlette(
        routes=[
            Route("/faults", arm, methods=["POST"]),
            Route("/faults", report, methods=["GET"]),
            Route("/faults", disarm, methods=["DELETE"]),
            Route("/calls", show_calls),
            Route("/reset", reset, methods=["POST"]),
        ],
        exception_handlers={HTTPException: _refused},
    )


def _armed_json(armed: ArmedFault) -> dict[str, object]:
    return {"fault": armed.fault.model_dump(), "met": armed.met, "unmet": armed.unmet}


def _call_json(call: Call) -> dict[str, object]:
    return {**asdict(call), "at": call.at.isoformat()}


async def _refused(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)  # noqa: S101  # Starlette's types cannot say so
    return JSONResponse({"error": exc.detail}, status_code=exc.status_code)
