"""The encrypted file that all records lie in: opened, checked, migrated.

SQLite3 Multiple Ciphers encrypts and authenticates each page (ChaCha20-Poly1305), in the write-ahead log too, so that a
changed bit is noticed when its page is read. The raw key is set before anything else: a key that comes after the first
write, or none at all, is answered with "ok" and leaves plain text.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import apsw
from filelock import FileLock, Timeout

from lentigo.errors import InputError
from lentigo.files import unfinished
from lentigo.language import translate
from lentigo.progress import QUIET, Progress
from lentigo.records.schema import STEPS, VERSION
from lentigo.records.troubles import told

PLAIN = b"SQLite format 3"  # how a file that is not encrypted begins
OLDEST_SQLITE = (
    3_051_003  # earlier ones can lose what a write-ahead log holds (https://sqlite.org/wal.html, "WAL-reset")
)
PATIENCE_MS = 2000
CACHE_KIB = 16_000  # what a search of 20,000 cases reads: it need not be decrypted again at the next letter
STEP = 100_000  # of SQLite's virtual machine, between two looks for a stop
BEFORE = "before-version-{version}.db"


class Store:
    """One open file. Not shared between threads; `close` folds the write-ahead log into it."""

    def __init__(self, path: Path, connection: apsw.Connection, lock: FileLock) -> None:
        self.path, self.connection = path, connection
        self._lock = lock

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """All of what is done inside, or nothing; on the disk at the end. Errors are told in words."""
        with told(), self.connection:
            yield self.connection

    def check(self, progress: Progress = QUIET) -> None:
        """Read every page and every reference; Damaged where one is not what was written."""
        with told(), self._stoppable(progress):
            answers = [
                *self.connection.execute("PRAGMA integrity_check"),
                *self.connection.execute("PRAGMA foreign_key_check"),
            ]
            if answers != [("ok",)]:
                raise apsw.CorruptError(str(answers))

    def copy(self, path: Path, progress: Progress = QUIET) -> None:
        """A compact copy under the same key, at a name that is free."""
        with told(), self._stoppable(progress):
            self.connection.execute("VACUUM INTO ?", (str(path),))

    @contextmanager
    def _stoppable(self, progress: Progress) -> Iterator[None]:
        """SQLite does not say how far it is; it is asked at each step whether to go on."""

        def go_on() -> bool:
            progress.share(0)
            return False

        self.connection.set_progress_handler(go_on, STEP)
        try:
            yield
        finally:
            self.connection.set_progress_handler(None)

    def fold(self) -> None:
        """Bring all of the write-ahead log into the file and empty it: what was erased stands in neither then."""
        with told():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the file free."""
        self.connection.close()
        self._lock.release()


def open_store(path: Path, data_key: bytes) -> Store:
    """The store at `path`, made where there is none, brought to this program's version.

    InputError where another window holds it or a newer program wrote it; Damaged where it is not what was written.
    """
    lock = FileLock(path.with_suffix(".lock"))
    with told():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _hold(lock)
    with ExitStack() as undone, told():
        undone.callback(lock.release)
        connection = _connect(path, data_key)
        undone.callback(connection.close)
        _migrate(connection, path, data_key)
        undone.pop_all()
    return Store(path, connection, lock)


def _hold(lock: FileLock) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            translate("The records are open in another window."), hint=translate("Go on there, or close it first.")
        ) from None


def _connect(path: Path, data_key: bytes) -> apsw.Connection:
    if apsw.SQLITE_VERSION_NUMBER < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {apsw.sqlite_lib_version()} can lose records")
    with ExitStack() as undone:
        connection = apsw.Connection(str(path))
        undone.callback(connection.close)
        connection.execute("PRAGMA cipher = 'chacha20'")
        connection.execute(f'PRAGMA key = "raw:{data_key.hex()}"')
        for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.set_busy_timeout(PATIENCE_MS)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        undone.pop_all()
    return connection


def _migrate(connection: apsw.Connection, path: Path, data_key: bytes) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchall()[0]
    if version > VERSION:
        raise InputError(
            translate("These records were written by a newer version of Lentigo."),
            hint=translate("Install that version or a later one; the records were not touched."),
        )
    if 0 < version < VERSION:
        _copy_before(connection, path, data_key, version)
    for number, step in enumerate(STEPS[version:], version + 1):
        with connection:
            connection.execute(step)
            connection.execute(f"PRAGMA user_version = {number}")
    _require_encryption(connection, path)


def _copy_before(connection: apsw.Connection, path: Path, data_key: bytes, version: int) -> None:
    """A copy of the older store beside it, read through once before the store is changed."""
    with unfinished(path.parent) as fresh:
        connection.execute("VACUUM INTO ?", (str(fresh),))
        copy = _connect(fresh, data_key)
        sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.close()
        if not sound:
            raise apsw.CorruptError(fresh.name)
        fresh.replace(path.with_name(BEFORE.format(version=version)))


def _require_encryption(connection: apsw.Connection, path: Path) -> None:
    """Prove it rather than trust it, at each opening."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb") as file:
        if file.read(len(PLAIN)) == PLAIN:
            raise RuntimeError("the records are not encrypted")
