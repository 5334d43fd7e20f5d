"""Which failed calls may be repeated: a read after any hiccup, a write only if it never arrived."""

from typing import Final

from stamina import AsyncRetryingCaller

from wire.errors import Broken, Uncertain, Unreachable

_THREE_TRIES: Final = AsyncRetryingCaller(
    attempts=3, timeout=None, wait_initial=0.2, wait_max=2.0, wait_jitter=0.3
)

#: `await reads(call, ...)`: for calls that change nothing.
reads: Final = _THREE_TRIES.on((Unreachable, Uncertain, Broken))

#: `await writes(call, ...)`: for calls that cost or change something.
writes: Final = _THREE_TRIES.on(Unreachable)
