"""A file that appears under its name whole or not at all."""

from pathlib import Path

import pytest

from wire.arriving import arriving


def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    with arriving(tmp_path / "it.zip") as file:
        file.write(b"all of it")
        assert not (tmp_path / "it.zip").exists()
    assert (tmp_path / "it.zip").read_bytes() == b"all of it"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_breaks_leaves_nothing_and_an_older_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "it.zip").write_bytes(b"older")
    with pytest.raises(OSError, match="no room"):
        _break_in_the_middle(tmp_path / "it.zip")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"]


def _break_in_the_middle(path: Path) -> None:
    with arriving(path) as file:
        file.write(b"half")
        raise OSError("no room")
