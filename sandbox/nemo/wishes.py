"""What a message can ask for: an edit of the draft, a clip, or the draft before."""

from dataclasses import dataclass

from sandbox.nemo.project import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClip:
    """A clip from what was uploaded, or, where nothing was, from the subject's words."""

    total_ms: int | None = None
    each_ms: int | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take the last changes back."""

    steps: int = 1


Wish = MakeClip | Edit | Undo
