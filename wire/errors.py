"""The one tree of errors from remote services, sorted by what the caller may do next.

A repeated prompt is charged twice, so the question is not "what went wrong" but "may I repeat it":

    ServiceError
    ├── Unreachable      the request never arrived            -> repeat
    ├── Uncertain        it may have arrived                  -> never repeat; ask for the state
    ├── Rejected         understood and refused               -> do not repeat unchanged
    │   ├── AuthExpired  the token is bad or too old          -> renew it once, then repeat
    │   ├── SessionLost  the session is not known any more    -> new session, tell the user
    │   ├── OutOfCredits the credits are used up              -> how to get more
    │   ├── PlanBlocked  the plan does not allow it           -> subscription, not credits
    │   ├── BadMedia     a kind or size that is not accepted  -> accepted kinds, size limit
    │   ├── Moderated    the service refuses the content      -> say so, never repeat
    │   └── RateLimited  too many requests, `retry_after_s`   -> wait that long
    ├── Broken           5xx, or a body we cannot read        -> repeat only if reading
    └── JobFailed        accepted, ran, ended without result  -> new id, once

Only a refused or timed-out connection proves "never arrived"; every other transport error is
`Uncertain`.
"""


class ServiceError(Exception):
    """A remote service did not do what was asked.

    `message` is for the log, never for a user; it must not hold a secret.
    """

    def __init__(self, message: str, *, service: str, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.service = service
        self.request_id = request_id

    def __str__(self) -> str:
        return f"{self.service}: {self.message}"


class Unreachable(ServiceError):
    """The request never arrived; repeating it is safe."""


class Uncertain(ServiceError):
    """The request may have arrived and may have been acted on; ask for the state instead."""


class Rejected(ServiceError):
    """The service understood and refused; the same request will be refused again."""

    def __init__(
        self,
        message: str,
        *,
        service: str,
        request_id: str | None = None,
        code: int | None = None,
    ) -> None:
        super().__init__(message, service=service, request_id=request_id)
        self.code = code


class AuthExpired(Rejected):
    """The token is missing, bad or too old."""


class SessionLost(Rejected):
    """The session is not known any more."""


class OutOfCredits(Rejected):
    """The account's credits are used up."""


class PlanBlocked(Rejected):
    """The account's plan does not allow this; more credits would not help."""


class BadMedia(Rejected):
    """The file's kind or size is not accepted."""


class Moderated(Rejected):
    """The service refuses the content."""


class RateLimited(Rejected):
    """Too many requests; `retry_after_s` says how long to wait, where the service said so."""

    def __init__(
        self,
        message: str,
        *,
        service: str,
        request_id: str | None = None,
        code: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, service=service, request_id=request_id, code=code)
        self.retry_after_s = retry_after_s


class Broken(ServiceError):
    """The service failed (5xx), or answered something that cannot be read."""


class JobFailed(ServiceError):
    """A job was accepted and ran, and ended without a result."""
