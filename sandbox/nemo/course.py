"""How a turn of the agent is to go: by a script's words, and by dice where they say nothing."""

from dataclasses import dataclass
from typing import Literal

from sandbox.nemo.agent import Answer
from sandbox.nemo.script import ENDINGS, PLACES, Script
from sandbox.nemo.speech import Language, gui_talk

SILENT_SHARE = 0.3
"""Of the edits; the contract says "about 30 %"."""
ISSUE_SHARE = 0.1
"""Of the spoken edits, that end with a "temporary issue" which means nothing."""
HUGE = 5_000_000

Break = Literal["error", "unparsable_error", "error_event", "error_event_before"]
_BREAKS: tuple[Break, ...] = ("error", "unparsable_error", "error_event", "error_event_before")
_CHARACTER = "🎬 "

# These say how a stream of words goes wrong, so there have to be words.
_NEED_WORDS = frozenset(
    (
        *("spoken", "thoughts", "groups", "gui", "gui_only", "huge_text", "split_characters"),
        *("error_event_before", "temporary_issue"),
        *(f"{ending}_{place}" for ending in ENDINGS for place in PLACES if place != "before"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the turn is to go.

    `worked`: what breaks off does so at its end, when everything is done and said. `undone`: it
    goes as always, and nothing is changed or charged. `second_stage_s`: how long after the stream
    the second stage begins; None: there is none.
    """

    silent: bool = False
    temporary_issue: bool = False
    sketch: bool = False
    thoughts: bool = False
    groups: bool = False
    huge_line: bool = False
    undone: bool = False
    worked: bool = False
    second_stage: bool = False
    second_stage_s: float | None = None
    breaks: Break | None = None


def course_of(
    script: Script, kind: Literal["talk", "edit", "clip"], *, refused: bool, dice: tuple[float, ...]
) -> Course:
    """The course for an answer of this kind; two dice from 0 to 1 decide what is left open.

    What the agent cannot do is never lost by a throw of the dice.
    """
    silence, issue = dice
    free = kind == "edit" and script.says is None and not script.words & _NEED_WORDS
    return Course(
        silent="silent" in script or (free and not refused and silence < SILENT_SHARE),
        temporary_issue="temporary_issue" in script or (free and issue < ISSUE_SHARE),
        sketch="sketch" in script,
        thoughts="thoughts" in script,
        groups="groups" in script,
        huge_line="huge_line" in script,
        undone="undone" in script,
        worked="worked" in script,
        second_stage="second_stage" in script,
        second_stage_s=script.seconds("after"),
        breaks=next((b for b in _BREAKS if b in script), None),
    )


def worded(answer: Answer, script: Script, language: Language) -> str:
    """What the agent says at the end of a turn, where a script has its say in it."""
    text = answer.text if script.says is None else script.says
    if "gui_only" in script:
        text = gui_talk(script.values["gui_only"], language)
    if "gui" in script:
        text = f"{text} {gui_talk(script.values['gui'], language)}"
    if "huge_text" in script:
        text += " " + "x" * HUGE
    # Of more than one byte, for whoever wants to cut or split it.
    needs_character = any("character" in word for word in script.words)
    return _CHARACTER + text if needs_character and text.isascii() else text
