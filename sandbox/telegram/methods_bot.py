"""Bot API methods about the bot itself: updates, webhook, names, menus.

Error texts are those of the Bot API server 10.0 (https://github.com/tdlib/telegram-bot-api).
"""

import re
from collections.abc import Awaitable, Callable

from pydantic import Field, JsonValue

from sandbox.telegram.api import Api, ChatRequest, FromJson, Request
from sandbox.telegram.bot_json import chat_json
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.model import Command
from sandbox.telegram.profile import Scope
from sandbox.telegram.webhook import Target

MAX_COMMANDS = 100


class Nothing(Request):
    """A method without parameters."""


class GetUpdates(Request):
    """`getUpdates`."""

    offset: int = 0
    limit: int = 100
    timeout: int = 0
    allowed_updates: FromJson[tuple[str, ...] | None] = None


class SetWebhook(Request):
    """`setWebhook`."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = Field(default=40, ge=1, le=100)
    allowed_updates: FromJson[tuple[str, ...] | None] = None
    drop_pending_updates: bool = False


class DeleteWebhook(Request):
    """`deleteWebhook`."""

    drop_pending_updates: bool = False


class Localized(Request):
    """A method about a text or a menu in one language."""

    language_code: str = ""

    def language(self) -> str:
        """The code; raises ApiError where it is none."""
        if not re.fullmatch("([a-z]{2})?", self.language_code):
            raise bad_request("language_code is invalid")
        return self.language_code


class Menu(Localized):
    """`getMyCommands`, `deleteMyCommands`."""

    scope: FromJson[Scope] = Scope()


class SetMyCommands(Menu):
    """`setMyCommands`."""

    commands: FromJson[tuple[dict[str, str], ...]] = ()


class SetText(Localized):
    """`setMyName`, `setMyDescription`, `setMyShortDescription`."""

    name: str = ""
    description: str = ""
    short_description: str = ""


class GetChat(ChatRequest):
    """`getChat`."""


class GetUserProfilePhotos(Request):
    """`getUserProfilePhotos`."""

    user_id: int


async def get_me(api: Api, request: Nothing) -> JsonValue:  # noqa: ARG001
    """Answers the bot's `User`."""
    return api.world.bot_user() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def done(api: Api, request: Nothing) -> JsonValue:  # noqa: ARG001
    """Answers True: `logOut` and `close` have nothing to do here."""
    return True


async def get_updates(api: Api, request: GetUpdates) -> JsonValue:
    """Answers a list of `Update`."""
    if api.world.webhook.target:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    api.world.updates.allow(request.allowed_updates)
    batch = await api.world.updates.poll(
        offset=request.offset, limit=request.limit, timeout_s=request.timeout
    )
    return [update.as_json() for update in batch]


async def set_webhook(api: Api, request: SetWebhook) -> JsonValue:
    """Answers True; plain HTTP is accepted, as by a Bot API server of one's own."""
    if len(request.secret_token) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch("[A-Za-z0-9_-]*", request.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if request.url and not request.url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if request.drop_pending_updates:
        api.world.updates.forget_all()
    api.world.updates.allow(request.allowed_updates)
    api.world.updates.stop_polls("setWebhook request")
    target = Target(
        url=request.url,
        secret_token=request.secret_token or None,
        max_connections=request.max_connections,
    )
    await api.world.webhook.set(target if request.url else None)
    return True


async def delete_webhook(api: Api, request: DeleteWebhook) -> JsonValue:
    """Answers True."""
    if request.drop_pending_updates:
        api.world.updates.forget_all()
    await api.world.webhook.set(None)
    return True


async def get_webhook_info(api: Api, request: Nothing) -> JsonValue:  # noqa: ARG001
    """Answers a `WebhookInfo`."""
    target, failure = api.world.webhook.target, api.world.webhook.failure
    info: dict[str, JsonValue] = {
        "url": target.url if target else "",
        "has_custom_certificate": False,
        "pending_update_count": len(api.world.updates.pending),
    }
    if target:
        info["max_connections"] = target.max_connections
    if api.world.updates.allowed:
        info["allowed_updates"] = [*api.world.updates.allowed]
    if failure:
        info |= {"last_error_date": failure.at, "last_error_message": failure.reason}
    return info


async def set_my_commands(api: Api, request: SetMyCommands) -> JsonValue:
    """Answers True."""
    language = request.language()
    if len(request.commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(sent) for sent in request.commands]
    api.world.profile.set_menu(request.scope, language, commands)
    api.world.show_menu()
    return True


async def get_my_commands(api: Api, request: Menu) -> JsonValue:
    """Answers a list of `BotCommand`."""
    menu = api.world.profile.menu(request.scope, request.language())
    return [{"command": c.command, "description": c.description} for c in menu]


async def delete_my_commands(api: Api, request: Menu) -> JsonValue:
    """Answers True."""
    api.world.profile.set_menu(request.scope, request.language(), ())
    api.world.show_menu()
    return True


def text_setter(kind: str, longest: int) -> Callable[[Api, SetText], Awaitable[JsonValue]]:
    """The method that sets this text of the bot and answers True."""

    async def set_text(api: Api, request: SetText) -> JsonValue:
        text = getattr(request, kind)
        if len(text) > longest:
            raise bad_request(f"{kind} is too long")
        api.world.profile.set_text(kind, request.language(), text)
        return True

    return set_text


def text_getter(kind: str) -> Callable[[Api, Localized], Awaitable[JsonValue]]:
    """The method that answers this text of the bot."""

    async def get_text(api: Api, request: Localized) -> JsonValue:
        return {kind: api.world.profile.text(kind, request.language())}

    return get_text


async def get_chat(api: Api, request: GetChat) -> JsonValue:
    """Answers a `ChatFullInfo`."""
    chat = api.chat(request.chat_id)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    return chat_json(chat.user) | {
        "accent_color_id": 0,
        "max_reaction_count": 1,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }


async def get_user_profile_photos(api: Api, request: GetUserProfilePhotos) -> JsonValue:
    """Answers a `UserProfilePhotos`; nobody here has one."""
    api.chat(request.user_id)
    return {"total_count": 0, "photos": []}


def _command(sent: dict[str, str]) -> Command:
    name, description = sent.get("command", "").removeprefix("/"), sent.get("description", "")
    if not re.fullmatch("[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(command=name, description=description)
