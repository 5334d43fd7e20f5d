"""The card of a batch's row: whatever is to be shown on it, nothing reaches the chat."""

from telegram import Bot
from telegram.constants import ChatAction

from bot.card import Unseen
from bot.outbound import Outbound, Place
from wire.clock import HandClock


async def test_nothing_is_ever_shown_on_it() -> None:
    clock = HandClock()
    # Nobody listens there: whatever went out would raise, or take until the clock is moved.
    bot = Bot("1:nobody", base_url="http://127.0.0.1:9/bot")
    card = Unseen(
        Outbound(bot, clock), clock, Place(chat_id=1), message_id=None, interval_s=0, buttons=None
    )
    for show in (card.stage, card.step, card.hint, card.close, card.close_if_possible):
        await show("words")
        assert card.message_id is None
    async with card.acting(ChatAction.TYPING):
        pass
