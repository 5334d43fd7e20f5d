"""The backend's answers as frozen values; wire names stand here as aliases and nowhere else.

Sources differ in places (see each alias); unknown fields are ignored, so a new one breaks nobody.
"""

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, NewType, Self

from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SecretStr,
    SkipValidation,
    computed_field,
    model_validator,
)

SessionId = NewType("SessionId", str)
TaskId = NewType("TaskId", str)
RenderId = NewType("RenderId", str)

Opaque = Annotated[JsonValue, SkipValidation]
"""JSON that is passed on exactly as it came."""


class Answer(BaseModel):
    """What all answers share. Numbers that are ids (19 digits) are read as text."""

    model_config = ConfigDict(
        frozen=True,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        # A validation error is logged with its cause, and the input may be a token.
        hide_input_in_errors=True,
    )


class Nothing(Answer):
    """An answer of which only the success matters."""


class Bound(Answer):
    """An answer that may tell the user's id under one of two names; the one with a value counts."""

    told_bind_id: str | None = Field(None, validation_alias="bind_id", exclude=True)
    told_user_id: str | None = Field(None, validation_alias="user_id", exclude=True)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def bind_id(self) -> str | None:
        """What the registration link needs."""
        return self.told_bind_id or self.told_user_id or None


def _date_or_none(value: object) -> object:
    """Documents show "…" in the place of the date."""
    try:
        date = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return date.replace(tzinfo=UTC) if date and date.tzinfo is None else date


class AnonymousToken(Bound):
    """A token of a new anonymous user. It lives seven days."""

    token: SecretStr
    credits: int | float | None = None
    expires_at: Annotated[datetime | None, BeforeValidator(_date_or_none)] = None


class Session(Bound):
    """A session and the task (project) it belongs to."""

    session_id: SessionId
    task_id: TaskId | None = None


class Balance(Answer):
    """Credits; what a running generation holds is `frozen`."""

    available: int | float
    frozen: int | float = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> int | float:
        """All that is left, as the backend defines it."""
        return self.available + self.frozen


class UploadedFile(Answer):
    """One file as the backend sees it; `duration` in seconds."""

    name: str | None = Field(None, validation_alias=AliasChoices("filename", "name"))
    url: str | None = Field(None, validation_alias=AliasChoices("cdn_url", "url"))
    kind: str | None = Field(None, validation_alias=AliasChoices("file_type", "type"))
    duration: float | None = None
    width: int | None = None
    height: int | None = None


class Uploaded(Answer):
    """The answer to an upload."""

    files: tuple[UploadedFile, ...] = Field(
        validation_alias=AliasChoices("files", "uploaded_files"), min_length=1
    )


class State(Bound):
    """A session's state. Everything inside `draft` is the backend's own and stays untouched."""

    session_id: SessionId | None = None
    task_id: TaskId | None = None
    task_name: str | None = None
    draft: Opaque = Field(None, validation_alias=AliasChoices(AliasPath("state", "draft"), "draft"))
    video_infos: Opaque = Field(None, validation_alias=AliasPath("state", "video_infos"))
    generated_media: Opaque = Field(None, validation_alias=AliasPath("state", "generated_media"))
    canvas: Opaque = Field(None, validation_alias=AliasPath("state", "canvas_config"))

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        # An empty answer is no empty timeline.
        if not self.model_fields_set:
            raise ValueError("nothing of a state")
        return self

    @property
    def ready(self) -> bool:
        """Whether there is something to export: a track with a segment."""
        tracks = self.draft.get("t") if isinstance(self.draft, dict) else None
        if not isinstance(tracks, list):
            return False
        return any(isinstance(track, dict) and track.get("sg") for track in tracks)


class RenderState(StrEnum):
    """How far a render is."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: No source lists all the words; an unknown one is a render that still runs.
_RENDER_WORDS: Final = {
    "pending": RenderState.PENDING,
    "queued": RenderState.PENDING,
    "completed": RenderState.COMPLETED,
    "success": RenderState.COMPLETED,
    "failed": RenderState.FAILED,
    "error": RenderState.FAILED,
    "cancelled": RenderState.CANCELLED,
    "canceled": RenderState.CANCELLED,
}


def _render_state(word: object) -> RenderState:
    return _RENDER_WORDS.get(str(word).lower(), RenderState.RUNNING)


def _percent(value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0
    return min(max(number, 0.0), 100.0) if math.isfinite(number) else 0.0


class Render(Answer):
    """A render job; `progress` is 0 to 100, `url` is there once it is completed."""

    id: RenderId | None = Field(None, validation_alias=AliasChoices("id", "render_id", "taskId"))
    status: Annotated[RenderState, BeforeValidator(_render_state)] = RenderState.PENDING
    progress: Annotated[float, BeforeValidator(_percent)] = 0.0
    url: str | None = Field(
        None, validation_alias=AliasChoices("outputUrl", AliasPath("output", "url"))
    )
    reason: Opaque = Field(None, validation_alias=AliasChoices("error", "message"))

    def known_as(self, render_id: RenderId) -> "Render":
        """The same with our own id where the answer has none."""
        return self if self.id else self.model_copy(update={"id": render_id})


class ClaimToken(Answer):
    """A token that may stand in a link: it hands the project over, not the account."""

    claim_token: SecretStr
    expires_in: float | None = None


class ToolCall(Answer):
    """A part of a chat event: the agent calls a tool."""

    name: str = ""


class Part(Answer):
    """A part of a chat event; a `thought` is not for the user."""

    text: str | None = None
    thought: bool | None = None
    call: ToolCall | None = Field(
        None, validation_alias=AliasChoices("functionCall", "function_call")
    )


class Content(Answer):
    """The parts of a chat event."""

    parts: tuple[Part, ...] | None = None


class AdkEvent(Answer):
    """A chat event as Google ADK sends it."""

    content: Content | None = None
    partial: bool | None = None
    error_code: str | None = Field(None, validation_alias=AliasChoices("errorCode", "error_code"))
    error_message: str | None = Field(
        None, validation_alias=AliasChoices("errorMessage", "error_message")
    )


class SketchEvent(Answer):
    """A chat event as the backend's own documents draw it."""

    type: str
    content: str | None = None
    name: str | None = None
    message: str | None = None
    partial: bool | None = None
