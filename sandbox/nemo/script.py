"""What is scripted for one call, a fault's value in words, read into values; it knows no HTTP.

`sandbox/nemo/__init__.py` explains each word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.nemo.odd_drafts import ODD
from sandbox.nemo.refusals import OK, Form, RefusedError
from sandbox.nemo.speech import GUI_KINDS

SAYS = "says:"
PLACES = ("before", "in_line", "in_character", "after_text")
ENDINGS = ("cut", "reset", "stall")

_ANYWHERE = frozenset((*Form, "worked", "no_retry_after", "retry_after"))
_STREAM = frozenset(
    (
        *("silent", "spoken", "temporary_issue", "sketch", "thoughts", "groups", "undone"),
        *("error", "unparsable_error", "error_event", "error_event_before"),
        *("huge_line", "huge_text", "gui", "gui_only", "second_stage", "after"),
        *("crlf", "cr", "bom", "drip", "split_characters", "keep_alives", "heartbeats", "for"),
        *(f"{ending}_{place}" for ending in ENDINGS for place in PLACES),
    )
)
_OF_OPERATION: Mapping[str, frozenset[str]] = {
    "run_sse": _STREAM,
    "upload": frozenset(("uploaded_files",)),
    "render.submit": frozenset(("fail", "stuck", "variant_a", "for")),
    "render.poll": frozenset(("variant_a",)),
    "session.create": frozenset(("bind_id", "without_user")),
    "state": frozenset(("bind_id", *ODD)),
    "auth.anonymous": frozenset(("bind_id", "short", "lives")),
}
_WITH_VALUE = frozenset(("retry_after", "lives", "gui", "gui_only", "after", "for"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of one call. `says` is what the agent is to say, `refused` how it is refused."""

    words: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    says: str | None = None
    refused: RefusedError | None = None

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def seconds(self, word: str) -> float | None:
        """The value of a word that is a length of time."""
        return float(self.values[word]) if word in self.values else None


def read(operation: str, value: str) -> Script:
    """The script that a fault's value holds for an operation; raises ValueError."""
    spoken = operation == "run_sse" and SAYS in value
    head, _, says = value.partition(SAYS) if spoken else (value, "", "")
    codes: list[int] = []
    values: dict[str, str] = {}
    for item in head.split():
        name, equals, told = item.partition("=")
        if item.isdecimal():
            codes.append(int(item))
            continue
        if name not in _ANYWHERE | _OF_OPERATION.get(operation, frozenset()):
            raise ValueError(f"{operation} has no word {name!r}")
        if bool(equals) != (name in _WITH_VALUE):
            raise ValueError(f"{name!r} {'needs a' if name in _WITH_VALUE else 'has no'} value")
        values[name] = _checked(name, told)
    words = frozenset(values)
    return Script(
        words=words,
        values=values,
        says=says.strip() if spoken else None,
        refused=_refusal(codes, words, values),
    )


def _checked(name: str, told: str) -> str:
    if name.startswith("gui"):
        if told not in GUI_KINDS:
            raise ValueError(f"{name} is one of {', '.join(GUI_KINDS)}, not {told!r}")
    elif name in _WITH_VALUE and float(told) < 0:
        raise ValueError(f"{name} is a number of seconds, not {told!r}")
    return told


def _refusal(
    codes: list[int], words: frozenset[str], values: Mapping[str, str]
) -> RefusedError | None:
    forms = [form for form in Form if form in words]
    if len(codes) > 1 or len(forms) > 1:
        raise ValueError("a call is refused with one code, in one form")
    form = forms[0] if forms else None
    if not codes:
        if form in {Form.BODY, Form.STATUS, Form.BOTH}:
            raise ValueError(f"{form} needs a code")
        return RefusedError(OK, form=form) if form else None
    retry_after = None if "no_retry_after" in words else values.get("retry_after", "30")
    return RefusedError(codes[0], form=form, retry_after=retry_after)
