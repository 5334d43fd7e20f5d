"""Wishes about what is heard: background music, and the clips' own sound."""

from dataclasses import dataclass, replace

from sandbox.nemo.draft import Draft, Music
from sandbox.nemo.project import CannotDoError, Project, Reason
from studio.timeline import Mood

MUSIC_NAMES = {
    Mood.CALM: "Calm",
    Mood.HAPPY: "Happy",
    Mood.EPIC: "Epic",
    Mood.LOFI: "Lo-fi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMusic:
    """Have background music; None leaves a part as it is. `uploaded` asks for the user's own."""

    mood: Mood | None
    volume: float | None
    uploaded: bool

    def on(self, project: Project) -> Draft:
        """The draft with that music."""
        draft = project.draft
        if not draft.clips:
            raise CannotDoError(Reason.NO_CLIPS)
        music = self._music(project)
        volume = music.volume if self.volume is None else self.volume
        return replace(draft, music=replace(music, volume=volume))

    def _music(self, project: Project) -> Music:
        now = project.draft.music
        own = [media for media in project.media if media.kind == "audio"]
        if self.uploaded and not own and now is None:
            raise CannotDoError(Reason.NO_AUDIO)
        if own and (self.uploaded or (self.mood is None and project.fresh_audio)):
            song = (project.fresh_audio or own)[-1]
            return Music(id="a1", name=song.name, src=song.url, mood=Mood.CALM)
        if now and (self.mood is None or self.mood is now.mood):
            return now
        mood = self.mood or Mood.LOFI
        return Music(id="a1", name=MUSIC_NAMES[mood], src=None, mood=mood)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMusic:
    """Have no background music."""

    def on(self, project: Project) -> Draft:
        """The draft without music."""
        if project.draft.music is None:
            raise CannotDoError(Reason.NO_MUSIC)
        return replace(project.draft, music=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleVolume:
    """Louder or quieter: the music where there is some, else the clips' own sound."""

    factor: float

    def on(self, project: Project) -> Draft:
        """The draft with that volume."""
        draft = project.draft
        if draft.music:
            volume = round(min(draft.music.volume * self.factor, 1.0), 2)
            return replace(draft, music=replace(draft.music, volume=volume))
        heard = next((clip.volume for clip in draft.clips if clip.kind == "video"), 0.0)
        return _clips_at(draft, round(min(heard * self.factor, 1.0), 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVolume:
    """How loud it is: the music where there is some, else the clips' own sound."""

    volume: float

    def on(self, project: Project) -> Draft:
        """The draft with that volume."""
        draft = project.draft
        if draft.music:
            return replace(draft, music=replace(draft.music, volume=self.volume))
        return _clips_at(draft, self.volume)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClipSound:
    """How loud the clips' own sound is; muting stills takes their music away."""

    volume: float

    def on(self, project: Project) -> Draft:
        """The draft with the clips at that volume."""
        draft = project.draft
        if draft.music and all(clip.kind == "image" for clip in draft.clips):
            return replace(draft, music=None if self.volume == 0 else draft.music)
        return _clips_at(draft, self.volume)


def _clips_at(draft: Draft, volume: float) -> Draft:
    if all(clip.kind == "image" for clip in draft.clips):
        raise CannotDoError(Reason.NO_SOUND)
    return replace(
        draft,
        clips=tuple(
            replace(clip, volume=volume) if clip.kind == "video" else clip for clip in draft.clips
        ),
    )
