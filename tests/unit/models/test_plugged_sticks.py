"""Sticks among drives."""

from pathlib import Path

from lentigo.models.manifest import MANIFEST
from lentigo.models.plugged_sticks import sticks_on


def put(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / MANIFEST).touch()
    return folder


def test_a_list_on_the_drive_or_in_a_folder_on_it_is_found(tmp_path: Path) -> None:
    """Deeper, nobody looks: a large drive would take long."""
    whole, below = put(tmp_path / "STICK é"), put(tmp_path / "OTHER 皮" / "lentigo")
    put(tmp_path / "DEEP" / "one" / "two")
    drives = [*tmp_path.iterdir(), tmp_path / "pulled"]
    assert sticks_on(drives) == sorted([whole, below])


def test_drives_without_one_give_none(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    assert sticks_on([tmp_path]) == []
