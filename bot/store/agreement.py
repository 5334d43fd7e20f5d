"""What all processes of one database have to share: the key that seals, and the data folder.

A process with another key could not open what the others sealed, and one with another folder would
not find their files; either would lose work, so neither may start.
"""

import uuid
from pathlib import Path

import structlog
from psycopg import AsyncConnection

from bot.store import processes
from bot.store.once import written_once
from bot.store.vault import Vault

MARK = "folder.id"
_WORD = "what is sealed here can be opened"

log = structlog.get_logger()


class DisagreementError(Exception):
    """This process does not share what the others do; the message says what to do."""


async def agree(
    conn: AsyncConnection, vault: Vault, data_dir: Path, *, forget_old_key: bool = False
) -> None:
    """Compare with the others, or be the first. Raises DisagreementError.

    With `forget_old_key` this process's key counts from now on: what was sealed with the old one
    is as good as gone.
    """
    folder = _mark(data_dir)
    async with conn.transaction():
        await conn.execute(
            "INSERT INTO agreement (sealed, folder) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (vault.seal(_WORD), folder),
        )
        row = await (
            await conn.execute("SELECT sealed, folder FROM agreement FOR UPDATE")
        ).fetchone()
        if row is None:
            raise LookupError("the agreement is gone")
        if forget_old_key:
            await conn.execute("UPDATE agreement SET sealed = %s", (vault.seal(_WORD),))
        elif vault.open(bytes(row[0])) != _WORD:
            raise DisagreementError(
                "What is sealed in this database was sealed with another key. Set SECRET_KEY to the"
                " key of the process that began it (its DATA_DIR/secret.key holds it), the same on"
                " all machines. If that key is lost for good, start once with --forget-old-key."
            )
        if row[1] != folder:
            if await processes.alive(conn):
                raise DisagreementError(
                    f"{data_dir} is not the folder that the other processes of this database use."
                    " Set DATA_DIR to one folder that all of them share."
                )
            log.warning("data_folder_is_new", hint="files of before are not in it")
            await conn.execute("UPDATE agreement SET folder = %s", (folder,))


def _mark(data_dir: Path) -> str:
    """The folder's own mark, made once."""
    return written_once(data_dir / MARK, str(uuid.uuid4()))
