"""The end of a turn: what the user reads, and what the answer asks to be done besides."""

from dataclasses import dataclass

from psycopg import AsyncConnection
from pydantic import TypeAdapter

from bot.buttons import keyboard
from bot.card import Card
from bot.context import Context
from bot.flows import exports
from bot.store import turns
from bot.store.rows import Project, Turn, TurnStatus
from bot.texts import say
from intents.gui_phrases import Wish
from intents.gui_speak import Heard
from intents.model import Button
from intents.routing import Intent

AFTER_EDIT = (Button.EXPORT, Button.TRACKS, Button.NEW)
FOLLOWS = "turn:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What an answer's talk of buttons comes down to: what is done for the user, what is offered.

    `edit` is an instruction that the user was told to carry out by hand; with `edit_now` we do it.
    """

    do: tuple[Wish, ...] = ()
    offers: tuple[Wish, ...] = ()
    edit: str | None = None
    edit_now: bool = False

    @classmethod
    def of(cls, turn: Turn) -> "Aftermath":
        """The aftermath of an answered turn."""
        return _AFTERMATH.validate_python(turn.aftermath) if turn.aftermath else cls()

    def plain(self) -> object:
        """As JSON, for the turn's row."""
        return _AFTERMATH.dump_python(self, mode="json")


_AFTERMATH = TypeAdapter(Aftermath)


def aftermath(turn: Turn, heard: Heard) -> Aftermath:
    """What comes after an answer.

    Orders are carried out where they are the whole answer; beside an answer they are habit, so
    they are offered. One edit of our own follows a user's wish, never two.
    """
    do: frozenset[Wish] = frozenset() if heard.text else heard.wishes
    return Aftermath(
        do=tuple(sorted(do)),
        offers=tuple(sorted((heard.wishes | heard.offers) - do)),
        edit=heard.edit or heard.offered_edit,
        edit_now=heard.edit is not None and not turn.origin.startswith(FOLLOWS),
    )


async def tell(
    ctx: Context, project: Project, turn: Turn, card: Card, *, drafted: bool = False
) -> None:
    """Say the answer, and go on with what was wanted next.

    After a draft the answer comes as a message of its own, which takes the draft's place.
    """
    if turn.next_intent == Intent.EXPORT:
        export = await exports.follow(ctx, turn, lead=turn.reply or "")
        async with ctx.pool.connection() as conn, conn.transaction():
            await _go_on(ctx, conn, project, turn)
        # In this very job, so that the next wish finds the timeline already taken down.
        await exports.begin(ctx, export.id)
        return
    buttons = keyboard(project.language, *_offered(turn), target=turn.id)
    if drafted:
        await ctx.outbound.text(card.place, turn.reply or "", buttons=buttons)
        if card.message_id is not None:
            await ctx.outbound.delete(project.chat_id, card.message_id)
    else:
        await card.close(turn.reply or "", buttons)
    async with ctx.pool.connection() as conn, conn.transaction():
        await _go_on(ctx, conn, project, turn)


def _offered(turn: Turn) -> tuple[Button, ...]:
    after = Aftermath.of(turn)
    extra = [Button.CREDITS] if Wish.CREDITS in after.offers else []
    if after.edit is not None and not after.edit_now:
        extra.append(Button.EDIT)
    return (*AFTER_EDIT, *extra)


async def _go_on(ctx: Context, conn: AsyncConnection, project: Project, turn: Turn) -> None:
    if not await turns.move(conn, turn, TurnStatus.TOLD):
        return
    after = Aftermath.of(turn)
    if turn.next_intent == Intent.STATUS or {Wish.SHOW_TRACKS, Wish.SHOW_STATE} & set(after.do):
        await ctx.plan.show_status(conn, project, turn.message_id)
    if turn.next_intent == Intent.CREDITS or Wish.CREDITS in after.do:
        await ctx.plan.show_credits(conn, project, turn.message_id)
    if after.edit is not None and after.edit_now:
        follow_up = await turns.open_once(
            conn,
            f"{FOLLOWS}{turn.id}",
            project_id=project.id,
            message_id=turn.message_id,
            text=after.edit,
            next_intent=None,
        )
        await turns.set_job(conn, follow_up.id, await ctx.plan.turn(conn, follow_up))


async def with_warning(ctx: Context, project: Project, reply: str, left: float) -> str:
    """The answer, and a word about the credits where few are left."""
    if left >= ctx.settings.low_credits:
        return reply
    url = await ctx.identities.where_to_pay(project.user_id)
    warning = say("credits-low", project.language, available=left, url=url)
    return f"{reply}\n\n{warning}"
