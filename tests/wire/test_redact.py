"""What may be read in a log, and what may not."""

import json
import time
from pathlib import Path

import pytest
import structlog

from wire.redact import HIDDEN, Redactor, redact

BOT = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Authorization: Bearer nmv_usr_abc.def", f"Authorization: Bearer {HIDDEN}"),
        ("authorization: bearer eyJhbGciOi.J9.x_y-z", f"authorization: bearer {HIDDEN}"),
        ("token nmv_usr_a1B2-c3 is bad", f"token nmv_usr_{HIDDEN} is bad"),
        ("claim clm_abc123", f"claim clm_{HIDDEN}"),
        (f"POST https://api.telegram.org/bot{BOT}/sendVideo", f"bot{HIDDEN}/sendVideo"),
        (f"GET http://127.0.0.1:8081/file/bot{BOT}/videos/1.mp4", f"/file/bot{HIDDEN}/videos"),
        ("http://127.0.0.1:8081/bot1:sandbox/getMe", f"/bot{HIDDEN}/getMe"),
        ("/bot12%3Asecret/getMe", f"/bot{HIDDEN}/getMe"),
        (f"the token {BOT} was refused", f"the token {HIDDEN} was refused"),
        ("GET https://cdn.x/a.mp4?X-Amz-Signature=ab&e=1 200", f"https://cdn.x/a.mp4?{HIDDEN} 200"),
        ("/a.mp4?size=2&sig=abc", f"/a.mp4?size=2&sig={HIDDEN}"),
        ("postgresql://bot:hunter2@db/bot", f"postgresql://{HIDDEN}@db/bot"),
    ],
)
def test_a_secret_is_hidden(text: str, clean: str) -> None:
    assert clean in redact(text)
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the bearer of this",
        "render_1790000000000 took 12:30",
        "2026-11-21T09:35:25.123456+00:00",
        "http://127.0.0.1:8082/api/state/nemo_agent/me/5529798706024415232/latest",
        "猫.jpg is 5 s long? yes",
        "/botany/lesson",
        "5529798706024415232",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_exact_secrets_are_hidden_in_both_spellings() -> None:
    redactor = Redactor(["p@ss", "p@ssword", ""])
    assert redactor.text("p@ssword p@ss p%40ss") == f"{HIDDEN} {HIDDEN} {HIDDEN}"
    assert "p@ss" not in repr(redactor)


def test_the_data_of_an_event_is_searched_to_the_bottom() -> None:
    class Note:
        def __repr__(self) -> str:
            return "Note(s3cret)"

    path = Path("/tmp/a")
    redactor = Redactor(["s3cret"])
    event = redactor(
        None,
        "info",
        {
            "event": "s3cret",
            "headers": {"Authorization": "x", "Accept": ["s3cret", ("s3cret", 1)], "s3cret": 2},
            "error": ValueError("s3cret"),
            "note": Note(),
            "raw": b"s3cret",
            "token": "x",
            "password": None,
            "path": path,
            "n": 1.5,
            "ok": True,
            7: "s3cret",  # type: ignore[dict-item]
        },
    )
    assert "s3cret" not in repr(event)
    assert event["headers"] == {"Authorization": HIDDEN, "Accept": [HIDDEN, [HIDDEN, 1]], HIDDEN: 2}
    assert event["token"] == HIDDEN
    assert (event["path"], event["n"], event["ok"]) == (path, 1.5, True)
    assert event["password"] is None


def test_data_that_holds_itself_comes_to_an_end() -> None:
    loop: list[object] = ["s3cret"]
    loop.append(loop)
    assert "s3cret" not in repr(Redactor(["s3cret"]).deep(loop))


def test_an_exception_in_a_log_line_holds_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.wrap_logger(
        structlog.PrintLogger(),
        processors=[
            structlog.processors.format_exc_info,
            Redactor(["s3cret"]),
            structlog.processors.JSONRenderer(),
        ],
    )
    try:
        int(f"s3cret and /bot{BOT}/getMe")
    except ValueError:
        log.exception("failed", url=f"http://x/bot{BOT}/getMe")
    printed = capsys.readouterr().out
    assert "s3cret" not in printed
    assert "AAHdq" not in printed
    assert "ValueError" in json.loads(printed)["exception"]


@pytest.mark.parametrize("piece", ["a.", "http://", "?a=", "Bearer ", "1:", "/bot1:", "nmv_usr_"])
def test_a_long_hostile_text_takes_no_long_time(piece: str) -> None:
    started = time.perf_counter()
    redact(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 2
