"""Everything that goes out to Telegram, in one place that knows its limits and its moods."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, MessageLimit
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError

from bot.calling import Caller, ChatGone
from bot.limiter import EVERYBODY, OVERALL, PRIVATE, Limiter
from bot.store import moves
from bot.store.pool import Pool
from wire.clock import Clock

log = structlog.get_logger()

UPLOAD_TIMEOUT_S = 300.0
CHATS_REMEMBERED = 10_000


class Edited(Enum):
    """What became of a change of a message: shown, no room for it now, or no message any more."""

    SHOWN = "shown"
    DROPPED = "dropped"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message goes: the chat and topic, and the message that it answers, if any.

    `thread_id` is 0 where the chat has no topics.
    """

    chat_id: int
    thread_id: int = 0
    reply_to: int | None = None

    @property
    def thread(self) -> int | None:
        """The topic as the Bot API wants it."""
        return self.thread_id or None

    @property
    def private(self) -> bool:
        """Whether it is a person's own chat with the bot; groups have negative ids."""
        return self.chat_id > 0

    @property
    def reply(self) -> ReplyParameters | None:
        """The answer form of the Bot API; a deleted request does not stop the answer."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A finished video with what Telegram wants to know of it; sizes in pixels."""

    path: Path
    thumbnail: Path
    width: int
    height: int
    duration_ms: int

    @property
    def size_bytes(self) -> int:
        """How big the file is."""
        return self.path.stat().st_size


