"""The shape of a reply: headings, list items, quoted lines; it knows no order and no wish."""

import re
from collections.abc import Sequence

_ITEM = re.compile(
    r"\s*(?:(?:[-*•·–+]|#+|\d+[.)]|\(\d+\)|（\d+）)\s+|[①-⑳]\s*|\d+、\s*|[\d#*]\ufe0f?\u20e3\s*)"
)
_TITLE = re.compile(r"\s*#+\s")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_QUOTE = re.compile(r"\s*>(?!\W*(?:(?:pro )?tip|note|hint|小?提示|贴士|注意)\b)")
_BOLD = re.compile(r"\s*(?:[-*•]\s+)?(?:\*\*|__)[^*_\n]+(?:\*\*|__)\s*")
# A line may say something before the sentence that heads the list.
_SAID_ABOVE = re.compile(r"(?<![.!?…])[.!?…]+[\"”’)*_]*\s|[。！？][”’」』）*_]*")
_GAP = re.compile(r"\n{3,}")


def body_start(line: str) -> int:
    """Where the words of a line begin, behind the mark of a list item or a heading."""
    marker = _ITEM.match(line)
    return marker.end() if marker else 0


def is_item(line: str) -> bool:
    """Whether a line is one of a list."""
    return bool(_ITEM.match(line)) and not _TITLE.match(line)


def is_quoted(line: str) -> bool:
    """Whether a line is a quotation by its mark."""
    return bool(_QUOTE.match(line))


def is_heading(line: str) -> bool:
    """Whether a line only says what stands below it."""
    return bool(
        _TITLE.match(line) or line.rstrip(" *_").endswith((":", "：")) or _BOLD.fullmatch(line)
    )


def left_over(before: Sequence[str], after: Sequence[str]) -> str:
    """The lines that are left, without those that lost all, nor the headings of what is lost."""
    kept = list(after)
    for at in reversed(range(len(kept))):
        if kept[at] and is_heading(before[at]) and _has_lost_all(at, before, kept):
            kept[at] = _said_above(kept[at])
    lines = (line for line, was in zip(kept, before, strict=True) if line or not was.strip())
    return _GAP.sub("\n\n", "\n".join(_without_rules_at_the_end(list(lines)))).strip()


def _without_rules_at_the_end(lines: list[str]) -> list[str]:
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1])):
        lines.pop()
    return lines


def without_open_end(text: str) -> str:
    """A text without the headings and rules at its end, that may yet turn out to head nothing."""
    lines = text.rstrip().split("\n")
    while lines:
        last = lines[-1]
        if is_heading(last) and (said := _said_above(last)):
            lines[-1] = said
            break
        if last.strip() and not _RULE.fullmatch(last) and not is_heading(last):
            break
        lines.pop()
    return "\n".join(lines).rstrip()


def _said_above(heading: str) -> str:
    ends = [end.end() for end in _SAID_ABOVE.finditer(heading.rstrip(" *_:："))]
    return heading[: ends[-1]].rstrip() if ends and not _TITLE.match(heading) else ""


def _has_lost_all(at: int, before: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether something stood below a heading, and nothing of it is left."""
    lost = listed = False
    for i in range(at + 1, len(before)):
        if not before[i].strip() or _RULE.fullmatch(before[i]):
            if lost and not _TITLE.match(before[at]):
                break
        elif _ends_block(at, i, before) or (listed and _ends_list(at, i, before)):
            break
        elif kept[i]:
            return False
        else:
            lost = True
        listed = listed or is_item(before[i])
    return lost


def _ends_list(at: int, i: int, before: Sequence[str]) -> bool:
    in_it = is_item(before[i]) or _indent(before[i]) > _indent(before[at])
    return not in_it and not _TITLE.match(before[at])


def _ends_block(at: int, i: int, before: Sequence[str]) -> bool:
    if _TITLE.match(before[at]):
        return bool(_TITLE.match(before[i]))
    if is_item(before[at]):
        return _indent(before[i]) <= _indent(before[at])
    return bool(_TITLE.match(before[i])) or (is_heading(before[i]) and not is_item(before[i]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
