"""Files and folders are there whole or not at all."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from small_disks import mounted

from lentigo.errors import Cancelled
from lentigo.files import NotAFile, open_file, remove_abandoned, settle, swap_in, sync_folder, unfinished, write_whole

POSIX = pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX")
REWRITE = """
import itertools, sys
from pathlib import Path
from lentigo.files import write_whole
for number in itertools.count():
    write_whole(Path(sys.argv[1]), bytes([number % 256]) * 300_000)
    print(number, flush=True)
"""


@pytest.mark.parametrize("content", [b"\x00new", "née"])
def test_a_file_is_replaced_and_nothing_stays_beside(tmp_path: Path, content: bytes | str) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old, and longer than what is written")
    write_whole(target, content)
    assert target.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert list(tmp_path.iterdir()) == [target]


@POSIX
@pytest.mark.timeout(20)  # a pipe without a writer blocks for ever
def test_only_files_are_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    with open_file(tmp_path / "file") as file:
        assert file.read() == b"content"
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(NotAFile):
            open_file(place)
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path / "absent")


def test_text_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "half a pair: \ud800")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "absent" / "file", b"x")
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        write_whole(tmp_path / "file" / "file", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@POSIX
@pytest.mark.parametrize(("mask", "mode", "expected"), [(0o022, None, 0o644), (0o077, None, 0o600), (0, 0o600, 0o600)])
def test_mode_bits(tmp_path: Path, mask: int, mode: int | None, expected: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "file", b"x", **({} if mode is None else {"mode": mode}))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == expected


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 1) as disk:
        write_whole(disk / "file", b"old")
        with pytest.raises(OSError, match="No space left"):
            write_whole(disk / "file", bytes(2_000_000))
        assert (disk / "file").read_bytes() == b"old"
        assert [path.name for path in disk.iterdir()] == ["file"]


@POSIX
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    for round_ in range(8):
        command = [sys.executable, "-c", REWRITE, str(target)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.003 * round_)
            process.kill()
        content = target.read_bytes()
        assert len(content) == 300_000
        assert content == content[:1] * len(content)
    remove_abandoned(path for path in tmp_path.iterdir() if path != target)
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_not_finished_is_named_by_its_process_alone_and_goes(tmp_path: Path) -> None:
    with suppress(Cancelled), unfinished(tmp_path) as fresh:
        (fresh / "below").mkdir(parents=True)
        (fresh / "below" / "file").touch()
        assert fresh.name.startswith(f".lentigo-{os.getpid()}-")
        assert fresh.parent == tmp_path
        remove_abandoned(tmp_path.iterdir())
        assert fresh.exists()
        raise Cancelled
    assert list(tmp_path.iterdir()) == []


def test_what_was_settled_stays(tmp_path: Path) -> None:
    with unfinished(tmp_path) as fresh:
        (fresh / "below").mkdir(parents=True)
        (fresh / "below" / "file").write_bytes(b"x")
        settle(fresh, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert (tmp_path / "folder" / "below" / "file").read_bytes() == b"x"


def test_a_folder_is_not_settled_over_another(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "theirs").touch()
    with unfinished(tmp_path) as fresh:
        fresh.mkdir()
        with pytest.raises(OSError, match="folder"):
            settle(fresh, tmp_path / "folder")
    assert (tmp_path / "folder" / "theirs").exists()


def put_file(place: Path) -> None:
    place.write_bytes(b"a file")


def put_folder(place: Path) -> None:
    place.mkdir()
    (place / "old").touch()


@pytest.mark.parametrize("put", [put_file, put_folder, lambda _place: None])
def test_a_folder_is_swapped_in(tmp_path: Path, put: Callable[[Path], None]) -> None:
    put(tmp_path / "folder")
    with unfinished(tmp_path) as fresh:
        fresh.mkdir()
        (fresh / "new").touch()
        swap_in(fresh, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["new"]


def test_a_swap_that_fails_puts_back_what_stood_there(tmp_path: Path) -> None:
    put_folder(tmp_path / "folder")
    with mounted(tmp_path / "disk", 1) as disk:
        (disk / "fresh").mkdir()
        with pytest.raises(OSError, match="cross-device"):
            swap_in(disk / "fresh", tmp_path / "folder")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["old"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc stands for a file system that syncs no folders")
def test_a_folder_that_cannot_be_synced_is_no_error() -> None:
    sync_folder(Path("/proc/self"))
    with pytest.raises(FileNotFoundError):
        sync_folder(Path("/proc/absent"))


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked whether a process lives; age decides there")
def test_only_what_dead_processes_left_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f"copy-{ended.pid}-x", f"copy-{os.getpid()}-y", "copy-1-z", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / f"file-{ended.pid}-x").touch()
    remove_abandoned(tmp_path.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"copy-{os.getpid()}-y", "copy-1-z", "other"])
