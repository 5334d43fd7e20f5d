"""The built-in server: real processes, real kills, awkward paths and users."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.store import postgres
from bot.store.postgres import SETTINGS, EmbeddedPostgres
from bot.store.postgres_account import PostgresError

USER_OF_THE_SERVER = """
import sys
from pathlib import Path
from bot.store.postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
REPOSITORY = Path(__file__).parents[3]
Process: TypeAlias = subprocess.Popen[str]
PACKAGES = sysconfig.get_path("purelib")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my data"


@contextmanager
def process_using(folder: Path, python: Sequence[str] = (sys.executable,)) -> Iterator[Process]:
    """Another process that uses the server until its standard input ends."""
    with subprocess.Popen(
        [*python, "-c", USER_OF_THE_SERVER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    ) as process:
        try:
            yield process
        finally:
            if process.stdin and not process.stdin.closed:
                process.stdin.close()
            process.wait()


def url_from(process: Process) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def started_at(url: str) -> datetime:
    with psycopg.connect(url) as conn:
        row = conn.execute("SELECT pg_postmaster_start_time()").fetchone()
    assert row is not None
    assert isinstance(row[0], datetime)
    return row[0]


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def until(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it never came true"


def server_pid(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text("utf-8").split()[0])


def test_a_path_with_spaces_commas_and_200_characters_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "it's a, 'long' $PATH" / ("x" * 100) / ("y" * 100)
    with EmbeddedPostgres(folder) as server:
        assert answers(server.url)
        with psycopg.connect(server.url) as conn:
            encoding = conn.execute("SHOW server_encoding").fetchone()
            checksums = conn.execute("SHOW data_checksums").fetchone()
    assert (encoding, checksums) == (("UTF8",), ("on",))


def test_the_last_one_out_stops_the_server(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        with EmbeddedPostgres(folder) as second:
            assert second.url == first.url
        assert answers(first.url)
    assert not answers(first.url)
    assert not Path(str(conninfo_to_dict(first.url)["host"])).exists()


def test_what_was_stored_is_there_after_a_restart_and_at_the_same_url(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        url = server.url
        with psycopg.connect(url) as conn:
            conn.execute("CREATE TABLE kept (id int)")
    with EmbeddedPostgres(folder) as server, psycopg.connect(url) as conn:
        assert server.url == url
        assert conn.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


def test_two_processes_at_once_share_one_server(folder: Path) -> None:
    with process_using(folder) as one, process_using(folder) as two:
        urls = {url_from(one), url_from(two)}
        assert len(urls) == 1
        assert answers(*urls)


def test_a_killed_process_leaves_the_server_to_the_next_one_who_stops_it(folder: Path) -> None:
    with process_using(folder) as process:
        url = url_from(process)
        before = started_at(url)
        process.kill()
        process.wait()
        with EmbeddedPostgres(folder) as server:
            assert started_at(server.url) == before
    assert not answers(url)


def test_a_killed_server_is_started_again_with_its_data(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        with psycopg.connect(server.url) as conn:
            conn.execute("CREATE TABLE kept (id int)")
        os.kill(server_pid(folder), signal.SIGKILL)
        until(lambda: "server" not in locked_files(folder))
        with EmbeddedPostgres(folder) as again, psycopg.connect(again.url) as conn:
            assert again.url == server.url
            assert conn.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


def test_a_server_that_still_has_a_busy_child_is_not_doubled(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as conn:
        child = conn.info.backend_pid
        os.kill(child, signal.SIGSTOP)
        os.kill(server_pid(folder), signal.SIGKILL)
        with process_using(folder) as process:
            until(lambda: "gate" in locked_files(folder))
            assert not (folder / "log.old").exists()
            os.kill(child, signal.SIGKILL)
            assert answers(url_from(process))
        assert (folder / "log.old").exists()


def locked_files(folder: Path) -> set[str]:
    inodes = {line.split()[5].rpartition(":")[2] for line in open_locks()}
    names = ("gate", "server", "users")
    return {name for name in names if str((folder / name).stat().st_ino) in inodes}


def open_locks() -> list[str]:
    return Path("/proc/locks").read_text("utf-8").splitlines()


def test_a_pid_file_that_names_a_living_stranger_is_not_believed(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        pid_file = folder / "cluster" / "postmaster.pid"
        left_behind = pid_file.read_text("utf-8")
        stranger = left_behind.replace(str(server_pid(folder)), str(os.getpid()), 1)
    pid_file.write_text(stranger, "utf-8")
    with EmbeddedPostgres(folder) as server:
        assert answers(server.url)


def test_a_start_that_was_killed_in_the_middle_is_done_over(folder: Path) -> None:
    with process_using(folder) as process:
        until((folder / "cluster.new" / "PG_VERSION").exists)
        process.kill()
        process.wait()
        assert not (folder / "cluster").exists()
        with EmbeddedPostgres(folder) as server:
            assert answers(server.url)


def test_a_copy_of_the_folder_is_another_server(folder: Path, tmp_path: Path) -> None:
    with EmbeddedPostgres(folder):
        pass
    copy = shutil.copytree(folder, tmp_path / "copy")
    for path in (copy / "cluster", *(copy / "cluster").rglob("*")):
        status = folder.joinpath("cluster").stat()
        os.chown(path, status.st_uid, status.st_gid)
    with EmbeddedPostgres(folder) as one, EmbeddedPostgres(copy) as two:
        assert one.url != two.url
        assert answers(one.url)
        assert answers(two.url)


def test_a_folder_that_was_removed_meanwhile_is_no_error_at_the_end(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        os.kill(server_pid(folder), signal.SIGINT)
        until(lambda: "server" not in locked_files(folder))
        shutil.rmtree(folder)
        shutil.rmtree(str(conninfo_to_dict(server.url)["host"]))


def test_the_server_sees_nothing_of_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6666")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "secret")
    with EmbeddedPostgres(folder) as server:
        seen = Path(f"/proc/{server_pid(folder)}/environ").read_text("utf-8")
        assert answers(server.url)
    assert "secret" not in seen
    assert "6666" not in seen


def test_why_the_server_does_not_start_is_said_in_one_line(folder: Path) -> None:
    with pytest.raises(PostgresError) as caught:
        EmbeddedPostgres(folder, settings={**SETTINGS, "shared_buffers": "much"}).__enter__()
    assert 'invalid value for parameter "shared_buffers": "much"' in str(caught.value)
    assert "DATABASE_URL" in str(caught.value)
    assert "\n" not in str(caught.value)
    with EmbeddedPostgres(folder) as server:
        assert answers(server.url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PostgresError, match=r"Not a directory: .*/file/data"):
        EmbeddedPostgres(tmp_path / "file" / "data").__enter__()


def test_a_disk_without_room_is_said_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "NEEDED_BYTES", 1 << 60)
    with pytest.raises(PostgresError, match=r"MB are free for .*/my data"):
        EmbeddedPostgres(folder).__enter__()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
class TestUsers:
    """Root gives the server to a system user; an ordinary user runs it itself."""

    @pytest.fixture
    def python(self) -> list[str]:
        """A Python run by another user, who may not be able to reach ours."""
        as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        seeing = ["env", f"PYTHONPATH={REPOSITORY}:{PACKAGES}"]
        for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
            command = [*as_nobody, *seeing, python]
            tried = subprocess.run([*command, "-c", "import bot.store.postgres"], check=False)
            if tried.returncode == 0:
                return command
        pytest.skip("another user can reach neither Python nor this checkout")

    @pytest.fixture
    def open_folder(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as name:
            Path(name).chmod(0o777)
            yield Path(name) / "data"

    def test_the_server_never_runs_as_root(self, folder: Path) -> None:
        with EmbeddedPostgres(folder):
            assert Path(f"/proc/{server_pid(folder)}").stat().st_uid != 0

    def test_an_ordinary_user_runs_it_as_itself(self, open_folder: Path, python: list[str]) -> None:
        with process_using(open_folder, python) as process:
            assert url_from(process).startswith("postgresql://")
            assert Path(f"/proc/{server_pid(open_folder)}").stat().st_uid == 65534
            process.communicate("")
        assert not (open_folder / "cluster" / "postmaster.pid").exists()

    def test_root_uses_an_ordinary_users_folder_and_leaves_it_usable(
        self, open_folder: Path, python: list[str]
    ) -> None:
        with process_using(open_folder, python) as process:
            url = url_from(process)
            process.communicate("")
        with EmbeddedPostgres(open_folder) as server:
            assert answers(server.url)
        with process_using(open_folder, python) as process:
            assert url_from(process) == url
            process.communicate("")

    def test_an_ordinary_user_is_told_that_the_folder_is_roots(
        self, open_folder: Path, python: list[str]
    ) -> None:
        with EmbeddedPostgres(open_folder):
            pass
        with process_using(open_folder, python) as process:
            _, errors = process.communicate("")
        assert "belongs to another user" in errors.splitlines()[-1]
