"""What each engine can do, costs and takes, as the chat reads it."""

from datetime import datetime

from bot.context import Context
from bot.engines.catalogue import Ability, Link
from bot.engines.registry import Engine
from bot.store import chats, engine_states, makings
from bot.store.rows import Project
from bot.texts import say

#: What is worth naming; what goes on with a picture shows as buttons under it.
NAMED = (
    *(Link.PICTURE, Link.RETOUCH, Link.ANIMATE, Link.GRID),
    *(Link.FACESWAP, Link.DESCRIBE, Link.BLEND, Link.MUSIC),
)


async def show(ctx: Context, project: Project, reply_to: int) -> None:
    """One line for each engine, and what the chat has chosen."""
    language = project.language
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
        resting = await engine_states.resting(conn, ctx.clock.now())
        averages = {it.name: await makings.average_s(conn, it.name) for it in ctx.engines}
    lines = [say("engines-now", language, engine=ctx.policy(chat)), say("engines-nemo", language)]
    for engine in ctx.engines:
        rests = resting.get(engine.name)
        lines.append(_line(ctx, engine, averages[engine.name], rests, language))
    lines.append(say("engines-choose", language))
    await ctx.outbound.text(ctx.place(project, reply_to=reply_to), "\n".join(lines))


def _line(
    ctx: Context, engine: Engine, average_s: float | None, rests: datetime | None, language: str
) -> str:
    comma = "、" if language == "zh" else ", "
    named = [link for link in NAMED if link in engine.entry.abilities]
    can = comma.join(
        f"{say(f'can-{link}', language)} {_price(engine.entry.abilities[link], language)}".strip()
        for link in named
        if engine.entry.honest or link is Link.ANIMATE
    )
    main = engine.entry.abilities[Link.ANIMATE if Link.ANIMATE in named else named[0]]
    seconds = round(average_s if average_s is not None else main.typical_s)
    line = say("engine-line", language, engine=engine.entry.label, can=can, seconds=seconds)
    if rests is None:
        return line
    minutes = max(round((rests - ctx.clock.now()).total_seconds() / 60), 1)
    return f"{line} {say('engine-rests', language, minutes=minutes)}"


def _price(ability: Ability, language: str) -> str:
    if ability.price is None:
        return ""
    if ability.price == 0:
        return say("price-free", language)
    return say("price", language, dollars=f"{ability.price:.2f}")
