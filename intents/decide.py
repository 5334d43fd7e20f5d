"""One message and what is known become one action; it carries nothing out."""

from collections.abc import Callable
from typing import assert_never

from intents.actions import (
    Action,
    AskForFile,
    AskWhich,
    BeginBatch,
    Cancel,
    CarryOut,
    ChangeSchedule,
    CheckTable,
    ChooseEngine,
    ChooseZone,
    Confirm,
    Explain,
    Export,
    GoOn,
    Greet,
    Import,
    InOrder,
    Instruct,
    KeepLogo,
    Make,
    MakeAgain,
    Meant,
    Refusal,
    Refuse,
    RepeatBatch,
    Restyle,
    Retry,
    ShowCredits,
    ShowEngines,
    ShowStatus,
    StartOver,
    TakeIn,
    Timetable,
)
from intents.classify import Known, classify
from intents.clauses import halves
from intents.crafts import Craft, changes_a_picture, craft_in
from intents.links import find_links
from intents.model import Attachment, Button, FileKind, Incoming, Press, Snapshot
from intents.routing import Intent, Routing

COMMANDS: dict[str, Action] = {
    "start": Greet(),
    "help": Explain(),
    "new": StartOver(),
    "status": ShowStatus(),
    "credits": ShowCredits(),
    "export": Export(),
    "cancel": Cancel(),
    "engines": ShowEngines(),
}
#: Commands that take the words behind them.
CRAFTS: dict[str, Craft] = {
    "imagine": Craft.GRID,
    "flux": Craft.PICTURE,
    "animate": Craft.CLIP,
    "faceswap": Craft.FACESWAP,
    "describe": Craft.DESCRIBE,
    "blend": Craft.BLEND,
    "music": Craft.MUSIC,
}
#: Behind /style under a picture.
LOGO = frozenset({"logo", "标志", "標誌", "徽标", "商标"})
#: What these are to read, is read where it is carried out.
READ_LATER: dict[str, Callable[[str], Action]] = {
    "engine": lambda text: ChooseEngine(text.lower()),
    "schedule": Timetable,
    "timezone": ChooseZone,
    "style": lambda text: KeepLogo() if text.lower() in LOGO else Restyle(text),
}
#: The choices with which the editing agent makes clips.
BY_THE_AGENT = frozenset({"auto", "nemo"})

#: How files are named that are tables of prompts, if they can be read at all.
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers")

# Below this the answer to "export or edit?" is wrong too often to act on it.
SURE_ENOUGH = 0.6


def decide(incoming: Incoming, known: Snapshot) -> Action:
    """What to do about one message or one pressed button."""
    if incoming.press is not None:
        return _pressed(incoming.press)
    if incoming.edited:
        return Refuse(Refusal.EDITED)
    if incoming.attachment is not None:
        return _received(incoming.attachment, incoming, known)
    if incoming.command is not None:
        return _commanded(incoming.command, incoming.text)
    if known.table_linked:
        return CheckTable(incoming.text)
    if not incoming.text.strip():
        return Refuse(Refusal.NOT_UNDERSTOOD)
    about = Known(
        has_media=known.has_media or known.replied,
        replied_to_video=incoming.to_our_video,
        busy=known.busy,
        asked=known.questioned,
    )
    return _asked(incoming.text, about, known)


def _commanded(command: str, text: str) -> Action:
    if read := READ_LATER.get(command):
        return read(text.strip())
    if craft := CRAFTS.get(command):
        return Make(craft, text.strip())
    return COMMANDS.get(command) or Refuse(Refusal.UNKNOWN_COMMAND)


