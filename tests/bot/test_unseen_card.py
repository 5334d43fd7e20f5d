"""The card of a batch's row: whatever is to be shown on it, nothing reaches the chat."""

from telegram import Bot
from telegram.constants import ChatAction

from bot.card import Unseen
from bot.outbound import Outbound, Place
from bot.store.pool import open_pool
from wire.clock import HandClock


async def test_nothing_is_ever_shown_on_it(database_url: str) -> None:
    clock = HandClock()
    async with open_pool(database_url, max_size=2) as pool:
        # Nobody listens there: whatever went out would raise, or wait for the clock for ever.
        bot = Bot("1:nobody", base_url="http://127.0.0.1:9/bot")
        outbound = Outbound.of(bot, pool, clock)
        card = Unseen(outbound, clock, Place(chat_id=1), message_id=None, interval_s=0)
        for show in (card.stage, card.step, card.hint, card.close, card.close_if_possible):
            await show("words")
            assert card.message_id is None
        async with card.acting(ChatAction.TYPING):
            pass
