"""The private chats between users and the bot, in memory; knows neither HTTP nor files."""

import asyncio
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from sandbox.telegram import page_json
from sandbox.telegram.feed import Feed
from sandbox.telegram.model import Author, Keyboard, Media, Message, RichText, User

# Telegram shows an action for so long, or less.
ACTION_SHOWN_S = 5.0
QUERY_LIVES_S = 15 * 60


class Chat:
    """One user's chat: every change of it is published to its feed."""

    def __init__(self, user: User, *, action_shown_s: float = ACTION_SHOWN_S) -> None:
        self.user = user
        self._action_shown_s = action_shown_s
        self.messages: dict[int, Message] = {}
        self.blocked = False
        self.action: str | None = None
        self.feed = Feed()
        self.read_up_to = 0
        self.sending = asyncio.Lock()
        self._last_message_id = 0
        self._action_end: asyncio.TimerHandle | None = None

    def add(
        self,
        author: Author,
        content: RichText,
        *,
        media: Media | None = None,
        group: str | None = None,
        reply_to: int | None = None,
        keyboard: Keyboard = (),
    ) -> Message:
        """Append a message."""
        self._last_message_id += 1
        message = Message(
            id=self._last_message_id,
            chat_id=self.user.id,
            date=int(time.time()),
            author=author,
            content=content,
            media=media,
            group=group,
            reply_to=reply_to,
            keyboard=keyboard,
        )
        self.messages[message.id] = message
        if author == "bot":
            self.show_action(None)
        self._publish("message", message)
        return message

    def edit(self, message: Message) -> Message:
        """Put a changed message in the place of its former self, and date the change."""
        return self.put(replace(message, edit_date=int(time.time())))

    def put(self, message: Message) -> Message:
        """The same, for changes Telegram does not date: a keyboard, a reaction."""
        self.messages[message.id] = message
        self._publish("edit", message)
        return message

    def delete(self, message_ids: Iterable[int]) -> None:
        """Remove the messages that are there."""
        gone = [number for number in message_ids if self.messages.pop(number, None)]
        if gone:
            self.feed.publish({"type": "delete", "message_ids": [*gone]})

    def show_action(self, action: str | None) -> None:
        """Show a chat action for some seconds; None takes away what is shown."""
        if self._action_end:
            self._action_end.cancel()
            self._action_end = None
        if action:
            loop = asyncio.get_running_loop()
            self._action_end = loop.call_later(self._action_shown_s, self.show_action, None)
        if action != self.action:
            self.action = action
            self.feed.publish({"type": "action", "action": action})

    def mark_read(self, message_id: int) -> None:
        """The bot has fetched the messages up to this one."""
        if message_id > self.read_up_to:
            self.read_up_to = message_id
            self.feed.publish({"type": "read", "up_to": message_id})

    def close(self) -> None:
        """Let go of all who watch."""
        if self._action_end:
            self._action_end.cancel()
        self.feed.close()

    def _publish(self, type_: str, message: Message) -> None:
        data: dict[str, JsonValue] = {
            "type": type_,
            "message": page_json.message_json(message, self.messages),
        }
        self.feed.publish(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    chat_id: int
    asked_at: float


class Chats:
    """Everybody who ever wrote to the bot, and the button presses that wait for an answer."""

    def __init__(self, *, action_shown_s: float = ACTION_SHOWN_S) -> None:
        self._action_shown_s = action_shown_s
        self._chats: dict[int, Chat] = {}
        self._queries: dict[str, _Query] = {}
        # A bot remembers its chats, and its memory may outlive this process.
        self._last_user_id = int(time.time())

    def all(self) -> Sequence[Chat]:
        """Every chat, oldest first."""
        return tuple(self._chats.values())

    def join(self, name: str, language: str) -> Chat:
        """A new user's chat."""
        self._last_user_id += 1
        user = User(
            id=self._last_user_id,
            first_name=name,
            language_code=language,
            key=secrets.token_urlsafe(24),
        )
        self._chats[user.id] = Chat(user, action_shown_s=self._action_shown_s)
        return self._chats[user.id]

    def by_id(self, chat_id: int) -> Chat | None:
        """The chat with this id."""
        return self._chats.get(chat_id)

    def by_key(self, key: str) -> Chat | None:
        """The chat of the user with this key."""
        return next((chat for chat in self.all() if chat.user.key == key), None)

    def by_name(self, name: str) -> Chat | None:
        """The newest chat of a user with this name."""
        return next((c for c in reversed(self.all()) if c.user.first_name == name), None)

    def open_query(self, chat: Chat) -> str:
        """The id of a button press, which the bot has to answer."""
        query_id = str(secrets.randbits(63))
        self._queries[query_id] = _Query(chat_id=chat.user.id, asked_at=time.monotonic())
        return query_id

    def close_query(self, query_id: str) -> Chat | None:
        """The chat of a press that is answered now; None if it was answered, or is too old."""
        query = self._queries.pop(query_id, None)
        if query is None or time.monotonic() - query.asked_at > QUERY_LIVES_S:
            return None
        return self._chats.get(query.chat_id)

    def forget_all(self) -> None:
        """Remove every user, chat and message; ids go on from where they were."""
        for chat in self.all():
            chat.close()
        self._chats.clear()
        self._queries.clear()
