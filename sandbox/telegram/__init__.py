"""The Bot API, as strict as the real one, and a chat page for the browser."""
