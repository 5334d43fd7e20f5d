"""One turn of the agent as it happens: words, a tool at work, words, and then it is charged.

Knows no HTTP: what is said goes into a queue that ends with None.
"""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Literal

from sandbox.nemo import imagined, speech
from sandbox.nemo.accounts import Account
from sandbox.nemo.agent import Answer, language_of, second_stage
from sandbox.nemo.voices import (
    KEEP_ALIVE,
    AdkVoice,
    SketchVoice,
    Voice,
    error_line,
    pieces,
    unparsable_error_line,
)
from sandbox.nemo.world import Charge, Session, StoredFile, World
from studio.errors import StudioError

SILENT_SHARE = 0.3
"""Of the edits; the contract says "about 30 %"."""
ISSUE_SHARE = 0.1
"""Of the spoken edits, that end with a "temporary issue" which means nothing."""

_FRAGMENT_S, _WORK_S, _KEEP_ALIVES, _SECOND_STAGE_S = 0.04, 0.9, 3, 2.0
_DRAWING_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """How the turn is to go."""

    silent: bool = False
    temporary_issue: bool = False
    sketch: bool = False
    second_stage: bool = False
    breaks: Literal["error", "unparsable_error", "error_event"] | None = None

    @classmethod
    def of(
        cls,
        words: frozenset[str],
        kind: Literal["talk", "edit", "clip"],
        *,
        refused: bool,
        silence: float,
        issue: float,
    ) -> "Script":
        """By a script's words, and where they say nothing by two dice from 0 to 1.

        A refusal is never lost by a throw of the dice.
        """
        diced = kind == "edit" and "spoken" not in words
        return cls(
            silent="silent" in words or (diced and not refused and silence < SILENT_SHARE),
            temporary_issue="temporary_issue" in words or (diced and issue < ISSUE_SHARE),
            sketch="sketch" in words,
            second_stage="second_stage" in words,
            breaks=next(
                (b for b in ("error", "unparsable_error", "error_event") if b in words), None
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn whose outcome is known, and whose credits are frozen, before it begins."""

    world: World
    session: Session
    account: Account
    answer: Answer
    video: StoredFile
    script: Script
    said: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)

    async def run(self) -> None:
        """Play the turn to its end, whoever listens, and let the session's next one begin."""
        try:
            voice = SketchVoice() if self.script.sketch else AdkVoice()
            try:
                await self._play(voice)
            finally:
                self.said.put_nowait(None)
            if self.script.second_stage:
                await self.world.wait(_SECOND_STAGE_S)
                self.session.project = second_stage(self.session.project)
        finally:
            self.session.turn.release()

    async def _play(self, voice: Voice) -> None:
        answer, script = self.answer, self.script
        if answer.lead and not script.silent:
            await self._speak(voice, answer.lead)
        if answer.tool:
            self._say(voice.call(answer.tool))
        if not await self._worked(voice):
            self.account.give_back(answer.credits)
            return
        self._book()
        if answer.tool:
            self._say(voice.response(answer.tool))
        if not script.silent:
            await self._speak(voice, answer.text)
            if script.temporary_issue:
                await self._speak(voice, self._temporary_issue())

    async def _worked(self, voice: Voice) -> bool:
        """Do what takes time, with signs of life; false where the turn breaks off."""
        match self.script.breaks:
            case "error":
                self._say(error_line("the model is overloaded"))
            case "unparsable_error":
                self._say(unparsable_error_line('the model said "overloaded"'))
            case "error_event":
                self._say(voice.refusal("the model is overloaded"))
            case None:
                return await self._work()
        return False

    async def _work(self) -> bool:
        if self.answer.tool:
            for _ in range(_KEEP_ALIVES):
                self._say(KEEP_ALIVE)
                await self.world.wait(_WORK_S / _KEEP_ALIVES)
        if not self.answer.generates:
            return True
        wanted = self.answer.project.generated[-1]
        drawing = asyncio.create_task(imagined.film(wanted, self.video.path))
        try:
            while not (await asyncio.wait({drawing}, timeout=_DRAWING_S))[0]:
                self._say(KEEP_ALIVE)
            await drawing
        except StudioError as exc:
            self._say(error_line(str(exc)))
            return False
        finally:
            drawing.cancel()
        self.world.keep(self.video)
        return True

    def _book(self) -> None:
        """The work is done: the project changes, and the credits are gone."""
        # What was uploaded meanwhile stays.
        media = self.session.project.media
        self.session.project = replace(self.answer.project, media=media)
        self.account.charge(self.answer.credits)
        if self.answer.credits:
            self.world.charges.append(
                Charge(
                    session_id=self.session.id,
                    user_id=self.account.user_id,
                    credits=self.answer.credits,
                )
            )

    async def _speak(self, voice: Voice, text: str) -> None:
        for piece in pieces(text):
            self._say(voice.fragment(piece))
            await self.world.wait(_FRAGMENT_S)
        self._say(voice.whole(text))

    def _say(self, line: bytes) -> None:
        if line:
            self.said.put_nowait(line)

    def _temporary_issue(self) -> str:
        return speech.TEMPORARY_ISSUE[language_of(self.answer.text, self.session.language)]
