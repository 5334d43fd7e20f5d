"""Logs: one line an event, and no secret in any of them, whoever wrote it."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs
from wire.redact import Redactor

TOKEN = "7000000001:AAE-secret_secret_secret_secret_sec"


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_secret_is_hidden_wherever_it_stands(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("DEBUG", form, Redactor(["hunter2-exact"]))
    log = structlog.get_logger()
    log.info("event", url=f"https://api.telegram.org/bot{TOKEN}/getMe", key="nmv_usr_abc123")
    log.warning("%s in a text", TOKEN, nested={"token": "hunter2-exact"})
    logging.getLogger("some.library").warning("GET /file/bot%s/photo.jpg", TOKEN)
    try:
        int(f"https://x.test/a?X-Amz-Signature=abc {TOKEN}")
    except ValueError:
        log.exception("broke")
        logging.getLogger("some.library").exception("broke too")
    written = capsys.readouterr().err
    assert "event" in written
    assert "broke too" in written
    for secret in (TOKEN, "AAE-secret", "nmv_usr_abc", "hunter2-exact", "Signature=abc"):
        assert secret not in written


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", "json", Redactor())
    structlog.get_logger().info("render_done", render_id="r1", took_s=2)
    logging.getLogger("some.library").warning("two\nlines")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["render_done", "two\nlines"]
    assert lines[0]["took_s"] == 2


def test_chatty_libraries_are_quiet_at_info(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", "console", Redactor())
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:a/getMe")
    assert capsys.readouterr().err == ""
