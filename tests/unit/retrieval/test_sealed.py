"""Files and folders that show damage."""

import os
from pathlib import Path

import pytest

from lentigo.errors import Cancelled
from lentigo.retrieval.sealed import is_whole, read_sealed, write_sealed, write_sealed_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sealed_folder(tmp_path / "index", fill, anew=False)
    return tmp_path / "index"


def fill(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "rows").write_bytes(b"rows")
    (folder / "empty").touch()


def test_a_sealed_file_comes_back_and_any_change_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "parts" / "one.text"
    write_sealed(path, b"what was read")
    assert read_sealed(path) == b"what was read"
    whole = path.read_bytes()
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        assert read_sealed(path) is None
    for content in (b"", whole[:-1], whole + b"x", bytes(len(whole))):
        path.write_bytes(content)
        assert read_sealed(path) is None
    path.unlink()
    assert read_sealed(path) is None


def test_the_file_of_another_document_is_not_taken(tmp_path: Path) -> None:
    write_sealed(tmp_path / "one.text", b"one")
    (tmp_path / "one.text").rename(tmp_path / "two.text")
    assert read_sealed(tmp_path / "two.text") is None


def test_every_damage_to_a_folder_is_noticed(folder: Path) -> None:
    assert is_whole(folder, "index")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for damaged in (whole[: len(whole) // 2] + b"?", whole + b"\0", b"[" * 100_000):
            path.write_bytes(damaged)
            assert not is_whole(folder, "index"), path.name
        path.unlink()
        assert not is_whole(folder, "index"), path.name
        path.write_bytes(whole)
    assert is_whole(folder, "index")
    (folder / "below" / "more").touch()
    assert not is_whole(folder, "index")


def test_a_folder_under_another_name_is_not_taken(folder: Path) -> None:
    folder.rename(folder.with_name("other"))
    assert not is_whole(folder.with_name("other"), "other")


def test_a_stopped_writer_leaves_nothing_and_the_old_folder(folder: Path) -> None:
    def stop(building: Path) -> None:
        fill(building)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_sealed_folder(folder, stop, anew=True)
    assert [path.name for path in folder.parent.iterdir()] == ["index"]
    assert is_whole(folder, "index")


def test_a_damaged_folder_or_a_file_in_its_place_is_replaced(folder: Path) -> None:
    (folder / "empty").unlink()
    write_sealed_folder(folder, fill, anew=False)
    assert is_whole(folder, "index")
    folder.rename(folder.with_name("gone"))
    folder.write_bytes(b"a file")
    write_sealed_folder(folder, fill, anew=False)
    assert is_whole(folder, "index")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_what_is_written_can_be_read_by_the_users_of_an_installation(folder: Path) -> None:
    modes = [path.stat().st_mode & 0o444 for path in (folder, *folder.rglob("*"))]
    assert modes == [0o444] * len(modes)
