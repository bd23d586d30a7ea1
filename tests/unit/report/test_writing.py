"""A report stands on the disk whole, or not at all."""

import os
import sys
from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo.report.writing import write_atomically


def test_replaces_the_old_file_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder does not exist") as caught:
        write_atomically(tmp_path / "absent" / "report.pdf", b"x")
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="the folder does not exist"):
        write_atomically(tmp_path / "file" / "report.pdf", b"x")


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(InputError, match=r"could not be saved as “report\.pdf”"):
        write_atomically(tmp_path / "report.pdf", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="only a plain user can be refused a folder")
def test_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(InputError, match="writing is not permitted"):
        write_atomically(closed / "report.pdf", b"x")
    assert list(closed.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc and RLIMIT_FSIZE stand for a folder and a disk that refuse")
def test_disk_that_refuses_leaves_the_old_file(tmp_path: Path) -> None:
    import resource
    import signal

    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(InputError, match="could not be saved"):
            write_atomically(target, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(InputError, match="could not be saved"):
        write_atomically(Path("/proc/report.pdf"), b"x")
