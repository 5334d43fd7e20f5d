"""Collects a text and the entities over it while marks are parsed; knows no mark-up language."""

from dataclasses import dataclass

from sandbox.telegram.model import Entity, RichText


def utf16_length(text: str) -> int:
    """The length Telegram counts offsets in: characters beyond U+FFFF count twice."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A mark that has begun: `mark` as written, and the entity it will become."""

    number: int
    mark: str
    type: str
    at_byte: int
    offset: int
    url: str | None = None
    language: str | None = None


class EntityBuilder:
    """A text that grows, with the marks that are open at its end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._entities: dict[int, Entity] = {}
        self._opened = 0
        self.offset = 0
        self.open: list[Open] = []

    def add(self, text: str) -> None:
        """Append text as it is."""
        self._parts.append(text)
        self.offset += utf16_length(text)

    def begin(
        self,
        mark: str,
        type_: str,
        at_byte: int,
        *,
        url: str | None = None,
        lang: str | None = None,
    ) -> None:
        """Open a mark at the end of the text."""
        self._opened += 1
        self.open.append(
            Open(
                number=self._opened,
                mark=mark,
                type=type_,
                at_byte=at_byte,
                offset=self.offset,
                url=url,
                language=lang,
            )
        )

    def end(self, *, url: str | None = None) -> None:
        """Close the mark opened last; one around nothing or without meaning leaves no entity."""
        opened = self.open.pop()
        url = url or opened.url
        if not opened.type or self.offset == opened.offset:
            return
        if opened.type == "text_link" and not url:
            return
        self._entities[opened.number] = Entity(
            type=opened.type,
            offset=opened.offset,
            length=self.offset - opened.offset,
            url=url,
            language=opened.language,
        )

    def text_since(self, opened: Open) -> str:
        """The text inside a mark so far."""
        whole = "".join(self._parts).encode("utf-16-le")
        return whole[opened.offset * 2 :].decode("utf-16-le")

    def built(self) -> RichText:
        """The whole text; entities in the order Telegram gives them."""
        by_opening = [self._entities[number] for number in sorted(self._entities)]
        by_opening.sort(key=lambda entity: (entity.offset, -entity.length))
        return RichText(text="".join(self._parts), entities=tuple(by_opening))
