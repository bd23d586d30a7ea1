"""What a disk has room for, and what is said of its errors."""

import errno
import os
from pathlib import Path

import psutil
import pytest

from lentigo.errors import InputError
from lentigo.models.disk import check_room, disk_trouble, file_system, has_size, size_words


def test_a_disk_that_cannot_take_large_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (disk,) = [disk for disk in psutil.disk_partitions(all=True) if disk.mountpoint == "/"]
    places = [disk, disk._replace(mountpoint=str(tmp_path), fstype="vfat")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: places)
    assert file_system(tmp_path / "stick" / "lentigo") == "vfat"
    with pytest.raises(
        InputError, match=r"FAT32, which takes files up to 4\.29 GB; the largest here has 4\.98 GB"
    ) as told:
        check_room(tmp_path, 4_980_000_000, 4_980_000_000)
    assert "exFAT" in told.value.hint
    check_room(tmp_path, 1000, (1 << 32) - 1)


def test_a_file_system_is_found_by_its_nearest_mount() -> None:
    assert file_system(Path("/proc/self")) == "proc"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EROFS, "write-protected"),
        (errno.EIO, "has a fault"),
        (errno.ENODEV, "is gone"),
        (errno.EFBIG, "as large"),
    ],
)
def test_errors_of_the_disk_have_a_cause_and_a_remedy(tmp_path: Path, number: int, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised, disk_trouble(tmp_path):
        raise OSError(number, os.strerror(number))
    assert raised.value.hint


SIZES = [(0, "0 bytes"), (999, "999 bytes"), (1500, "2 kB"), (12_400_000, "12 MB"), (4_980_000_000, "4.98 GB")]


@pytest.mark.parametrize(("size", "told"), SIZES)
def test_sizes_are_told_for_people(size: int, told: str) -> None:
    assert size_words(size) == told


def test_a_folder_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert has_size(tmp_path / "file", 5)
    assert not has_size(tmp_path / "file", 4)
    assert not has_size(tmp_path / "nothing", 0)
    assert not has_size(tmp_path, tmp_path.stat().st_size)
