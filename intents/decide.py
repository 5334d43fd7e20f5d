"""One message and what is known become one action; it carries nothing out."""

from typing import assert_never

from intents.classify import Known, classify
from intents.model import (
    Action,
    AskForFile,
    Attachment,
    Button,
    Cancel,
    Explain,
    Export,
    Greet,
    Incoming,
    Instruct,
    Press,
    Refusal,
    Refuse,
    Retry,
    ShowCredits,
    ShowStatus,
    Snapshot,
    StartOver,
    TakeIn,
)
from intents.routing import Intent

COMMANDS: dict[str, Action] = {
    "start": Greet(),
    "help": Explain(),
    "new": StartOver(),
    "status": ShowStatus(),
    "credits": ShowCredits(),
    "export": Export(),
    "cancel": Cancel(),
}


def decide(incoming: Incoming, known: Snapshot) -> Action:
    """What to do about one message or one pressed button."""
    if incoming.press is not None:
        return _pressed(incoming.press)
    if incoming.edited:
        return Refuse(Refusal.EDITED)
    if incoming.attachment is not None:
        return _received(incoming.attachment, incoming, known)
    if incoming.command is not None:
        return COMMANDS.get(incoming.command) or Refuse(Refusal.UNKNOWN_COMMAND)
    if not incoming.text.strip():
        return Refuse(Refusal.NOT_UNDERSTOOD)
    return _asked(incoming.text, Known(has_media=known.has_media))


def _pressed(press: Press) -> Action:
    match press.button:
        case Button.EXPORT:
            return Export()
        case Button.TRACKS:
            return ShowStatus()
        case Button.NEW:
            return StartOver()
        case Button.CANCEL:
            return Cancel(press.target)
        case Button.RETRY:
            return Retry(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case None:
            return Refuse(Refusal.OLD_BUTTON)
        case _:
            assert_never(press.button)


def _received(attachment: Attachment, incoming: Incoming, known: Snapshot) -> Action:
    size = attachment.size_bytes
    if size is not None and size > known.max_file_bytes:
        return Refuse(Refusal.TOO_BIG, size)
    if size == 0:
        return Refuse(Refusal.EMPTY_FILE)
    if incoming.command is not None:
        return TakeIn(attachment, COMMANDS.get(incoming.command) or Refuse(Refusal.UNKNOWN_COMMAND))
    words = incoming.text.strip() or known.held_text
    if not words:
        return TakeIn(attachment)
    after = _asked(words, Known(has_media=True, attached=True))
    return TakeIn(attachment, None if isinstance(after, AskForFile) else after)


def _asked(text: str, known: Known) -> Action:
    routing = classify(text, known)
    match routing.intent:
        case Intent.EXPORT:
            return Export()
        case Intent.CREDITS:
            return ShowCredits()
        case Intent.STATUS:
            return ShowStatus()
        case Intent.UPLOAD:
            return AskForFile()
        case Intent.GENERATE_VIDEO:
            # Who asks for a clip wants to see it, so it is rendered without being asked again.
            return Instruct(text, Intent.EXPORT)
        case Intent.EDIT:
            return Instruct(text, routing.then)
        case _:
            assert_never(routing.intent)
