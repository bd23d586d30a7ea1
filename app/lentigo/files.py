"""Files and folders that are there whole or not at all, whenever the power fails, a process dies or a stick is pulled.

What is not finished lies beside its place under a name that says which process writes there, and nothing of what. A
kill leaves it behind; `remove_abandoned` takes it away once that process is gone.
"""

import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".lentigo-"  # how names of what is not finished begin
NOT_OFFERED = frozenset({errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


class NotAFile(OSError):
    """A folder, pipe, socket or device where a file was wanted."""


def open_file(path: Path) -> BufferedReader:
    """Open a file that somebody else gave, to read it. Its size, from `os.fstat`, bounds what is read.

    NotAFile for anything else: a pipe without a writer would block for ever, and a device never ends. OSError where it
    cannot be opened.
    """
    waiting = getattr(os, "O_NONBLOCK", 0)  # opening a pipe waits for nobody
    handle = os.open(path, os.O_RDONLY | waiting | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFile(errno.EINVAL, "not a file", str(path))
    return os.fdopen(handle, "rb")


def write_whole(path: Path, content: bytes | str, *, mode: int = 0o644) -> None:
    """Write a file, text in UTF-8, into a folder that is there: a reader sees the old file or the new one.

    OSError where that fails; the old file then stands unchanged.
    """
    with unfinished(path.parent) as fresh:
        with open(fresh, "xb", opener=partial(os.open, mode=mode)) as file:
            file.write(content.encode() if isinstance(content, str) else content)
        settle(fresh, path)


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """A new name in `folder`, for a file or a folder to be made; what has not been settled at the end is removed.

    Not tempfile's, whose files nobody but their owner can read.
    """
    fresh = folder / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        yield fresh
    finally:
        with suppress(OSError):  # `folder` is none, or is closed, or its disk is gone
            _remove(fresh)


def settle(fresh: Path, place: Path) -> None:
    """Give a complete file or folder its name in the same folder, once every byte of it has reached the disk.

    A file replaces a file. A folder replaces nothing: OSError where one with content stands there (see `swap_in`).
    """
    _sync_all(fresh)
    fresh.replace(place)
    sync_folder(place.parent)


def swap_in(fresh: Path, place: Path) -> None:
    """The same for a folder, whatever stands in its place: that is moved aside and removed.

    A kill between the two renames leaves nothing of that name.
    """
    _sync_all(fresh)
    with unfinished(place.parent) as old:
        with suppress(FileNotFoundError):
            place.rename(old)
        try:
            fresh.rename(place)
        except OSError:
            with suppress(OSError):  # nothing to put back, or another process was faster
                old.rename(place)
            raise
        sync_folder(place.parent)


def sync(file: BinaryIO) -> None:
    """Wait until what was written to an open file has reached the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk: a renamed file is safe only then.

    Windows does so by itself. Some network drives cannot, and a folder that may be written need not be readable: what
    was renamed there is in its place all the same.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as problem:
        if problem.errno not in NOT_OFFERED:
            raise


def remove_abandoned(paths: Iterable[Path]) -> None:
    """Remove files and folders, named NAME-PROCESS-RANDOM, whose process is gone: a worker is often ended by a kill."""
    for path in paths:
        with suppress(OSError, ValueError, IndexError):
            if not _in_use(int(path.name.split("-")[-2])):
                _remove(path)


def _in_use(process: int) -> bool:
    if sys.platform == "win32":  # os.kill would end the process there
        import psutil

        return bool(psutil.pid_exists(process))
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is somebody else's, and living
    return True


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _sync_all(path: Path) -> None:
    """A file, or a folder with all that is below it."""
    if path.is_symlink():
        return
    if path.is_dir():
        for inside in path.iterdir():
            _sync_all(inside)
        sync_folder(path)
    else:
        with path.open("r+b") as file:  # Windows syncs only what is open for writing
            os.fsync(file.fileno())
