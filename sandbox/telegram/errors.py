"""A refusal of the Bot API, with Telegram's own words; knows no HTTP."""


class ApiError(Exception):
    """The Bot API's answer `{"ok": false, "error_code": code, "description": description}`."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> ApiError:
    """The refusal of a request that makes no sense."""
    return ApiError(400, f"Bad Request: {reason}")
