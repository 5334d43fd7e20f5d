"""Logging: one line an event, secrets out of every line, also those of libraries."""

import logging
import sys
from collections.abc import Callable

import structlog
from structlog.typing import Processor

from wire.redact import Redactor

# These print whole URLs at INFO, and a Telegram URL holds the token.
CHATTY = ("httpx", "httpcore", "telegram", "asyncio", "procrastinate", "psycopg", "urllib3")


def set_up_logs(level: str, form: str, redactor: Redactor) -> None:
    """Send everything to standard error, through `redactor`, as text or as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(formatter, redactor.text))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # It writes a traceback for every answer that is no JSON, as proxies give them while Telegram is
    # away; the error reaches us as well.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        cache_logger_on_first_use=True,
    )


class _Redacting(logging.Formatter):
    """Redacts the finished line: keys, values and tracebacks alike."""

    def __init__(self, inner: logging.Formatter, redact: Callable[[str], str]) -> None:
        super().__init__()
        self._inner = inner
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(self._inner.format(record))
