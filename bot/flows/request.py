"""A message together with the project that it belongs to, as the flows pass it on."""

from dataclasses import dataclass

from bot.context import Context
from bot.outbound import Place
from bot.store.rows import Project
from bot.texts import say
from intents.model import Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A message with its project; `origin` names the update that brought it."""

    incoming: Incoming
    project: Project
    origin: str

    @property
    def place(self) -> Place:
        """Where the answer goes."""
        return Place(
            chat_id=self.incoming.chat_id,
            thread_id=self.incoming.thread_id,
            reply_to=self.incoming.message_id,
        )

    async def say(self, ctx: Context, text_id: str, **fields: str | float) -> None:
        """Answer with one text."""
        await ctx.outbound.text(self.place, say(text_id, self.project.language, **fields))
