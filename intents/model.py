"""The values of the decision core: what came in, what is known, and what is to be done.

An `Incoming` and a `Snapshot` become one `Action`; nothing here knows Telegram or the network.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from intents.crafts import Craft
from intents.routing import Intent


class FileKind(StrEnum):
    """How a file was sent; what it really is, only its content tells."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    AUDIO = "audio"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message; it can be fetched by `file_id`.

    `size_bytes` is None where the sender's app did not say.
    """

    kind: FileKind
    file_id: str
    name: str
    size_bytes: int | None = None


class Button(StrEnum):
    """What a button under one of our messages asks for; the values travel in callback data."""

    EXPORT = "export"
    TRACKS = "tracks"
    NEW = "new"
    CREDITS = "credits"
    CANCEL = "cancel"
    STOP = "stop"
    RETRY = "retry"
    GO = "go"
    EDIT = "edit"
    MEANT_EXPORT = "meant_export"
    MEANT_EDIT = "meant_edit"
    HALT = "halt"
    MAKE_AGAIN = "make_again"
    ANIMATE = "animate"
    U1 = "u1"
    U2 = "u2"
    U3 = "u3"
    U4 = "u4"
    V1 = "v1"
    V2 = "v2"
    V3 = "v3"
    V4 = "v4"
    REROLL = "reroll"
    SUBTLE = "subtle"
    CREATIVE = "creative"
    ZOOM_OUT = "zoom_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    PAN_UP = "pan_up"
    PAN_DOWN = "pan_down"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"
    BATCH_GO = "batch_go"
    BATCH_STOP = "batch_stop"
    BATCH_AGAIN = "batch_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button (None: one that we do not have any more), and what it belongs to.

    `target` is the id of an export under `STOP`, of a making under `HALT` and `MAKE_AGAIN`, of a
    making's step under those that go on with a picture, of a schedule under `PAUSE`, `RESUME` and
    `REMOVE`, of a batch under those named after it, and of a turn under all others that have one.
    """

    button: Button | None
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message or one pressed button.

    `command` is the name after the slash in lower case, known or not; `text` is what stands behind
    it, or the whole message, or the caption of a file. An `edited` message came before. `thread_id`
    is the topic in a group, `album` names what several files were sent as together, `reply_to` is
    the message that this one answers.
    """

    chat_id: int
    user_id: int
    message_id: int
    thread_id: int = 0
    album: str | None = None
    reply_to: int | None = None
    language: str = "en"
    edited: bool = False
    text: str = ""
    command: str | None = None
    attachment: Attachment | None = None
    press: Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What is known of the chat when the message comes in.

    `held_text` are words that still wait for a file, because theirs could not be used. `ask_first`
    is set where nothing costly may begin without the user's word. `engine` is what the chat has
    chosen for plain clips, `crafts` what the engines beside the editing agent can make; `replied`
    says that the message answers one with a file, `replied_picture` that this is a picture. `asked`
    is what the bot waits for. `table_linked`: the message has a link to a table of prompts that
    can be read.
    """

    has_media: bool = False
    replied: bool = False
    replied_picture: bool = False
    engine: str = "nemo"
    crafts: frozenset[Craft] = frozenset()
    asked: Craft | None = None
    table_linked: bool = False
    held_text: str | None = None
    ask_first: bool = False
    max_file_bytes: int = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Greet:
    """Say hello, connect, and say what can be done."""


@dataclass(frozen=True, slots=True)
class Explain:
    """Say what the bot can do."""


@dataclass(frozen=True, slots=True)
class StartOver:
    """Put the project aside and begin an empty one."""


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """Say what is on the timeline and what is being worked on."""


@dataclass(frozen=True, slots=True)
class ShowCredits:
    """Say how many credits are left."""