class Outbound:
    """Sends and edits, each at its turn. "Not modified" is success.

    Every method raises ChatGone where the chat cannot be written to, NotNow where there is no room
    for long, and NetworkError where Telegram stays away or where it is not known whether a message
    arrived. What nobody would miss, because it shows only how things go, raises nothing.
    """

    def __init__(self, bot: Bot, caller: Caller, clock: Clock) -> None:
        self._bot = bot
        self._caller = caller
        self._clock = clock
        self._edited_at: dict[int, float] = {}
        self._acting: Counter[tuple[Place, ChatAction]] = Counter()
        self._drafts_work = True

    @classmethod
    def of(
        cls,
        bot: Bot,
        pool: Pool,
        clock: Clock,
        *,
        burst: int = PRIVATE.burst,
        per_second: int = 30,
    ) -> "Outbound":
        """One that keeps to Telegram's limits together with all other processes.

        `burst`: so many messages may go to a private chat at once; `per_second` to all chats.
        """

        async def follow(old: int, new: int) -> None:
            async with pool.connection() as conn:
                await moves.follow(conn, old, new)

        own = replace(PRIVATE, burst=burst)
        overall = replace(OVERALL, every_s=1 / (per_second - OVERALL.burst))
        limiter = Limiter(pool, clock, own, overall)
        return cls(bot, Caller(limiter, clock, follow), clock)

    def since_edit_s(self, chat_id: int) -> float:
        """How long ago a message or draft of this chat was changed; that counts for the limits."""
        return self._clock.monotonic() - self._edited_at.get(chat_id, float("-inf"))

    async def text(
        self, place: Place, text: str, *, buttons: InlineKeyboardMarkup | None = None
    ) -> int:
        """Send a text (cut to Telegram's 4096 characters); the new message's id."""
        sent: Message = await self._caller.call(
            place.chat_id,
            lambda to: self._bot.send_message(
                to,
                _fit(text, MessageLimit.MAX_TEXT_LENGTH),
                message_thread_id=place.thread,
                reply_parameters=place.reply,
                reply_markup=buttons,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
        )
        return sent.message_id

    async def draft(self, place: Place, draft_id: int, text: str) -> bool:
        """Show a text that still grows, for half a minute, until a message takes its place.

        False where that is not possible (only in private chats, and with a newer Bot API), or not
        just now; never worth an error.
        """
        if not (self._drafts_work and place.private):
            return False
        self._changed(place.chat_id)
        try:
            return await self._caller.call_if_room(
                place.chat_id,
                lambda to: self._bot.send_message_draft(
                    to,
                    draft_id,
                    _fit(text, MessageLimit.MAX_TEXT_LENGTH),
                    message_thread_id=place.thread,
                ),
                cost=0,  # no message yet
            )
        except (EndPointNotFound, InvalidToken) as exc:  # the second stands for a 404, too
            log.info("drafts_not_possible", error=type(exc).__name__)
            self._drafts_work = False
            return False
        except BadRequest as exc:
            log.debug("draft_dropped", error=type(exc).__name__)
            return False

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take one of our messages away; never worth an error."""
        try:
            await self._caller.call(
                chat_id, lambda to: self._bot.delete_message(to, message_id), cost=0
            )
        except (TelegramError, ChatGone) as exc:
            log.debug("not_deleted", error=type(exc).__name__)

    async def edit(
        self, chat_id: int, message_id: int, text: str, *, buttons: InlineKeyboardMarkup | None
    ) -> bool:
        """Change one of our texts; False if the message is not there any more."""
        try:
            await self._caller.call(chat_id, self._edit(message_id, text, buttons))
        except BadRequest as exc:
            return _what_is_wrong(exc) is Edited.SHOWN
        self._changed(chat_id)
        return True

    async def edit_if_room(
        self, chat_id: int, message_id: int, text: str, *, buttons: InlineKeyboardMarkup | None
    ) -> Edited:
        """Change one of our texts that shows how things go, unless others need the room."""
        try:
            sent = await self._caller.call_if_room(chat_id, self._edit(message_id, text, buttons))
        except BadRequest as exc:
            return _what_is_wrong(exc)
        self._changed(chat_id)
        return Edited.SHOWN if sent else Edited.DROPPED

    def _edit(
        self, message_id: int, text: str, buttons: InlineKeyboardMarkup | None
    ) -> Callable[[int], Awaitable[object]]:
        return lambda to: self._bot.edit_message_text(
            _fit(text, MessageLimit.MAX_TEXT_LENGTH),
            to,
            message_id,
            reply_markup=buttons,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def photo(
        self, place: Place, picture: Path, caption: str, *, buttons: InlineKeyboardMarkup | None
    ) -> int:
        """Send a picture; the new message's id."""
        sent: Message = await self._caller.call(
            place.chat_id,
            lambda to: self._bot.send_photo(
                to,
                InputFile(picture.read_bytes(), filename=picture.name),
                message_thread_id=place.thread,
                caption=_fit(caption, MessageLimit.CAPTION_LENGTH),
                reply_parameters=place.reply,
                reply_markup=buttons,
            ),
        )
        return sent.message_id

    async def album(self, place: Place, pictures: Sequence[Path]) -> list[int]:
        """Send two to ten pictures as one album; the new messages' ids."""
        media = [
            InputMediaPhoto(InputFile(it.read_bytes(), filename=it.name, attach=True))
            for it in pictures
        ]
        sent: tuple[Message, ...] = await self._caller.call(
            place.chat_id,
            lambda to: self._bot.send_media_group(
                to,
                media,
                message_thread_id=place.thread,
                reply_parameters=place.reply,
                write_timeout=UPLOAD_TIMEOUT_S,
                read_timeout=UPLOAD_TIMEOUT_S,
            ),
            cost=len(media),
        )
        return [message.message_id for message in sent]

    async def audio(self, place: Place, sound: Path, caption: str) -> int:
        """Send a sound that plays in the chat; the new message's id."""
        sent: Message = await self._caller.call(
            place.chat_id,
            lambda to: self._bot.send_audio(
                to,
                InputFile(sound.read_bytes(), filename=sound.name),
                message_thread_id=place.thread,
                caption=_fit(caption, MessageLimit.CAPTION_LENGTH),
                reply_parameters=place.reply,
                write_timeout=UPLOAD_TIMEOUT_S,
                read_timeout=UPLOAD_TIMEOUT_S,
            ),
        )
        return sent.message_id

    async def file(
        self,
        place: Place,
        path: Path,
        caption: str,
        *,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> int:
        """Send a file as it is, streamed from disk; the new message's id."""

        async def send(to: int) -> Message:
            with path.open("rb") as content:
                return await self._bot.send_document(
                    to,
                    InputFile(content, filename=path.name, read_file_handle=False),
                    message_thread_id=place.thread,
                    caption=_fit(caption, MessageLimit.CAPTION_LENGTH),
                    reply_parameters=place.reply,
                    reply_markup=buttons,
                    write_timeout=UPLOAD_TIMEOUT_S,
                    read_timeout=UPLOAD_TIMEOUT_S,
                )

        sent: Message = await self._caller.call(place.chat_id, send)
        return sent.message_id

    async def video(
        self, place: Place, film: Film, caption: str, *, buttons: InlineKeyboardMarkup | None
    ) -> int:
        """Send a video that plays in the chat, streamed from disk; the new message's id."""

        async def send(to: int) -> Message:
            with film.path.open("rb") as video, film.thumbnail.open("rb") as thumbnail:
                return await self._bot.send_video(
                    to,
                    InputFile(video, filename="video.mp4", read_file_handle=False),
                    message_thread_id=place.thread,
                    duration=round(film.duration_ms / 1000),  # Telegram refuses a part of one
                    width=film.width,
                    height=film.height,
                    thumbnail=InputFile(thumbnail, filename="thumbnail.jpg"),
                    caption=_fit(caption, MessageLimit.CAPTION_LENGTH),
                    supports_streaming=True,
                    reply_parameters=place.reply,
                    reply_markup=buttons,
                    write_timeout=UPLOAD_TIMEOUT_S,
                    read_timeout=UPLOAD_TIMEOUT_S,
                )

        sent: Message = await self._caller.call(place.chat_id, send)
        return sent.message_id

    async def action(self, place: Place, action: ChatAction) -> None:
        """Show "typing…" or "sending a video…" for five seconds; never worth an error."""
        try:
            # It counts for no chat: it is no message.
            await self._caller.call_if_room(
                place.chat_id,
                lambda to: self._bot.send_chat_action(to, action, message_thread_id=place.thread),
                cost=0,
            )
        except BadRequest as exc:
            log.debug("chat_action_dropped", error=type(exc).__name__)

    def _changed(self, chat_id: int) -> None:
        if len(self._edited_at) >= CHATS_REMEMBERED:
            self._edited_at.clear()  # the worst is one edit too early
        self._edited_at[chat_id] = self._clock.monotonic()

    @contextmanager
    def acting(self, place: Place, action: ChatAction) -> Iterator[None]:
        """While it runs, `act_again` shows the action again."""
        key = (Place(chat_id=place.chat_id, thread_id=place.thread_id), action)
        self._acting[key] += 1
        try:
            yield
        finally:
            self._acting[key] -= 1
            if not self._acting[key]:
                del self._acting[key]

    async def act_again(self, place: Place) -> None:
        """After a message in the middle of work: Telegram takes the action away with it."""
        here = Place(chat_id=place.chat_id, thread_id=place.thread_id)
        for acting_at, action in list(self._acting):
            if acting_at == here:
                await self.action(here, action)

    async def answer_press(self, query_id: str) -> None:
        """Stop the pressed button's spinner; too late is no matter."""
        try:
            await self._caller.call_if_room(
                EVERYBODY, lambda _: self._bot.answer_callback_query(query_id)
            )
        except BadRequest as exc:
            log.debug("press_not_answered", error=type(exc).__name__)

    async def fetch(self, file_id: str, path: Path) -> None:
        """Download a file that came with a message; BadRequest where Telegram has it no more."""
        file = await self._caller.call(EVERYBODY, lambda _: self._bot.get_file(file_id))
        await self._caller.call(EVERYBODY, lambda _: file.download_to_drive(path))


def _what_is_wrong(error: BadRequest) -> Edited:
    """Why a message could not be changed, if that is no error."""
    if "not modified" in error.message:
        return Edited.SHOWN
    if "not found" in error.message or "can't be edited" in error.message:
        return Edited.GONE
    raise error


def _fit(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
