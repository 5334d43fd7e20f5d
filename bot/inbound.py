"""What comes in from Telegram, read into one value."""

from telegram import Message, PhotoSize, Update

from bot.buttons import unpack
from bot.texts import language_of
from intents.model import Attachment, FileKind, Incoming, Press


def chat_of(update: Update) -> int:
    """The chat whose messages must stay in order; 0 for updates that belong to none."""
    return update.effective_chat.id if update.effective_chat else 0


def read(update: Update) -> Incoming | None:
    """The update as one value; None for kinds that the bot does not act on."""
    if update.callback_query is not None:
        return _read_press(update)
    message = update.message or update.edited_message
    if message is None or update.effective_user is None:
        return None
    command, text = split_command(_clean(message.text or message.caption or ""))
    answered = message.reply_to_message
    return Incoming(
        chat_id=message.chat_id,
        user_id=update.effective_user.id,
        message_id=message.message_id,
        thread_id=_thread(message),
        album=_album(message),
        reply_to=answered.message_id if answered else None,
        to_our_video=bool(answered and answered.video and _is_of_a_bot(answered)),
        language=language_of(update.effective_user.language_code),
        edited=update.edited_message is not None,
        text=text,
        command=command,
        attachment=_attachment(message),
    )


def _read_press(update: Update) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    return Incoming(
        chat_id=query.message.chat.id,
        user_id=query.from_user.id,
        message_id=query.message.message_id,
        thread_id=_thread(query.message) if isinstance(query.message, Message) else 0,
        language=language_of(query.from_user.language_code),
        press=unpack(query.data) if query.data else Press(button=None),
    )


def _is_of_a_bot(message: Message) -> bool:
    return message.from_user is not None and message.from_user.is_bot


def _thread(message: Message) -> int:
    """The topic that the message stands in; a mere reply in a group is none."""
    return (message.is_topic_message and message.message_thread_id) or 0


def _album(message: Message) -> str | None:
    return f"{message.chat_id}:{message.media_group_id}" if message.media_group_id else None


def _clean(text: str) -> str:
    """Without what no database takes: zero characters and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def split_command(text: str) -> tuple[str | None, str]:
    """`/export@our_bot now` -> `export`, `now`; plain words have no command."""
    if not text.startswith("/"):
        return None, text
    head, *rest = text[1:].split(maxsplit=1) or [""]
    return head.partition("@")[0].lower(), "".join(rest)


def _attachment(message: Message) -> Attachment | None:
    if message.photo:
        largest: PhotoSize = message.photo[-1]
        name = f"photo-{message.message_id}.jpg"
        return Attachment(
            kind=FileKind.PHOTO, file_id=largest.file_id, name=name, size_bytes=largest.file_size
        )
    # An animation also comes as a document, so it is looked for first.
    kinds = (
        (FileKind.ANIMATION, message.animation),
        (FileKind.VIDEO, message.video or message.video_note),
        (FileKind.AUDIO, message.audio or message.voice),
        (FileKind.DOCUMENT, message.document),
    )
    for kind, file in kinds:
        if file is not None:
            name = getattr(file, "file_name", None) or f"{kind}-{message.message_id}"
            return Attachment(kind=kind, file_id=file.file_id, name=name, size_bytes=file.file_size)
    return None
