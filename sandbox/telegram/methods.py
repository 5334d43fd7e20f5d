"""The Bot API methods by name; what each does is told in the modules they come from."""

from sandbox.telegram import methods_bot as bot
from sandbox.telegram import methods_media as media
from sandbox.telegram import methods_text as text
from sandbox.telegram.api import Method, method

METHODS: dict[str, Method] = {
    "getMe": method(bot.Nothing, bot.get_me),
    "logOut": method(bot.Nothing, bot.done),
    "close": method(bot.Nothing, bot.done),
    "getUpdates": method(bot.GetUpdates, bot.get_updates),
    "setWebhook": method(bot.SetWebhook, bot.set_webhook),
    "deleteWebhook": method(bot.DeleteWebhook, bot.delete_webhook),
    "getWebhookInfo": method(bot.Nothing, bot.get_webhook_info),
    "setMyCommands": method(bot.SetMyCommands, bot.set_my_commands),
    "getMyCommands": method(bot.Menu, bot.get_my_commands),
    "deleteMyCommands": method(bot.Menu, bot.delete_my_commands),
    "setMyName": method(bot.SetText, bot.text_setter("name", 64)),
    "getMyName": method(bot.Localized, bot.text_getter("name")),
    "setMyDescription": method(bot.SetText, bot.text_setter("description", 512)),
    "getMyDescription": method(bot.Localized, bot.text_getter("description")),
    "setMyShortDescription": method(bot.SetText, bot.text_setter("short_description", 120)),
    "getMyShortDescription": method(bot.Localized, bot.text_getter("short_description")),
    "getChat": method(bot.GetChat, bot.get_chat),
    "getUserProfilePhotos": method(bot.GetUserProfilePhotos, bot.get_user_profile_photos),
    "sendMessage": method(text.SendMessage, text.send_message),
    "sendMessageDraft": method(text.SendMessageDraft, text.send_message_draft),
    "sendChatAction": method(text.SendChatAction, text.send_chat_action),
    "editMessageText": method(text.EditMessageText, text.edit_message_text),
    "editMessageCaption": method(text.EditMessageCaption, text.edit_message_caption),
    "editMessageReplyMarkup": method(text.EditMessageReplyMarkup, text.edit_message_reply_markup),
    "deleteMessage": method(text.DeleteMessage, text.delete_message),
    "deleteMessages": method(text.DeleteMessages, text.delete_messages),
    "answerCallbackQuery": method(text.AnswerCallbackQuery, text.answer_callback_query),
    "setMessageReaction": method(text.SetMessageReaction, text.set_message_reaction),
    "sendPhoto": method(media.SendFile, media.sender("photo")),
    "sendVideo": method(media.SendFile, media.sender("video")),
    "sendAnimation": method(media.SendFile, media.sender("animation")),
    "sendAudio": method(media.SendFile, media.sender("audio")),
    "sendDocument": method(media.SendFile, media.sender("document")),
    "sendVoice": method(media.SendFile, media.sender("voice")),
    "sendVideoNote": method(media.SendFile, media.sender("video_note")),
    "sendMediaGroup": method(media.SendMediaGroup, media.send_media_group),
    "editMessageMedia": method(media.EditMessageMedia, media.edit_message_media),
    "getFile": method(media.GetFile, media.get_file),
}

# Telegram does not mind how a method's name is written.
NAMES = {name.lower(): name for name in METHODS}
