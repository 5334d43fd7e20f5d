"""Wishes about the picture track: which clips, in what order, how long.

Clip indices are Python's: None means all clips, a negative one counts from the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sandbox.nemo.draft import LONGEST_MS, SHORTEST_MS, Canvas, Clip, Draft, Span
from sandbox.nemo.project import CannotDoError, Media, Project, Reason

ALONE_MS = 5000
AMONG_OTHERS_MS = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMedia:
    """Put what was uploaded since before (index 0) or behind (-1) the clips there are."""

    index: int

    def on(self, project: Project) -> Draft:
        """The draft with the new clips."""
        draft = project.draft
        if not project.fresh:
            raise CannotDoError(Reason.NO_MEDIA)
        new = _new_clips(project.fresh, draft.clips)
        clips = (*new, *draft.clips) if self.index == 0 else (*draft.clips, *new)
        return replace(draft, clips=clips)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLength:
    """Change how long the whole or one clip lasts, or each, or make it longer, or shorter."""

    total_ms: int | None = None
    each_ms: int | None = None
    more_ms: int = 0
    clip: int | None = None

    def on(self, project: Project) -> Draft:
        """The draft with its clips longer or shorter; a video never beyond its source."""
        draft = with_clips(project)
        if self.clip is not None:
            return each(project, self.clip, self._lasting)
        if self.each_ms is not None:
            each_ms = self.each_ms
            clips = tuple(lasting(clip, each_ms) for clip in draft.clips)
        else:
            total_ms = self.total_ms or max(draft.duration_ms + self.more_ms, SHORTEST_MS)
            clips = _shared_out(draft.clips, total_ms)
        return replace(draft, clips=clips)

    def _lasting(self, clip: Clip) -> Clip:
        return lasting(clip, self.total_ms or clip.duration_ms + self.more_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Take a stretch of time out, of the whole or of one clip."""

    span: Span
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft without that stretch."""
        return _recut(project, self.clip, self._remains)

    def _remains(self, clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
        length_ms = _length(clips)
        window = self.span.within(length_ms)
        before = _window(clips, 0, window.start_ms)
        return (*before, *_window(clips, window.end_ms, length_ms))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Leave only a stretch of time, of the whole or of one clip."""

    span: Span
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft with nothing but that stretch."""
        return _recut(project, self.clip, self._remains)

    def _remains(self, clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
        window = self.span.within(_length(clips))
        return _window(clips, window.start_ms, window.end_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Exchange two clips."""

    first: int
    second: int

    def on(self, project: Project) -> Draft:
        """The draft with the two in each other's place."""
        draft = with_clips(project)
        first, second = _at(draft, self.first), _at(draft, self.second)
        clips = list(draft.clips)
        clips[first], clips[second] = clips[second], clips[first]
        return replace(draft, clips=tuple(clips))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveClip:
    """Put a clip at another place; `to` is its index afterwards, negative from the end."""

    clip: int
    to: int

    def on(self, project: Project) -> Draft:
        """The draft with the clip there."""
        draft = with_clips(project)
        to = _at(draft, self.to)
        clips = list(draft.clips)
        clips.insert(to, clips.pop(_at(draft, self.clip)))
        return replace(draft, clips=tuple(clips))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse:
    """Put the clips in the opposite order."""

    def on(self, project: Project) -> Draft:
        """The draft, last clip first."""
        draft = with_clips(project)
        return replace(draft, clips=draft.clips[::-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveClip:
    """Take one clip off the timeline."""

    clip: int

    def on(self, project: Project) -> Draft:
        """The draft without it."""
        draft = with_clips(project)
        index = _at(draft, self.clip)
        return replace(draft, clips=(*draft.clips[:index], *draft.clips[index + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """Empty the timeline; the frame stays."""

    def on(self, project: Project) -> Draft:
        """An empty draft."""
        return Draft(canvas=project.draft.canvas)


def assembled(
    canvas: Canvas, sources: Sequence[Media], *, total_ms: int | None, each_ms: int | None
) -> Draft:
    """A new draft that shows the sources one after the other."""
    clips = _new_clips(sources, ())
    if each_ms is not None:
        clips = tuple(lasting(clip, each_ms) for clip in clips)
    return Draft(canvas=canvas, clips=_shared_out(clips, total_ms or _length(clips)))


def _new_clips(sources: Sequence[Media], others: Sequence[Clip]) -> tuple[Clip, ...]:
    still_ms = ALONE_MS if len(sources) + len(others) == 1 else AMONG_OTHERS_MS
    first = 1 + max((int(clip.id.lstrip("v").split("-")[0]) for clip in others), default=0)
    return tuple(
        Clip(
            id=f"v{number}",
            name=media.name,
            src=media.url,
            kind="video" if media.kind == "video" else "image",
            duration_ms=media.duration_ms if media.kind == "video" else still_ms,
            source_ms=media.duration_ms if media.kind == "video" else None,
        )
        for number, media in enumerate(sources, start=first)
    )


def with_clips(project: Project) -> Draft:
    """The draft; raises CannotDoError where it has no clips."""
    if not project.draft.clips:
        raise CannotDoError(Reason.NO_CLIPS)
    return project.draft


def _at(draft: Draft, index: int) -> int:
    if not -len(draft.clips) <= index < len(draft.clips):
        raise CannotDoError(Reason.NO_SUCH_CLIP)
    return index % len(draft.clips)


def chosen(draft: Draft, index: int | None) -> Sequence[int]:
    """The indices of the clips that are meant; raises CannotDoError where there is no such clip."""
    return range(len(draft.clips)) if index is None else (_at(draft, index),)


def each(project: Project, index: int | None, change: Callable[[Clip], Clip]) -> Draft:
    """The draft with one clip changed, or all of them."""
    draft = with_clips(project)
    indices = chosen(draft, index)
    return replace(
        draft,
        clips=tuple(change(clip) if i in indices else clip for i, clip in enumerate(draft.clips)),
    )


def _recut(
    project: Project, index: int | None, remains: Callable[[tuple[Clip, ...]], tuple[Clip, ...]]
) -> Draft:
    draft = with_clips(project)
    if index is None:
        clips = remains(draft.clips)
    else:
        at = _at(draft, index)
        clips = (*draft.clips[:at], *remains((draft.clips[at],)), *draft.clips[at + 1 :])
    if not clips:
        raise CannotDoError(Reason.NOTHING_LEFT)
    return replace(draft, clips=clips)


def _window(clips: tuple[Clip, ...], start_ms: int, end_ms: int) -> tuple[Clip, ...]:
    """What the clips show between two times; pieces too short to be seen are dropped."""
    pieces: list[Clip] = []
    at_ms = 0
    for clip in clips:
        head_ms = max(start_ms - at_ms, 0)
        tail_ms = min(end_ms - at_ms, clip.duration_ms)
        if tail_ms - head_ms >= SHORTEST_MS:
            trim_ms = clip.trim_ms + round(head_ms * clip.speed) if clip.kind == "video" else 0
            pieces.append(replace(clip, duration_ms=tail_ms - head_ms, trim_ms=trim_ms))
        at_ms += clip.duration_ms
    return tuple(pieces)


def _length(clips: Sequence[Clip]) -> int:
    return sum(clip.duration_ms for clip in clips)


def lasting(clip: Clip, duration_ms: int) -> Clip:
    """The clip played for that long, or as long as it can."""
    return replace(clip, duration_ms=min(max(duration_ms, SHORTEST_MS), clip.longest_ms))


def _shared_out(clips: tuple[Clip, ...], total_ms: int) -> tuple[Clip, ...]:
    """Stretch the clips to a total in proportion; what a video lacks, the stills are given."""
    total_ms = min(total_ms, LONGEST_MS)
    now_ms = _length(clips)
    scaled = tuple(lasting(clip, round(clip.duration_ms * total_ms / now_ms)) for clip in clips)
    stills = [i for i, clip in enumerate(scaled) if clip.kind == "image"]
    missing_ms = total_ms - _length(scaled)
    if not stills or not missing_ms:
        return scaled
    share_ms = missing_ms // len(stills)
    spread = [
        lasting(clip, clip.duration_ms + share_ms) if i in stills else clip
        for i, clip in enumerate(scaled)
    ]
    last = stills[-1]
    spread[last] = lasting(spread[last], spread[last].duration_ms + total_ms - _length(spread))
    return tuple(spread)
