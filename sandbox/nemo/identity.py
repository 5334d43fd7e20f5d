"""Endpoints about users: anonymous tokens, claim tokens, credits."""

import secrets
from datetime import UTC, datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from sandbox.nemo.accounts import LIFETIME_S
from sandbox.nemo.border import (
    account_of,
    body_of,
    ok,
    refuse_late,
    script_for,
    session_of,
    world_of,
)
from sandbox.nemo.refusals import RefusedError


class _Claim(BaseModel):
    task_id: str
    session_id: str


async def anonymous_token(request: Request) -> Response:
    """`POST /api/auth/anonymous-token`, with `X-Client-Id`.

    Words of a script: `short` answers only what the later documents show, `bind_id` names the
    user so, `lives` is how many seconds the token is good for.
    """
    books = world_of(request).books
    client_id = request.headers.get("X-Client-Id", "")
    try:
        script = script_for(request, "auth.anonymous")
        address = request.client.host if request.client else ""
        lifetime_s = script.seconds("lives") or LIFETIME_S
        account = world_of(request).accounts.mint(client_id, address, lifetime_s=lifetime_s)
    except RefusedError:
        books.token_refused(client_id)
        raise
    books.token(client_id)
    refuse_late(script)
    if "short" in script:
        return ok({"token": account.token, "credits": account.available, "expires_at": "…"})
    expires_at = datetime.fromtimestamp(account.expires_at or 0, UTC)
    return ok(
        {
            "token": account.token,
            "bind_id" if "bind_id" in script else "user_id": account.user_id,
            "credits": account.available,
            "expires_at": expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


async def claim_token(request: Request) -> Response:
    """`POST /api/auth/claim-token`: a token that may stand in a link to the project."""
    script_for(request, "auth.claim")
    claim = await body_of(request, _Claim)
    session = session_of(request, claim.session_id)
    if session.task_id != claim.task_id:
        raise RefusedError(1002)
    return ok({"claim_token": f"clm_{secrets.token_hex(16)}", "expires_in": LIFETIME_S})


async def credits_balance(request: Request) -> Response:
    """`GET /api/credits/balance/simple`; `frozen` is set aside for turns that are running."""
    script_for(request, "credits")
    account = account_of(request)
    return ok(
        {
            "available": account.available,
            "frozen": account.frozen,
            "total": account.available + account.frozen,
        }
    )
