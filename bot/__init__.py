"""The Telegram bot: the only package that knows Telegram, and the only one that knows everybody."""
