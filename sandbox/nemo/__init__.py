"""The NemoVideo backend, as its contract describes it, with an agent that really edits."""
