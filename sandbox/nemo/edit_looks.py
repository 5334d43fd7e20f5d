"""Wishes about how the picture looks and moves: motion, speed, brightness, colours, frame."""

from dataclasses import dataclass, replace

from sandbox.nemo.draft import Canvas, Clip, Draft
from sandbox.nemo.edit_clips import chosen, each, lasting, with_clips
from sandbox.nemo.project import CannotDoError, Project, Reason
from studio.timeline import Motion

SLOWEST, FASTEST = 0.25, 4.0
DARKEST, BRIGHTEST = 0.2, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMotion:
    """Move the stills."""

    motion: Motion
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft with that motion."""
        draft = with_clips(project)
        if all(draft.clips[i].kind == "video" for i in chosen(draft, self.clip)):
            raise CannotDoError(Reason.NOT_STILL)
        return each(project, self.clip, lambda clip: replace(clip, motion=self.motion))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCanvas:
    """Change the aspect ratio; needs no clips."""

    canvas: Canvas

    def on(self, project: Project) -> Draft:
        """The draft with that frame."""
        return replace(project.draft, canvas=self.canvas)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSpeed:
    """Faster (above 1) or slower; a still is then shown for a shorter or longer time."""

    factor: float
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft at that speed, in what the renderer can do."""
        return each(project, self.clip, self._sped)

    def _sped(self, clip: Clip) -> Clip:
        speed = min(max(clip.speed * self.factor, SLOWEST), FASTEST)
        sped = replace(clip, speed=speed) if clip.kind == "video" else clip
        factor = speed / clip.speed if clip.kind == "video" else self.factor
        return lasting(sped, round(clip.duration_ms / factor))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBrightness:
    """Brighter (above 1) or darker."""

    factor: float
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft with that brightness."""
        return each(project, self.clip, self._lit)

    def _lit(self, clip: Clip) -> Clip:
        brightness = min(max(clip.brightness * self.factor, DARKEST), BRIGHTEST)
        return replace(clip, brightness=round(brightness, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGrayscale:
    """Black and white, or colours again."""

    on_: bool
    clip: int | None

    def on(self, project: Project) -> Draft:
        """The draft with or without colours."""
        return each(project, self.clip, lambda clip: replace(clip, grayscale=self.on_))
