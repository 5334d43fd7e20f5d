"""What is repeated: everything that only reads, and of writes only what never arrived."""

from collections.abc import Iterator

import pytest
import stamina

from wire.errors import AuthExpired, Broken, ServiceError, Uncertain, Unreachable
from wire.retry import reads, writes


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


class Call:
    """Fails always, and counts."""

    def __init__(self, error: type[ServiceError]) -> None:
        self._error = error
        self.tries = 0

    async def __call__(self) -> None:
        self.tries += 1
        raise self._error("x", service="x")


@pytest.mark.parametrize(
    ("error", "read", "written"),
    [(Unreachable, 3, 3), (Uncertain, 3, 1), (Broken, 3, 1), (AuthExpired, 1, 1)],
)
async def test_a_call_is_tried_this_often(
    error: type[ServiceError], read: int, written: int
) -> None:
    call = Call(error)
    with pytest.raises(error):
        await reads(call)
    assert call.tries == read
    call = Call(error)
    with pytest.raises(error):
        await writes(call)
    assert call.tries == written
