"""The command menu and the bot's description, in every language; told to Telegram when changed."""

from telegram import Bot, BotCommand

from bot.texts import FALLBACK, LANGUAGES, say
from intents.decide import COMMANDS, CRAFTS, READ_LATER

MENU = (*COMMANDS, *CRAFTS, *READ_LATER)


async def publish(bot: Bot) -> None:
    """Make Telegram show our menu. Raises TelegramError."""
    for language in LANGUAGES:
        # Without a language code it is what everybody sees whose language we do not speak.
        code = None if language == FALLBACK else language
        menu = tuple(BotCommand(name, say(f"command-{name}", language)) for name in MENU)
        if await bot.get_my_commands(language_code=code) != menu:
            await bot.set_my_commands(menu, language_code=code)
        description = say("bot-description", language)
        if (await bot.get_my_description(language_code=code)).description != description:
            await bot.set_my_description(description, language_code=code)
            await bot.set_my_short_description(description, language_code=code)
