"""The web links in a message; what they lead to is looked at elsewhere."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

MOST_LINKS: Final = 10
ENDINGS: Final = r"\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)"

# Letters of any script may stand in a link. A comma, or a letter that is not ASCII, ends it when
# another link follows at once.
_SCHEME: Final = "[Hh][Tt][Tt][Pp][Ss]?://"  # "(?i)" would take the long s as well
_RUN: Final = re.compile(
    rf"(?<![A-Za-z0-9+.-]){_SCHEME}(?=[\w\[])"
    rf"(?:[A-Za-z0-9_\-.~:/?#\[\]@!$&'()*+=%]|(?:[,;]|[^\W\x00-\x7f])(?!{_SCHEME}))+"
)
_ASCII_PART: Final = re.compile(r"[\x00-\x7f]*")
_MEDIA_ENDING: Final = re.compile(ENDINGS + r"(?![a-z0-9])", re.IGNORECASE | re.ASCII)


def find_links(text: str) -> tuple[str, ...]:
    """The web links in a message, each once, in their order, at most `MOST_LINKS`.

    Without what follows them: punctuation, quotes, a bracket that was not opened inside, and
    words of a script that is written without spaces.
    """
    return tuple(islice(dict.fromkeys(_links(text)), MOST_LINKS))


def _links(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        link = _without_tail(_without_words(run[0]))
        if not link.endswith("://"):
            yield link


def _without_words(run: str) -> str:
    # "…/旅行.mp4" is one link, "…/a.mp4这个视频" and "…/a这个视频" are a link and words.
    ending = _MEDIA_ENDING.search(run)
    rest = _ASCII_PART.match(run, ending.end() if ending else 0)
    return run[: rest.end()] if rest else run


def _without_tail(link: str) -> str:
    surplus = {")": link.count(")") - link.count("("), "]": link.count("]") - link.count("[")}
    end = len(link)
    while surplus.get(last := link[end - 1], 0) > 0 or last in ".,;:!?'*([":
        if last in surplus:
            surplus[last] -= 1
        end -= 1
    return link[:end]
