"""One row of a table of prompts: what is to be made for it, by whom, and what it may take."""

from dataclasses import dataclass

from bot.context import Context
from bot.engines.catalogue import CHAINS, Link
from bot.engines.registry import Engine
from bot.store import batches
from bot.store.makings import Wish
from bot.store.rows import BatchRow, Making, Project
from bot.style import Style, apply
from bot.texts import say
from intents.crafts import Craft

#: The engine of a row that asks for a picture instead of a clip.
PICTURES = "flux"
FAMILY_OF_PICTURES = "runway"
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a row will probably take; `dollars` None where an engine's plan says.

    `honest` is it where the engine makes what it is asked for.
    """

    dollars: float | None
    seconds: float
    honest: bool


def craft_of(engine: str) -> Craft:
    """What a row is, by the engine that it names."""
    return Craft.PICTURE if engine == PICTURES else Craft.CLIP


def policy_of(engine: str, usual: str) -> str:
    """The row's engine as makings know it; `usual` is the chat's."""
    return FAMILY_OF_PICTURES if engine == PICTURES else engine or usual


def is_here(ctx: Context, engine: str) -> bool:
    """Whether the engine that a row names can make it here."""
    if engine in {"", "auto", "nemo"}:
        return True
    if engine == PICTURES:
        return Craft.PICTURE in ctx.engines.crafts()
    able = ctx.engines.able(Link.ANIMATE, Craft.CLIP, engine)
    return any(it.entry.family == engine for it in able)


def wish_of(row: BatchRow, usual: str) -> Wish:
    """What is to be made for the row."""
    return Wish(
        craft=craft_of(row.engine),
        policy=policy_of(row.engine, usual),
        prompt=apply(Style(words=row.style), row.prompt),
        ratio=row.ratio,
        seconds=row.seconds,
        row_id=row.id,
    )


def estimate(ctx: Context, engine: str, usual: str, averages: dict[str, float | None]) -> Estimate:
    """What a row takes by the catalogue's prices; `averages` are how long engines really took."""
    dollars: float | None = 0.0
    seconds = 0.0
    before: Engine | None = None
    for link in CHAINS[craft_of(engine)]:
        able = ctx.engines.able(link, craft_of(engine), policy_of(engine, usual))
        if before is not None and not before.entry.honest:
            able = tuple(it for it in able if not it.entry.honest)  # a drawing is moved here
        if not able:
            continue
        before = able[0]
        ability = before.entry.abilities[link]
        price = ability.price
        dollars = None if dollars is None or price is None else dollars + price
        seconds += averages.get(before.name) or ability.typical_s
    honest = before is not None and before.entry.honest
    return Estimate(dollars=dollars, seconds=seconds, honest=honest)


async def label(ctx: Context, project: Project, making: Making) -> str:
    """What stands above the result of a row; "" where it belongs to none."""
    if making.row_id is None:
        return ""
    async with ctx.pool.connection() as conn:
        row = await batches.row(conn, making.row_id)
    return say("batch-row", project.language, count=str(row.number), text=shortened(row.prompt))


def shortened(words: str) -> str:
    """Words as they fit into a line or two."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


async def ended(ctx: Context, making: Making) -> None:
    """Have a row's batch look at once, because what was made for it has ended."""
    if making.row_id is not None:
        async with ctx.pool.connection() as conn:
            row = await batches.row(conn, making.row_id)
            await ctx.plan.run_batch_now(conn, row.batch_id)
