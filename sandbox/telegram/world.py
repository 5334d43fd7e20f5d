"""All that the sandbox's Telegram remembers, in memory and in one folder; knows no HTTP."""

import time
from pathlib import Path

from pydantic import JsonValue

from sandbox.telegram.bot_json import BotJson, Json
from sandbox.telegram.chats import ACTION_SHOWN_S, Chat, Chats
from sandbox.telegram.files import Files
from sandbox.telegram.flood import Flood
from sandbox.telegram.model import Message
from sandbox.telegram.profile import BOT_ID, FIRST_NAME, USERNAME, Profile
from sandbox.telegram.updates import Update, Updates
from sandbox.telegram.webhook import Webhook


class World:
    """One bot and everybody who talks to it."""

    def __init__(self, folder: Path, *, flood: Flood | None, pace: float = 1.0) -> None:
        self.chats = Chats(action_shown_s=ACTION_SHOWN_S * pace)
        self.files = Files(folder)
        self.flood = flood
        self.profile = Profile()
        self.updates = Updates(fetched=self._fetched)
        self.webhook = Webhook(self.updates)
        self.json = BotJson(self.bot_user(), self.files)

    def bot_user(self) -> Json:
        """The bot's own `User` object."""
        return {"id": BOT_ID, "is_bot": True, "first_name": FIRST_NAME, "username": USERNAME}

    def tell_message(self, kind: str, message: Message, chat: Chat) -> None:
        """Queue `message` or `edited_message` for the bot."""
        body = self.json.message(message, chat)
        self.updates.put(kind, chat.user.id, body, message_id=message.id)

    def press(self, message: Message, chat: Chat, data: str) -> str:
        """Queue a press on a button for the bot; the id of the query it has to answer."""
        query_id = self.chats.open_query(chat)
        body = self.json.callback_query(query_id, message, chat, data)
        self.updates.put("callback_query", chat.user.id, body)
        return query_id

    def set_blocked(self, chat: Chat, *, blocked: bool) -> None:
        """The user blocks the bot, or takes it back; the bot is told of the change."""
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        body = self.json.bot_member(chat, was=was, now=now, date=int(time.time()))
        self.updates.put("my_chat_member", chat.user.id, body)

    def show_menu(self) -> None:
        """Tell every chat page the commands its user sees now."""
        for chat in self.chats.all():
            chat.feed.publish({"type": "commands", "commands": self.menu_for(chat)})

    def menu_for(self, chat: Chat) -> list[JsonValue]:
        """The commands a user sees."""
        menu = self.profile.menu_in_private_chat(chat.user.id, chat.user.language_code)
        return [{"command": c.command, "description": c.description} for c in menu]

    def forget_people(self) -> None:
        """Remove users, chats, files and updates; the bot's webhook, menus and texts stay."""
        self.chats.forget_all()
        self.files.forget_all()
        self.updates.forget_all()

    def _fetched(self, update: Update) -> None:
        chat = self.chats.by_id(update.chat_id)
        if chat and update.message_id:
            chat.mark_read(update.message_id)
