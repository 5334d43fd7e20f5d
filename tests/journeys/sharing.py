"""One town for many tests, so that each need not wait until a sandbox and a bot have started."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests.journeys.people import Person
from tests.journeys.town import Town, running_town

# Everybody in a shared town is somebody new, and all of them come from one address. Nobody has to
# catch a moment, as those do who kill a bot, so there is little time to lose.
OF_MANY = ("--tokens-per-address", "1000", "--pace", "0.1")


class SharedTown:
    """A town with a bot at work for one test after another; a new one when it cannot go on.

    `folders` gives an empty folder for each town.
    """

    def __init__(
        self, folders: Iterator[Path], new_database: Callable[[], AbstractContextManager[str]]
    ) -> None:
        self._folders = folders
        self._new_database = new_database
        self._running = ExitStack()
        self._town: Town | None = None
        self.deaths: list[str] = []
        """The last words of bots that died while nobody was there."""

    @contextmanager
    def visit(self) -> Iterator[Town]:
        """The town, as it is for a test that begins.

        A test leaves nothing behind that the next one could meet: its people stop what still runs
        for them, and every fault it armed must have been met. A bot that died is a failure of the
        test during which it did.
        """
        town = self._present()
        yield town
        try:
            assert town.alive, f"the bot died:\n{town.log_tail()}"
            for name in sorted(town.names):
                Person(town, name).leave()
        except BaseException:
            self.close()
            raise
        assert not town.unmet_faults()

    def close(self) -> None:
        """End it; whoever visits next finds a new one."""
        self._town = None
        self._running.close()

    def _present(self) -> Town:
        if self._town is not None and not self._town.alive:
            self.deaths.append(self._town.log_tail())
            self.close()
        if self._town is None:
            database_url = self._running.enter_context(self._new_database())
            folder = next(self._folders)
            town = self._running.enter_context(
                running_town(folder, database_url, *OF_MANY, kind=Town)
            )
            town.start_bot()
            self._town = town
        self._town.begin()
        return self._town
