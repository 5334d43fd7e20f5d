"""Archives of results: in order, below the limit, whole."""

import zipfile
from pathlib import Path

import pytest

from bot.batch.packing import Packed, pack, parts


def files(folder: Path, *sizes: int) -> list[Packed]:
    made = []
    for number, size in enumerate(sizes):
        path = folder / f"{number}.mp4"
        path.write_bytes(bytes([number]) * size)
        made.append(Packed(name=f"第{number}.mp4", path=path, size_bytes=size))
    return made


def test_what_fits_together_is_one_archive(tmp_path: Path) -> None:
    made = files(tmp_path, 100, 200, 300)
    assert parts(made, 100_000) == [tuple(made)]


def test_without_files_there_is_no_archive() -> None:
    assert parts([], 100_000) == []


def test_a_file_too_big_for_any_archive_is_left_out(tmp_path: Path) -> None:
    small, big = files(tmp_path, 100, 90_000)
    assert parts([big, small], 50_000) == [(small,)]
    assert parts([big], 50_000) == []


@pytest.mark.parametrize("most_bytes", [5_000, 9_999, 20_000, 50_000])
def test_no_archive_is_bigger_than_allowed_and_nothing_is_lost(
    tmp_path: Path, most_bytes: int
) -> None:
    made = files(tmp_path, *[3_000 + 7 * number for number in range(30)], *([1] * 40))
    packed = parts(made, most_bytes)
    assert [file for part in packed for file in part] == made
    for number, part in enumerate(packed):
        path = tmp_path / f"{number}.zip"
        with path.open("wb") as file:
            pack(file, part)
        assert path.stat().st_size <= most_bytes
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == [file.name for file in part]
            assert {it.compress_type for it in archive.infolist()} == {zipfile.ZIP_STORED}
