"""A chat's brand style: kept, shown, and put into everything that is made for the chat."""

import re
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from bot.context import Context
from bot.flows.request import Request
from bot.store import chats
from bot.store.makings import Wish
from bot.store.rows import Chat, Making, Project
from bot.style import Off, Style, StyleProblem, apply, colour_name, parse_style
from bot.texts import say
from intents.crafts import Craft
from intents.decide import LOGO
from intents.frame import ratio_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What `chats.style` holds; `logo` is a picture's path, relative to the data folder."""

    style: Style = Style()
    logo: str = ""


_BRAND: Final = TypeAdapter(Brand)
_STYLE: Final = TypeAdapter(Style)
_NO_LOGO: Final = re.compile(rf"(?:{'|'.join(LOGO)})\s+(?:off|none|no|关|關|无)", re.IGNORECASE)
#: What is made by words, has a form of its own, takes a seed.
_WORDED: Final = frozenset(
    {Craft.CLIP, Craft.PICTURE, Craft.RETOUCH, Craft.GRID, Craft.VARY, Craft.REROLL}
)
_FORMED: Final = frozenset({Craft.CLIP, Craft.PICTURE, Craft.RETOUCH, Craft.GRID, Craft.BLEND})
_SEEDED: Final = frozenset({Craft.CLIP, Craft.PICTURE, Craft.RETOUCH, Craft.GRID})
_SEEN: Final = frozenset(Craft) - {Craft.DESCRIBE, Craft.MUSIC}
# In a making's `extra`.
_STYLE_KEY: Final = "style"
LOGO_KEY: Final = "logo"
_JOINED: Final = ". "


def brand_of(chat: Chat) -> Brand:
    """The chat's style; an empty one where it has none."""
    return _BRAND.validate_python(chat.style or {})


def with_style(chat: Chat, wish: Wish) -> Wish:
    """The wish with the chat's style: form and seed where it names none, words and logo.

    The words are added to the prompt only when it goes out (`spoken`), so that the chat reads its
    own words, and each engine gets as much as it takes.
    """
    brand, craft = brand_of(chat), Craft(wish.craft)
    extra = dict(wish.extra)
    if craft in _WORDED and (brand.style.words or brand.style.palette):
        extra[_STYLE_KEY] = _STYLE.dump_json(brand.style).decode()
    if craft in _SEEN and brand.logo:
        extra[LOGO_KEY] = brand.logo
    formed, seeded = craft in _FORMED, craft in _SEEDED and wish.seed is None
    return replace(
        wish,
        ratio=wish.ratio or (brand.style.ratio if formed else ""),
        seed=brand.style.seed if seeded else wish.seed,
        extra=extra,
    )


def spoken(making: Making, words: str, longest: int) -> str:
    """The words as an engine hears them: with the style that the making was wished with."""
    told = making.extra.get(_STYLE_KEY)
    return apply(_STYLE.validate_json(told), words, longest) if told else words


def told_to_agent(chat: Chat, words: str) -> str:
    """A wish for a clip as the editing agent hears it."""
    style = brand_of(chat).style
    ratio = style.ratio if style.ratio and not ratio_in(words) else ""
    form = f"Aspect ratio {ratio}" if ratio else ""
    parts = ". ".join(part for part in (style.words, form) if part)
    return apply(replace(style, words=parts), words)


def unsaid(said: str, wish: str, told: str) -> str:
    """What the agent says, without what it quotes of the style that was added to the wish."""
    added = told.removeprefix(wish.rstrip())
    while added.startswith(_JOINED):  # else it may be words that anybody says
        said = said.replace(added, "")
        added = added.rpartition(_JOINED)[0]
    return said


async def restyle(ctx: Context, request: Request, text: str) -> None:
    """Do what stands behind /style."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)
    if _NO_LOGO.fullmatch(text.strip()):
        await _keep(ctx, request, chat, Brand(style=brand_of(chat).style))
        return
    wanted = parse_style(text)
    match wanted:
        case StyleProblem.EMPTY:
            await _show(ctx, request, brand_of(chat))
        case StyleProblem():
            await request.say(ctx, f"style-{wanted.replace('_', '-')}")
        case Off():
            async with ctx.pool.connection() as conn:
                await chats.set_style(conn, chat, None)
            await request.say(ctx, "style-off")
        case Style():
            await _keep(ctx, request, chat, Brand(style=wanted, logo=brand_of(chat).logo))


async def keep_logo(ctx: Context, project: Project, path: str) -> None:
    """The picture at this path, relative to the data folder, is the chat's logo now."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
        await chats.set_style(conn, chat, {LOGO_KEY: path})


async def _keep(ctx: Context, request: Request, chat: Chat, brand: Brand) -> None:
    async with ctx.pool.connection() as conn:
        await chats.set_style(conn, chat, _BRAND.dump_python(brand, mode="json"))
    await _show(ctx, request, brand)


async def _show(ctx: Context, request: Request, brand: Brand) -> None:
    language, style = request.project.language, brand.style
    lines = []
    if style.words:
        lines.append(say("style-part-words", language, text=style.words))
    if style.palette:
        named = ", ".join(f"{colour_name(it)} {it}" for it in style.palette)
        lines.append(say("style-part-palette", language, text=named))
    if style.ratio:
        lines.append(say("style-part-ratio", language, ratio=style.ratio))
    if style.seed is not None:
        lines.append(say("style-part-seed", language, number=str(style.seed)))
    if brand.logo:
        lines.append(say("style-part-logo", language))
    if not lines:
        await request.say(ctx, "style-none")
        return
    words = [say("style-is", language), *lines, say("style-ends", language)]
    await ctx.outbound.text(request.place, "\n".join(words))
