"""What every flow works with, made once when the bot starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from adapters.google_sheets import GoogleSheets
from adapters.notion import Notion
from bot.buttons import keyboard
from bot.card import Card, Unseen
from bot.engines.registry import Engines
from bot.identity import Identities
from bot.onward import Receiver
from bot.outbound import Outbound, Place
from bot.plan import Plan
from bot.results import Results
from bot.settings import Settings
from bot.store.pool import Pool
from bot.store.rows import Batch, Chat, Export, Making, Project, Turn
from bot.texts import say
from intents.model import Button
from wire.clock import Clock

TELEGRAM_MB = 1024 * 1024  # Telegram counts its limits in these.
STOPPED_BY: Mapping[type, Button] = {
    Turn: Button.CANCEL,
    Export: Button.STOP,
    Making: Button.HALT,
    Batch: Button.BATCH_STOP,
}
IN_GROUPS = 2  # 20 messages and edits a minute are allowed in a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The bot's parts; flows take it as their first argument."""

    settings: Settings
    pool: Pool
    outbound: Outbound
    identities: Identities
    engines: Engines
    links: httpx.AsyncClient
    plan: Plan
    clock: Clock
    sheets: GoogleSheets
    notion: Notion | None = None
    results: Results | None = None
    onward: Receiver | None = None

    @property
    def media_dir(self) -> Path:
        """Where files from chats are kept."""
        return self.settings.data_dir / "media"

    @property
    def film_dir(self) -> Path:
        """Where finished videos lie until they are delivered."""
        return self.settings.data_dir / "films"

    @property
    def made_dir(self) -> Path:
        """Where results of engines are kept."""
        return self.settings.data_dir / "makings"

    @property
    def batch_dir(self) -> Path:
        """Where tables, and the files with all their results, lie for a while."""
        return self.settings.data_dir / "batches"

    def policy(self, chat: Chat) -> str:
        """What the chat has chosen for plain clips, or what is set for all."""
        return chat.engine or self.settings.engine

    def card(self, project: Project, work: Turn | Export | Making | Batch) -> Card:
        """The progress message of a turn, an export, a making or a batch."""
        button = STOPPED_BY[type(work)]
        place = self.place(project, reply_to=work.message_id)
        unseen = isinstance(work, Making) and work.row_id is not None
        return (Unseen if unseen else Card)(
            self.outbound,
            self.clock,
            place,
            message_id=work.card_id,
            interval_s=self.interval_s(place),
            buttons=keyboard(project.language, button, target=work.id),
        )

    def interval_s(self, place: Place) -> float:
        """The least time between two changes of a message; Telegram is stricter in groups."""
        return self.settings.progress_interval_s * (1 if place.private else IN_GROUPS)

    @staticmethod
    def place(project: Project, *, reply_to: int | None = None) -> Place:
        """Where the project is talked about."""
        return Place(chat_id=project.chat_id, thread_id=project.thread_id, reply_to=reply_to)


async def tell(ctx: Context, project: Project, text_id: str, **fields: str | float) -> int:
    """Send the chat a sentence in the middle of work; its message id."""
    text = say(text_id, project.language, **fields)
    message_id = await ctx.outbound.text(ctx.place(project), text)
    await ctx.outbound.act_again(ctx.place(project))
    return message_id
