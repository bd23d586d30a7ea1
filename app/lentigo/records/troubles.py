"""What the disk and SQLite refuse, in sentences that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from lentigo.errors import Damaged, InputError
from lentigo.language import deferred, translate

DAMAGED = (apsw.NotADBError, apsw.CorruptError)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

SENTENCES: dict[type[apsw.Error], tuple[str, str]] = {
    apsw.FullError: (
        deferred("The disk is full: the records could not be written."),
        deferred("Free some space; nothing that was saved before is lost, and saving goes on by itself."),
    ),
    apsw.ReadOnlyError: (
        deferred("The records cannot be written: their folder or disk is read-only."),
        deferred("Make the folder writable, or choose another data folder."),
    ),
    apsw.CantOpenError: (
        deferred("The records cannot be opened: their folder or disk cannot be written."),
        deferred("Make the folder writable, or choose another data folder."),
    ),
    apsw.IOError: (
        deferred("The disk that the records lie on does not answer."),
        deferred("Check that it is connected, then start Lentigo again."),
    ),
    apsw.BusyError: (
        deferred("Another program holds the records."),
        deferred("Close the other window of Lentigo, then try again."),
    ),
}


@contextmanager
def told() -> Iterator[None]:
    """Turn what SQLite and the disk refuse into an error for the user; programming errors pass."""
    try:
        yield
    except DAMAGED as problem:
        raise Damaged(
            translate("The records are damaged: their content is not what was written."),
            hint=translate("Do not go on with them. Restore the last backup; the damaged file is kept beside it."),
        ) from problem
    except tuple(SENTENCES) as problem:
        message, hint = next(pair for kind, pair in SENTENCES.items() if isinstance(problem, kind))
        raise InputError(translate(message), hint=translate(hint)) from problem
    except OSError as problem:
        message, hint = _sentences_of(problem)
        raise InputError(translate(message), hint=translate(hint)) from problem


def _sentences_of(problem: OSError) -> tuple[str, str]:
    """What SQLite would have said of a file that is written beside its own."""
    if problem.errno in FULL:
        return SENTENCES[apsw.FullError]
    return SENTENCES[apsw.ReadOnlyError if problem.errno in READ_ONLY else apsw.CantOpenError]
