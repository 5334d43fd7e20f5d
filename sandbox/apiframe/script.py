"""What is scripted for one call, a fault's value in words, read into values; it knows no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SAYS = "says:"
FORMS = frozenset(("errors", "error", "message", "detail", "empty", "html", "broken_json"))

_COURSE = frozenset(
    (
        *("fail", "cancel", "stuck", "camel", "no_id", "at_once"),
        *("hooks_twice", "hooks_reordered", "hooks_wrong", "hooks_bare", "no_hooks"),
    )
)
_TOLD = frozenset(
    (
        *("status", "no_status", "percent", "percent_number", "no_percent", "no_result"),
        *("preview", "camel", "error_as", "words_as", "left_out", "expired", "result_as"),
    )
)
_ANYWHERE = frozenset(("worked", "retry_after", "no_retry_after", "url_as")) | FORMS
_WITH_VALUE = frozenset(
    ("retry_after", "status", "percent", "error_as", "words_as", "result_as", "url_as")
)
_LOOKS = frozenset(("v1.fetch", "v1.fetch_many", "v2.jobs.get", "v2.jobs"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of one call; `code` and `form` stand for a refusal, `says` for its reason."""

    words: Mapping[str, str] = field(default_factory=dict)
    code: int | None = None
    form: str | None = None
    says: str = ""

    def __contains__(self, word: str) -> bool:
        return word in self.words

    @property
    def refuses(self) -> bool:
        """Whether the call is to be refused."""
        return self.code is not None or self.form is not None

    def of(self, word: str, default: str) -> str:
        """The value of a word."""
        return self.words.get(word, default)


def read(operation: str, value: str) -> Script:
    """The script that a fault's value holds for an operation; raises ValueError."""
    head, _, says = value.partition(SAYS)
    words: dict[str, str] = {}
    codes: list[int] = []
    allowed = _ANYWHERE | (_TOLD if operation in _LOOKS else _COURSE)
    for item in head.split():
        name, equals, told = item.partition("=")
        if item.isdecimal() and 200 <= int(item) <= 599:
            codes.append(int(item))
            continue
        if name not in allowed:
            raise ValueError(f"{operation} has no word {name!r}")
        if bool(equals) != (name in _WITH_VALUE):
            raise ValueError(f"{name!r} {'needs a' if name in _WITH_VALUE else 'has no'} value")
        words[name] = told
    forms = [name for name in words if name in FORMS]
    if len(codes) > 1 or len(forms) > 1:
        raise ValueError("a call is refused with one status, in one form")
    if forms and not codes and forms[0] not in ("empty", "html", "broken_json"):
        raise ValueError(f"{forms[0]} needs a status")
    return Script(
        words=words,
        code=codes[0] if codes else None,
        form=forms[0] if forms else None,
        says=says.strip(),
    )
