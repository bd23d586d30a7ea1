"""Puts a report on the disk whole, or not at all."""

import errno
from pathlib import Path

from lentigo.errors import InputError
from lentigo.files import write_whole

_CAUSES = {
    errno.ENOSPC: ("the disk is full", "Free some space or choose another folder, then save again."),
    errno.ENOENT: ("the folder does not exist", "Choose an existing folder."),
    errno.ENOTDIR: ("the folder does not exist", "Choose an existing folder."),
    errno.EISDIR: ("a folder of that name is in the way", "Choose another file name."),
    errno.ENAMETOOLONG: ("the file name is too long", "Choose a shorter file name."),
    errno.EROFS: ("this disk can only be read", "Choose another folder."),
}
_FORBIDDEN = (
    "writing is not permitted there",
    "Close the file in other programs, or choose another folder.",
)
_DEFECTIVE = ("the disk refused it", "Choose another folder or another disk, then save again.")


def write_atomically(path: Path, data: bytes) -> None:
    """The old file or the new one stands there, never half of one.

    Raises InputError where the folder is missing, closed or full.
    """
    try:
        write_whole(path, data)
    except OSError as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: OSError) -> InputError:
    causes = _CAUSES | dict.fromkeys((errno.EACCES, errno.EPERM), _FORBIDDEN)
    cause, hint = causes.get(error.errno or 0, _DEFECTIVE)
    return InputError(f"The report could not be saved as “{path.name}”: {cause}.", hint=hint)
