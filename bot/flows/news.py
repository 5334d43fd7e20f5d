"""What engines report by themselves brings the planned look at their work forward."""

from dataclasses import dataclass

from bot.context import Context
from bot.store import makings


@dataclass(frozen=True, slots=True)
class News:
    """The `bot.web.Hooks` of the books: nothing that is reported is believed, only looked at."""

    ctx: Context

    async def knows(self, service: str, key: str) -> bool:
        """Whether an order with this key was ever made at this service."""
        async with self.ctx.pool.connection() as conn:
            return await makings.is_key(conn, service, key)

    async def news(self, service: str, key: str, job_id: str, percent: int | None) -> bool:
        """Have the order looked at now; False where none with that id is under way."""
        async with self.ctx.pool.connection() as conn, conn.transaction():
            step = await (
                makings.by_key(conn, service, key)
                if key
                else makings.by_ticket(conn, service, job_id)
            )
            if step is None or (step.ticket is not None and step.ticket != job_id):
                return False
            await makings.note_news(conn, step, percent)
            await self.ctx.plan.make_now(conn, step.making_id)
        return True
