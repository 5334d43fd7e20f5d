"""Wishes about the words over the picture."""

from dataclasses import dataclass, replace

from sandbox.nemo.draft import TITLE_MS, Draft, Span, Title
from sandbox.nemo.project import CannotDoError, Project, Reason
from studio.timeline import Position

FREE_PLACES = (Position.BOTTOM, Position.TOP, Position.CENTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTitle:
    """Write words over the picture, for the first three seconds where no time is said."""

    text: str
    position: Position | None
    span: Span | None

    def on(self, project: Project) -> Draft:
        """The draft with one more title."""
        draft = project.draft
        if not draft.clips:
            raise CannotDoError(Reason.NO_CLIPS)
        if not self.text:
            # "The title at the top" names no words: it is about the title that is there.
            change = ChangeTitle(text=None, position=self.position, span=self.span)
            if not draft.titles or not (self.position or self.span):
                raise CannotDoError(Reason.NO_WORDS)
            return change.on(project)
        window = (self.span or Span(start_ms=0, length_ms=TITLE_MS)).within(draft.duration_ms)
        last = max((int(title.id[1:]) for title in draft.titles), default=0)
        title = Title(
            id=f"t{last + 1}",
            text=self.text,
            start_ms=window.start_ms,
            duration_ms=window.end_ms - window.start_ms,
            position=self.position or _free_place(draft),
        )
        return replace(draft, titles=(*draft.titles, title))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTitle:
    """Change the title `which`, or the newest; None leaves a part as it is."""

    text: str | None
    position: Position | None
    span: Span | None
    which: int | str | None = None

    def on(self, project: Project) -> Draft:
        """The draft with the title changed."""
        draft = project.draft
        if not draft.titles:
            if not self.text or self.which is not None:
                raise CannotDoError(Reason.NO_TITLE)
            return AddTitle(text=self.text, position=self.position, span=self.span).on(project)
        at = _which(draft, self.which)
        title = draft.titles[at]
        if self.span:
            window = self.span.within(draft.duration_ms)
            length_ms = window.end_ms - window.start_ms
            title = replace(title, start_ms=window.start_ms, duration_ms=length_ms)
        title = replace(
            title, text=self.text or title.text, position=self.position or title.position
        )
        return replace(draft, titles=(*draft.titles[:at], title, *draft.titles[at + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTitles:
    """Take all titles off, or the one with that index or those words."""

    which: int | str | None = None

    def on(self, project: Project) -> Draft:
        """The draft without titles."""
        if not project.draft.titles:
            raise CannotDoError(Reason.NO_TITLE)
        if self.which is None:
            return replace(project.draft, titles=())
        at = _which(project.draft, self.which)
        titles = project.draft.titles
        return replace(project.draft, titles=(*titles[:at], *titles[at + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourTitle:
    """Give a title another colour, which this agent cannot do."""

    def on(self, project: Project) -> Draft:
        """Raises CannotDoError, always."""
        raise CannotDoError(Reason.NO_TITLE_COLOUR if project.draft.titles else Reason.NO_TITLE)


def title_changed(wish: object, draft: Draft) -> Title | None:
    """The title that a wish has just changed or added, or else the newest."""
    if isinstance(wish, ChangeTitle) and wish.which is not None and draft.titles:
        return draft.titles[_which(draft, wish.which if wish.text is None else wish.text)]
    return draft.titles[-1] if draft.titles else None


def _which(draft: Draft, which: int | str | None) -> int:
    """The index of the title that is meant; raises CannotDoError where there is none."""
    titles = draft.titles
    if isinstance(which, str):
        wanted = which.strip().casefold()
        same = [i for i, title in enumerate(titles) if title.text.strip().casefold() == wanted]
        if not same:
            raise CannotDoError(Reason.NO_SUCH_TITLE)
        return same[-1]
    index = -1 if which is None else which
    if not -len(titles) <= index < len(titles):
        raise CannotDoError(Reason.NO_SUCH_TITLE)
    return index % len(titles)


def _free_place(draft: Draft) -> Position:
    """Where no title stands yet, so that two that nobody placed do not cover each other."""
    taken = {title.position for title in draft.titles}
    return next((place for place in FREE_PLACES if place not in taken), Position.BOTTOM)
