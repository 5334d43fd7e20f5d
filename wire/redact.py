"""Takes secrets out of anything that is going to be logged; it knows shapes, not services."""

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "[hidden]"

# Data nested deeper is cut to its text form, so that a loop in it ends.
_DEEPEST: Final = 6


def _without_query(url: re.Match[str]) -> str:
    bare, mark, _ = url[0].partition("?")
    return f"{bare}{mark}{HIDDEN if mark else ''}"


_SHAPES: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    # A bot's token: in an address ("/bot123:AA…"), or alone.
    (re.compile(r"(/(?:file/)?bot)\d+(?::|%3A)[^/\s?\"']+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b\d+:[A-Za-z0-9_-]{30,}"), HIDDEN),
    (re.compile(r"\b(Bearer)\s+[^\s\"',\[\]]{4,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\b(nmv_usr|clm)_[A-Za-z0-9_.~+/=-]+"), rf"\1_{HIDDEN}"),
    # A name and password in an address, and the query: signatures live there.
    (re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://)[^/\s@?#\"']+@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # Taken whole and cut by hand: a pattern for both halves can be made to run for minutes.
    (re.compile(r"\bhttps?://[^\s\"'<>]+", re.IGNORECASE), _without_query),
    (
        re.compile(
            r"([?&](?:ct|token|key|api_key|sig|signature|x-amz-[a-z-]+)=)[^&\s\"']+", re.IGNORECASE
        ),
        rf"\1{HIDDEN}",
    ),
)

_SECRET_FIELDS: Final = frozenset(
    (
        *("authorization", "proxy-authorization", "cookie", "set-cookie", "password", "secret"),
        *("token", "access_token", "refresh_token", "bot_token", "claim_token"),
        *("api_key", "apikey", "x-api-key", "x-rapidapi-key", "x-key"),
    )
)


def redact(text: str) -> str:
    """The text with everything hidden that has the shape of a secret."""
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return text


class Redactor:
    """Hides secrets by their shape, by the name of their field, and by their exact text.

    Called with three arguments it is a structlog processor; it belongs after the one that turns
    an exception into text.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        # The longest first: one secret may begin another.
        ordered = sorted(forms, key=len, reverse=True)
        self._exact = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __repr__(self) -> str:
        return "Redactor()"

    def text(self, text: str) -> str:
        """The text without its secrets."""
        return redact(text if self._exact is None else self._exact.sub(HIDDEN, text))

    def deep(self, value: object, depth: int = 0) -> object:
        """A copy of nested mappings and lists without secrets.

        Any other object stays as it is, unless its `repr` holds a secret: then that, redacted.
        """
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case Mapping() if depth < _DEEPEST:
                return {self._key(k): self._field(k, v, depth) for k, v in value.items()}
            case list() | tuple() | set() | frozenset() if depth < _DEEPEST:
                return [self.deep(item, depth + 1) for item in value]
            case _:
                shown = repr(value)
                clean = self.text(shown)
                return value if clean == shown else clean

    def __call__(
        self, _logger: object, _method: str, event_dict: MutableMapping[str, object]
    ) -> Mapping[str, object]:
        """The structlog form."""
        return {key: self._field(key, value, 0) for key, value in event_dict.items()}

    def _key(self, key: object) -> object:
        return self.text(key) if isinstance(key, str) else key

    def _field(self, key: object, value: object, depth: int) -> object:
        if isinstance(key, str) and key.lower() in _SECRET_FIELDS and value is not None:
            return HIDDEN
        return self.deep(value, depth + 1)
