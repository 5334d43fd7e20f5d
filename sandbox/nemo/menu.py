"""What random weather may bring to each operation; every stall ends, so that every turn does."""

from sandbox.weather import Menu

_LOST = ("reset", "reset_after")
_BUSY = ("429 retry_after=1", "503", "503 html", "500 detail", "broken_json", "html")
_CODES = ("1001", "1002 both", "2001", "9999")

MENU: Menu = {
    "run_sse": (
        *(*_LOST, *_BUSY, *_CODES, "504 worked", "404 detail", "422 detail_list"),
        *("cut_before", "cut_in_line", "cut_in_character", "cut_after_text"),
        *("reset_before", "reset_in_line", "reset_in_character", "reset_after_text"),
        *("cut_in_line undone", "cut_before undone", "silent", "silent undone"),
        *("stall_in_line heartbeats for=1", "stall_before for=1"),
        *("crlf", "cr", "bom", "drip", "split_characters", "huge_line", "keep_alives"),
        *("error", "unparsable_error", "error_event", "error_event_before", "error worked"),
        *("temporary_issue", "thoughts", "groups", "sketch", "second_stage"),
        *(f"gui={kind}" for kind in ("click", "open", "drag", "preview", "export", "billing")),
    ),
    "state": (*_LOST, *_BUSY),
    "credits": (*_LOST, *_BUSY),
    "session.create": (*_BUSY, "reset", "bind_id"),
    "upload": (*_BUSY, "reset", "uploaded_files"),
    "render.submit": (*_LOST, *_BUSY, "504 worked", "fail", "variant_a"),
    "render.poll": (*_LOST, *_BUSY, "variant_a"),
    "render.download": (*_LOST, *_BUSY),
    "auth.claim": (*_LOST, *_BUSY),
}
