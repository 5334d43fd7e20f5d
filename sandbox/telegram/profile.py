"""What the bot tells of itself: names, descriptions and command menus, each per language.

It knows no chat; a scope is only a key here.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from sandbox.telegram.model import Command

BOT_ID = 7_000_000_001
TOKEN = f"{BOT_ID}:SANDBOX-token_that-opens-nothing-00"
"""Telegram's form (an id and 35 characters), but no account anywhere belongs to it."""

USERNAME = "image_to_video_sandbox_bot"
FIRST_NAME = "Image to Video"


class Scope(BaseModel):
    """A `BotCommandScope`."""

    model_config = ConfigDict(frozen=True)

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


class Profile:
    """Texts and menus, as set by the bot; the language "" is the one for everybody else."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {("name", ""): FIRST_NAME}
        self._menus: dict[tuple[Scope, str], Sequence[Command]] = {}

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set a name, description or short_description; an empty one is taken away."""
        if text:
            self._texts[kind, language] = text
        elif kind == "name" and not language:
            self._texts[kind, language] = FIRST_NAME
        else:
            self._texts.pop((kind, language), None)

    def text(self, kind: str, language: str) -> str:
        """The text people of this language read."""
        return self._texts.get((kind, language[:2])) or self._texts.get((kind, ""), "")

    def set_menu(self, scope: Scope, language: str, commands: Sequence[Command]) -> None:
        """Set a menu; an empty one is taken away."""
        if commands:
            self._menus[scope, language] = tuple(commands)
        else:
            self._menus.pop((scope, language), None)

    def menu(self, scope: Scope, language: str) -> Sequence[Command]:
        """Exactly what was set for this scope and language."""
        return self._menus.get((scope, language), ())

    def menu_in_private_chat(self, chat_id: int, language: str) -> Sequence[Command]:
        """The menu a person sees: the narrowest scope that has one.

        Source: https://core.telegram.org/bots/api#determining-list-of-commands
        """
        scopes = (
            Scope(type="chat", chat_id=chat_id),
            Scope(type="all_private_chats"),
            Scope(type="default"),
        )
        for scope in scopes:
            if commands := self.menu(scope, language[:2]) or self.menu(scope, ""):
                return commands
        return ()
