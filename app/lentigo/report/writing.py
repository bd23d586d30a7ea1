"""Puts a report on the disk whole, or not at all."""

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lentigo.errors import InputError
from lentigo.files import unfinished, write_whole
from lentigo.language import deferred, translate

LARGEST_REPORT = 8 << 20  # bytes; twelve photographs, as a report shows them, take less
_NO_FOLDER = (
    deferred("The report could not be saved as “{name}”: the folder does not exist."),
    deferred("Choose an existing folder."),
)
_FORBIDDEN = (
    deferred("The report could not be saved as “{name}”: writing is not permitted there."),
    deferred("Close the file in other programs, or choose another folder."),
)
_DEFECTIVE = (
    deferred("The report could not be saved as “{name}”: the disk refused it."),
    deferred("Choose another folder or another disk, then save again."),
)
_REFUSALS = {
    errno.ENOSPC: (
        deferred("The report could not be saved as “{name}”: the disk is full."),
        deferred("Free some space or choose another folder, then save again."),
    ),
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EISDIR: (
        deferred("The report could not be saved as “{name}”: a folder of that name is in the way."),
        deferred("Choose another file name."),
    ),
    errno.ENAMETOOLONG: (
        deferred("The report could not be saved as “{name}”: the file name is too long."),
        deferred("Choose a shorter file name."),
    ),
    errno.EROFS: (
        deferred("The report could not be saved as “{name}”: this disk can only be read."),
        deferred("Choose another folder."),
    ),
}


def write_atomically(path: Path, data: bytes) -> None:
    """The old file or the new one stands there, never half of one.

    Raises InputError where the folder is missing, closed or full.
    """
    with _explained(path):
        write_whole(path, data)


def check_place(path: Path) -> None:
    """InputError, before a long work, where a report could not be written there after it."""
    with _explained(path), unfinished(path.parent) as fresh:
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(path.stat().st_mode):
                raise IsADirectoryError(errno.EISDIR, "a folder")
        fresh.write_bytes(bytes(LARGEST_REPORT))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: OSError) -> InputError:
    refusal, hint = _REFUSALS.get(error.errno or 0, _DEFECTIVE)
    return InputError(translate(refusal, name=path.name), hint=translate(hint))
