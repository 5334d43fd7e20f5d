"""The values of the decision core: what came in, and what is known.

An `Incoming` and a `Snapshot` become one `Action`; nothing here knows Telegram or the network.
"""

from dataclasses import dataclass
from enum import StrEnum

from intents.crafts import Craft


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
    the message that this one answers, and `to_our_video` says that this is a video of the bot.
    """

    chat_id: int
    user_id: int
    message_id: int
    thread_id: int = 0
    album: str | None = None
    reply_to: int | None = None
    to_our_video: bool = False
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
    can be read. `busy`: a wish or a film is at work; `questioned`: the editing agent's last answer
    was a question.
    """

    has_media: bool = False
    replied: bool = False
    replied_picture: bool = False
    engine: str = "nemo"
    crafts: frozenset[Craft] = frozenset()
    asked: Craft | None = None
    table_linked: bool = False
    busy: bool = False
    questioned: bool = False
    held_text: str | None = None
    ask_first: bool = False
    max_file_bytes: int = 20 * 1024 * 1024