def _pressed(press: Press) -> Action:  # noqa: C901, PLR0911, PLR0912 -- one row for each button
    match press.button:
        case Button.EXPORT:
            return Export()
        case Button.TRACKS:
            return ShowStatus()
        case Button.NEW:
            return StartOver()
        case Button.CREDITS:
            return ShowCredits()
        case Button.CANCEL:
            return Cancel(turn_id=press.target)
        case Button.STOP:
            return Cancel(export_id=press.target)
        case Button.RETRY:
            return Retry(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.GO:
            return Confirm(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.EDIT:
            return CarryOut(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.MEANT_EXPORT | Button.MEANT_EDIT:
            meant = Intent.EXPORT if press.button is Button.MEANT_EXPORT else Intent.EDIT
            return Meant(press.target, meant) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.HALT:
            return Cancel(making_id=press.target)
        case Button.MAKE_AGAIN:
            return MakeAgain(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.BATCH_GO:
            return BeginBatch(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.BATCH_STOP:
            return Cancel(batch_id=press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.BATCH_AGAIN:
            return RepeatBatch(press.target) if press.target else Refuse(Refusal.OLD_BUTTON)
        case Button.PAUSE | Button.RESUME | Button.REMOVE if press.target:
            return ChangeSchedule(press.button, press.target)
        case None | Button.PAUSE | Button.RESUME | Button.REMOVE:
            return Refuse(Refusal.OLD_BUTTON)
        case _:  # all others go on with a picture that an engine has made
            return GoOn(press.button, press.target) if press.target else Refuse(Refusal.OLD_BUTTON)


def _received(attachment: Attachment, incoming: Incoming, known: Snapshot) -> Action:
    size = attachment.size_bytes
    if size is not None and size > known.max_file_bytes:
        return Refuse(Refusal.TOO_BIG, size)
    if size == 0:
        return Refuse(Refusal.EMPTY_FILE)
    if is_table(attachment):
        return CheckTable(incoming.text, attachment)
    if incoming.command is not None:
        action = _commanded(incoming.command, incoming.text)
        if isinstance(action, KeepLogo):
            return KeepLogo(attachment)  # no part of what is worked on
        return TakeIn(attachment, action)
    words = incoming.text.strip() or known.held_text
    if known.asked is not None and not incoming.text.strip():
        return TakeIn(attachment, Make(known.asked))  # the picture that was asked for
    if not words:
        return TakeIn(attachment)
    after = _asked(words, Known(has_media=True, attached=True), known)
    return TakeIn(attachment, None if isinstance(after, AskForFile) else after)


def is_table(attachment: Attachment) -> bool:
    """Whether a file is a table of prompts, by its name; then it is no part of the film."""
    named = attachment.name.lower().endswith(TABLES)
    return attachment.kind is FileKind.DOCUMENT and named


def _asked(text: str, known: Known, snapshot: Snapshot) -> Action:
    craft = craft_in(text) if snapshot.engine != "nemo" else None
    if craft is not None and craft in snapshot.crafts:
        return Make(craft, text)
    routing = classify(text, known)
    if _is_unclear(routing):
        return AskWhich(text)
    first = _action(routing.intent, text, routing.then, snapshot)
    if routing.then is None or isinstance(first, Instruct | Import | AskForFile | Make):
        return first  # a wish carries what follows it; a file has to come first
    return InOrder(first, _action(routing.then, text, None, snapshot))


def _is_unclear(routing: Routing) -> bool:
    """Whether an export and an edit are both likely: guessing would render or change at random."""
    return routing.confidence < SURE_ENOUGH and {routing.intent, routing.rival} == {
        Intent.EXPORT,
        Intent.EDIT,
    }


def _action(intent: Intent, text: str, then: Intent | None, known: Snapshot) -> Action:
    links = find_links(text)
    match intent:
        case Intent.EXPORT:
            return Export()
        case Intent.CREDITS:
            return ShowCredits()
        case Intent.STATUS:
            return ShowStatus()
        case Intent.UPLOAD:
            return Import(links) if links else AskForFile()
        case Intent.GENERATE_VIDEO if known.engine not in BY_THE_AGENT and not links:
            return _clip(text, then)
        case Intent.GENERATE_VIDEO:
            # Who asks for a clip wants to see it, so it is rendered without being asked again.
            wish = Instruct(text, Intent.EXPORT, generates=True, ask_first=known.ask_first)
            return Import(links, wish) if links else wish
        case Intent.EDIT if _of_the_picture(text, then, known):
            return Make(Craft.RETOUCH, text)
        case Intent.EDIT:
            wish = Instruct(text, then)
            return Import(links, wish) if links else wish
        case _:
            assert_never(intent)


def _clip(text: str, then: Intent | None) -> Make:
    """A clip by an engine, which hears only its own part of the words."""
    if then is None:
        return Make(Craft.CLIP, text)
    known = Known(has_media=True)
    fitting = (
        Make(Craft.CLIP, first, then, rest)
        for first, rest in halves(text)
        if classify(rest, known).intent is then
    )
    return next(fitting, Make(Craft.CLIP, text, then))


def _of_the_picture(text: str, then: Intent | None, known: Snapshot) -> bool:
    """Whether an engine changes the picture that is answered; else it is the editing agent's."""
    if known.engine in BY_THE_AGENT or Craft.RETOUCH not in known.crafts:
        return False
    return known.replied_picture and then is None and changes_a_picture(text)
