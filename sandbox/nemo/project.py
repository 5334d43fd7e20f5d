"""A session's project as values: what was uploaded, the draft, and the drafts before it.

Nothing here changes: a turn of the agent makes a new project out of the old one.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, Protocol

from sandbox.nemo.draft import Draft

UNDO_STEPS = 50


class Reason(StrEnum):
    """Why a wish cannot be met; `sandbox.nemo.speech` has the words."""

    NO_MEDIA = "no_media"
    NO_AUDIO = "no_audio"
    NO_CLIPS = "no_clips"
    NO_SUCH_CLIP = "no_such_clip"
    NOT_STILL = "not_still"
    NO_TITLE = "no_title"
    NO_SUCH_TITLE = "no_such_title"
    NO_TITLE_COLOUR = "no_title_colour"
    NO_WORDS = "no_words"
    NO_MUSIC = "no_music"
    NO_SOUND = "no_sound"
    NOTHING_LEFT = "nothing_left"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ALREADY_THERE = "already_there"


class CannotDoError(Exception):
    """A wish cannot be met on this project."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """An uploaded or generated file; `duration_ms` is 0 for a picture."""

    name: str
    url: str
    kind: Literal["image", "video", "audio"]
    mime: str
    duration_ms: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything the agent knows of a session. `used` are the URLs that were ever on the timeline.

    `paid` says that this session's editing has been charged.
    """

    draft: Draft = field(default_factory=Draft)
    before: tuple[Draft, ...] = ()
    media: tuple[Media, ...] = ()
    generated: tuple[Media, ...] = ()
    used: frozenset[str] = frozenset()
    paid: bool = False

    @property
    def visuals(self) -> tuple[Media, ...]:
        """The uploaded pictures and videos."""
        return tuple(media for media in self.media if media.kind != "audio")

    @property
    def fresh(self) -> tuple[Media, ...]:
        """The uploaded pictures and videos that were never on the timeline."""
        return tuple(media for media in self.visuals if media.url not in self.used)

    @property
    def fresh_audio(self) -> tuple[Media, ...]:
        """The uploaded sounds that were never on the timeline."""
        return tuple(m for m in self.media if m.kind == "audio" and m.url not in self.used)

    def with_draft(self, draft: Draft) -> "Project":
        """The project with another draft, and what the draft uses marked as used."""
        used = {clip.src for clip in draft.clips}
        if draft.music and draft.music.src:
            used.add(draft.music.src)
        return replace(self, draft=draft, used=self.used | used)

    def remembering(self, draft: Draft) -> "Project":
        """The project with a draft to go back to."""
        return replace(self, before=(*self.before, draft)[-UNDO_STEPS:])


class Edit(Protocol):
    """A wish that makes a new draft out of the project's own."""

    def on(self, project: Project) -> Draft:
        """The changed draft; raises CannotDoError."""
        ...