@dataclass(frozen=True, slots=True)
class Export:
    """Render the timeline and deliver the video."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop one turn, export, making or batch, or all of the chat's work where none is named."""

    turn_id: int | None = None
    export_id: int | None = None
    making_id: int | None = None
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a wish again that never reached the backend."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """Begin a wish whose cost the user was asked about."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class AskWhich:
    """The words may ask for the video or for a change of it: ask, and do neither meanwhile."""

    text: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The user's answer to the question which of the two was meant."""

    turn_id: int
    intent: Intent


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Do the edit that the answer to a wish has offered."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class Instruct:
    """Hand the words to the editing agent, then do what `then` says.

    `generates`: a new clip is made, which costs most. `ask_first`: only when the user agrees.
    """

    text: str
    then: Intent | None = None
    generates: bool = False
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """Let the video service fetch what the links lead to, then do `after`.

    Without `after` the links are all that was asked for, so one that leads to no media is refused.
    """

    links: tuple[str, ...]
    after: "Instruct | None" = None


@dataclass(frozen=True, slots=True)
class InOrder:
    """Do one thing, then another."""

    first: "Action"
    second: "Action"


@dataclass(frozen=True, slots=True)
class Make:
    """Have an engine make something; `text` are the words for it, without a command.

    `then` is what was wished for afterwards, in the words `then_text`.
    """

    craft: Craft
    text: str = ""
    then: Intent | None = None
    then_text: str = ""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on with a picture that an engine has made, as the button says."""

    button: Button
    step_id: int


@dataclass(frozen=True, slots=True)
class MakeAgain:
    """Have something made again that did not work out."""

    making_id: int


@dataclass(frozen=True, slots=True)
class ChooseEngine:
    """From now on this chat's plain clips are made by this engine; "" asks what there is."""

    name: str


@dataclass(frozen=True, slots=True)
class ShowEngines:
    """Say what each engine can do, costs and takes."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """What stands behind /schedule: a new one, a word about one that is there, or "" for all."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSchedule:
    """Pause, resume or remove a schedule of the chat."""

    button: Button
    schedule_id: int


@dataclass(frozen=True, slots=True)
class ChooseZone:
    """From now on the chat's times are of this zone; "" asks which it is."""

    name: str


@dataclass(frozen=True, slots=True)
class Restyle:
    """What stands behind /style: a new style, "off", or "" for what it is."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class KeepLogo:
    """Keep this picture as the chat's logo; without a file, the one in the answered message."""

    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class CheckTable:
    """Read a table of prompts, and say what making all of it would take.

    Without an `attachment` it is behind the link in `text`.
    """

    text: str = ""
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class BeginBatch:
    """Make all rows of a table that was checked."""

    batch_id: int


@dataclass(frozen=True, slots=True)
class RepeatBatch:
    """Make the rows of a batch again that did not work out."""

    batch_id: int


@dataclass(frozen=True, slots=True)
class AskForFile:
    """The user wants to send something: say that it can simply be sent."""


class Refusal(StrEnum):
    """Why something cannot be taken; each has its sentence."""

    TOO_BIG = "too-big"
    EMPTY_FILE = "empty-file"
    NOT_UNDERSTOOD = "not-understood"
    UNKNOWN_COMMAND = "unknown-command"
    OLD_BUTTON = "old-button"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say in one sentence why this cannot be done; `size_bytes` where a size is the reason."""

    why: Refusal
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Keep the file for the project, then do `after`, or ask what should happen with it."""

    attachment: Attachment
    after: "Action | None" = None


Action: TypeAlias = (
    Greet
    | Explain
    | StartOver
    | ShowStatus
    | ShowCredits
    | Export
    | Cancel
    | Retry
    | Confirm
    | AskWhich
    | Meant
    | CarryOut
    | Make
    | GoOn
    | MakeAgain
    | ChooseEngine
    | ShowEngines
    | Timetable
    | ChangeSchedule
    | ChooseZone
    | Restyle
    | KeepLogo
    | CheckTable
    | BeginBatch
    | RepeatBatch
    | Instruct
    | Import
    | InOrder
    | AskForFile
    | Refuse
    | TakeIn
)
