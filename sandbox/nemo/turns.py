"""One turn of the agent as it happens: words, a tool at work, words, and then it is charged.

Knows no HTTP: what is said goes into a queue that ends with None.
"""

import asyncio
import re
from dataclasses import dataclass, field, replace

from sandbox.nemo import imagined, speech
from sandbox.nemo.accounts import Account
from sandbox.nemo.agent import SECOND_STAGE, Answer, added, language_of
from sandbox.nemo.course import HUGE, Course
from sandbox.nemo.voices import (
    KEEP_ALIVE,
    AdkVoice,
    SketchVoice,
    Voice,
    error_line,
    pieces,
    unparsable_error_line,
)
from sandbox.nemo.world import Session, StoredFile, World
from studio.errors import StudioError

_FRAGMENT_S, _WORK_S, _KEEP_ALIVES, _SECOND_STAGE_S = 0.04, 0.9, 3, 2.0
_DRAWING_S = 1.0
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn whose outcome is known, and whose credits are frozen, before it begins."""

    world: World
    session: Session
    account: Account
    answer: Answer
    video: StoredFile
    course: Course
    said: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)

    async def run(self) -> None:
        """Play the turn to its end, whoever listens, and let the session's next one begin."""
        try:
            voice = SketchVoice() if self.course.sketch else AdkVoice()
            try:
                await self._play(voice)
            finally:
                self.said.put_nowait(None)
            if self.course.second_stage:
                await self._second_stage()
        finally:
            self.session.turn.release()

    async def _play(self, voice: Voice) -> None:
        answer, course = self.answer, self.course
        lead = answer.lead or (speech.lead(self._language) if course.groups else "")
        if lead and not course.silent:
            await self._speak(voice, lead)
        if course.huge_line:
            self._say(voice.huge(HUGE))
        if course.breaks == "error_event_before":
            self._say(voice.refusal("the model is overloaded"))
        elif course.breaks and not course.worked:
            self._break(voice)
            self.account.give_back(answer.credits)
            return
        if answer.tool:
            self._say(voice.call(answer.tool))
        if not await self._work():
            self.account.give_back(answer.credits)
            return
        self._book()
        if answer.tool:
            self._say(voice.response(answer.tool))
        if not course.silent:
            await self._speak(voice, *self._groups())
        if course.breaks and course.worked:
            self._break(voice)

    def _groups(self) -> list[str]:
        """The texts at the end, each of which is streamed and then repeated as a whole."""
        text = self.answer.text
        texts = _SENTENCE_END.split(text) if self.course.groups else [text]
        if self.course.temporary_issue:
            texts.append(speech.TEMPORARY_ISSUE[self._language])
        return [text for text in texts if text]

    def _break(self, voice: Voice) -> None:
        match self.course.breaks:
            case "error":
                self._say(error_line("the model is overloaded"))
            case "unparsable_error":
                self._say(unparsable_error_line('the model said "overloaded"'))
            case _:
                self._say(voice.refusal("the model is overloaded"))

    async def _work(self) -> bool:
        """Do what takes time, with signs of life; false where it cannot be done."""
        if self.answer.tool:
            for _ in range(_KEEP_ALIVES):
                self._say(KEEP_ALIVE)
                await self.world.wait(_WORK_S / _KEEP_ALIVES)
        if not self.answer.generates or self.course.undone:
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
        answer = self.answer
        if self.course.undone:
            self.account.give_back(answer.credits)
            return
        # What was uploaded meanwhile stays.
        media = self.session.project.media
        self.session.project = replace(answer.project, media=media)
        self.account.charge(answer.credits)
        if answer.credits:
            self.world.books.charge(self.session.id, self.account.user_id, answer.credits)

    async def _second_stage(self) -> None:
        """The clip is there raw; what the backend adds unasked follows, piece by piece."""
        session = self.session
        session.project = session.project.remembering(session.project.draft)
        if self.course.second_stage_s is not None:
            await asyncio.sleep(self.course.second_stage_s)
        for edit in SECOND_STAGE:
            await self.world.wait(_SECOND_STAGE_S)
            session.project = added(session.project, edit)

    async def _speak(self, voice: Voice, *texts: str) -> None:
        for text in texts:
            if self.course.thoughts:
                self._say(voice.thought("The user wants something. I had better do it."))
            for piece in pieces(text):
                self._say(voice.fragment(piece))
                await self.world.wait(_FRAGMENT_S)
            self._say(voice.whole(text))

    def _say(self, line: bytes) -> None:
        if line:
            self.said.put_nowait(line)

    @property
    def _language(self) -> speech.Language:
        return language_of(self.answer.text, self.session.language)
