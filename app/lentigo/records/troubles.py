"""What the disk and SQLite refuse, in sentences that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from lentigo.errors import EngineError, InputError
from lentigo.language import deferred, translate

DAMAGED = (apsw.NotADBError, apsw.CorruptError)


class Damaged(EngineError):
    """The store's key is right and its content is not: bits have changed."""


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
    """Turn what SQLite raises into an error for the user; programming errors pass."""
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
