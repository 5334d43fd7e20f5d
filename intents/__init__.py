"""The decision core: pure functions from a message and what is known to what happens next."""
