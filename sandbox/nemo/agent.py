"""The sandbox's editing agent: a message and a project in, an answer and a new project out.

Pure: it opens nothing and waits for nothing. What it cannot do it says.
"""

import re
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from pydantic import JsonValue

from sandbox.nemo import speech
from sandbox.nemo.draft import Draft
from sandbox.nemo.edit_clips import ALONE_MS, AddMedia, Clear, SetLength, assembled
from sandbox.nemo.edit_looks import ScaleBrightness, SetCanvas
from sandbox.nemo.edit_sound import SetMusic
from sandbox.nemo.edit_titles import AddTitle
from sandbox.nemo.grammar import read
from sandbox.nemo.project import CannotDoError, Edit, Media, Project, Reason
from sandbox.nemo.speech import Language
from sandbox.nemo.wishes import MakeClip, Undo, Wish
from studio.timeline import Mood, Position

EDIT_CREDITS = 50
"""For all edits of one session together."""
GENERATION_CREDITS = 100
"""For each generated clip."""
LONGEST_GENERATED_MS = 30_000

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    """A tool as the stream shows it: the call, and what it gave back."""

    name: Literal["generate_video_with_seedance", "edit_multitrack"]
    args: dict[str, JsonValue]
    result: dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a message leads to. `lead` is said before the tool runs, `text` at the end.

    `kind` says what it was: talk changes nothing, an edit may end without a word.
    `refused` says that a part of it was not done, which the words must tell.
    """

    kind: Literal["talk", "edit", "clip"]
    project: Project
    lead: str
    text: str
    tool: ToolUse | None
    credits: int
    refused: bool = False

    @property
    def generates(self) -> bool:
        """A film is still to be made for the words."""
        return self.tool is not None and self.tool.name == "generate_video_with_seedance"


def language_of(message: str, fallback: str) -> Language:
    """The language to answer in: that of the message, or else of the session."""
    if _HAN.search(message):
        return "zh"
    if _LATIN.search(message):
        return "en"
    return "zh" if fallback.lower().startswith("zh") else "en"


def answer(
    message: str, project: Project, *, language: str, video_url: str, dice: Random
) -> Answer:
    """Do what the message asks, as far as it is understood and possible.

    `video_url` is where a generated video will be, should one be needed.
    """
    tongue = language_of(message, language)
    wishes = _in_order(read(message), project)
    if not wishes:
        return _talk(speech.abilities(tongue), project)
    now = project
    refused = False
    said: list[str] = []
    for wish in wishes:
        try:
            now = _step(wish, now, video_url)
        except CannotDoError as exc:
            refused = True
            said.append(speech.refusal(exc.reason, tongue))
        else:
            said.append(speech.done(wish, now, tongue))
    if now.draft == project.draft:
        return _talk(speech.joined(said, tongue), project)
    changed = _change(wishes, project, now, said, tongue, dice)
    return replace(changed, refused=refused)


SECOND_STAGE: tuple[Edit, ...] = (
    SetMusic(mood=Mood.LOFI, volume=None, uploaded=False),
    AddTitle(text="Made with Nemo", position=Position.BOTTOM, span=None),
    ScaleBrightness(factor=1.1, clip=None),
)
"""What the real backend adds unasked, one by one, after the stream has closed."""


def added(project: Project, edit: Edit) -> Project:
    """The project after a step of the second stage; an empty one stays empty."""
    return project.with_draft(edit.on(project)) if project.draft.clips else project


def _talk(text: str, project: Project) -> Answer:
    return Answer(kind="talk", project=project, lead="", text=text, tool=None, credits=0)


def _change(
    wishes: tuple[Wish, ...],
    before: Project,
    now: Project,
    said: list[str],
    tongue: Language,
    dice: Random,
) -> Answer:
    generated = now.generated[len(before.generated) :]
    made = {clip.src for clip in now.draft.clips} != {clip.src for clip in before.draft.clips}
    is_clip = made and any(isinstance(wish, MakeClip) for wish in wishes)
    if not (len(wishes) == 1 and isinstance(wishes[0], Undo)):
        now = now.remembering(before.draft)
    return Answer(
        kind="clip" if is_clip else "edit",
        project=replace(now, paid=True),
        lead=speech.lead(tongue) if is_clip else "",
        text=speech.joined((*said, speech.gui_line(tongue, dice)), tongue),
        tool=_tool(wishes, generated, now.draft),
        credits=_price(generated, before),
    )


def _price(generated: tuple[Media, ...], before: Project) -> int:
    if generated:
        return GENERATION_CREDITS * len(generated)
    return 0 if before.paid else EDIT_CREDITS


def _tool(wishes: tuple[Wish, ...], generated: tuple[Media, ...], draft: Draft) -> ToolUse:
    result: dict[str, JsonValue] = {"status": "success", "duration_ms": draft.duration_ms}
    if generated:
        return ToolUse(
            name="generate_video_with_seedance",
            args={"prompt": generated[0].name, "duration": draft.duration_ms / 1000},
            result=result,
        )
    operations: list[JsonValue] = [type(wish).__name__ for wish in wishes]
    return ToolUse(name="edit_multitrack", args={"operations": operations}, result=result)


def _in_order(wishes: tuple[Wish, ...], project: Project) -> tuple[Wish, ...]:
    """Clips are made first; who edits what was uploaded but is no clip yet, wants one."""
    makes = [wish for wish in wishes if isinstance(wish, MakeClip)]
    others = tuple(wish for wish in wishes if not isinstance(wish, MakeClip))
    if makes:
        return (max(makes, key=lambda make: bool(make.total_ms or make.each_ms)), *others)
    on_empty = not project.draft.clips and project.fresh
    edits = any(not isinstance(wish, AddMedia | Clear | SetCanvas | Undo) for wish in others)
    return (MakeClip(), *others) if on_empty and edits else others


def _step(wish: Wish, project: Project, video_url: str) -> Project:
    if isinstance(wish, MakeClip):
        return _make(wish, project, video_url)
    if isinstance(wish, Undo):
        if not project.before:
            raise CannotDoError(Reason.NOTHING_TO_UNDO)
        at = max(len(project.before) - wish.steps, 0)
        return replace(project, draft=project.before[at], before=project.before[:at])
    return project.with_draft(wish.on(project).fitted())


def _make(wish: MakeClip, project: Project, video_url: str) -> Project:
    if not project.fresh and wish.subject:
        return _generate(wish, wish.subject, project, video_url)
    if not project.fresh and project.draft.clips:
        if not wish.total_ms and not wish.each_ms:
            raise CannotDoError(Reason.ALREADY_THERE)
        length = SetLength(total_ms=wish.total_ms, each_ms=wish.each_ms)
        return project.with_draft(length.on(project).fitted())
    sources = project.fresh or project.visuals
    if not sources:
        raise CannotDoError(Reason.NO_MEDIA)
    canvas = project.draft.canvas
    draft = assembled(canvas, sources, total_ms=wish.total_ms, each_ms=wish.each_ms)
    return project.with_draft(draft)


def _generate(wish: MakeClip, subject: str, project: Project, video_url: str) -> Project:
    canvas = project.draft.canvas
    total_ms = min(wish.total_ms or wish.each_ms or ALONE_MS, LONGEST_GENERATED_MS)
    film = Media(
        name=subject,
        url=video_url,
        kind="video",
        mime="video/mp4",
        duration_ms=total_ms,
        # It is soft anyway, so half the size does, in a quarter of the time.
        width=canvas.width // 4 * 2,
        height=canvas.height // 4 * 2,
    )
    draft = assembled(canvas, (film,), total_ms=total_ms, each_ms=None)
    return replace(project.with_draft(draft), generated=(*project.generated, film))
