"""Backups: one file that holds the encrypted store and its wrapped keys, proved by opening it again.

The file is a ZIP without compression: records.db, keys.json, backup.json (counts and the audit chain's head). Nothing
in it can be read without a secret of the clinic's, and its name says no more than the day.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from lentigo.domain.record import Action, RecordsContent
from lentigo.errors import InputError
from lentigo.files import settle, unfinished
from lentigo.language import translate
from lentigo.records import audit
from lentigo.records.cases import erase_again
from lentigo.records.keys import KeyRing, decode_keys
from lentigo.records.store import Store, open_store

STORE, KEYS, MANIFEST = "records.db", "keys.json", "backup.json"
REPLACED = "records-replaced-{time}"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    content: RecordsContent
    sha256: str  # of the store


def write_backup(store: Store, keys: Path, data_key: bytes, target: Path) -> RecordsContent:
    """Write `target` and read it back; it gets its name only when what it holds opens, is sound and counts the same."""
    with unfinished(store.path.parent) as copy, unfinished(target.parent) as fresh:
        store.copy(copy)
        manifest = Manifest(content=count(store), sha256=_digest(copy))
        with zipfile.ZipFile(fresh, "x") as archive:
            archive.write(copy, STORE)
            archive.write(keys, KEYS)
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
        verify_backup(fresh, data_key, store.path.parent)
        settle(fresh, target)
    return manifest.content


def read_backup_keys(backup: Path) -> KeyRing:
    """Whose secrets open a backup; InputError where it is not one."""
    with _archive(backup) as archive:
        return decode_keys(archive.read(KEYS))


def verify_backup(backup: Path, data_key: bytes, folder: Path) -> RecordsContent:
    """Unpack below `folder`, open, read each page and count; InputError or Damaged where anything is not as it says."""
    with unfinished(folder) as unpacked:
        content = _unpack(backup, unpacked)
        _check(unpacked, data_key, content)
    return content


def restore_backup(
    backup: Path, data_key: bytes, folder: Path, *, who: str, at: datetime, erased: Mapping[str, str]
) -> Path | None:
    """Put what a backup holds in the place of `folder`, which is renamed, never overwritten; where it lies then.

    What was erased since the backup was made is erased again: `erased` is what `erased_ids` gave before.
    """
    with unfinished(folder.parent) as fresh:
        _check(fresh, data_key, _unpack(backup, fresh))
        store = open_store(fresh / STORE, data_key)
        try:
            with store.transaction() as connection:
                erase_again(connection, erased)
                audit.append(connection, Action.RESTORE, who=who, at=at)
        finally:
            store.close()
        replaced = _aside(folder, at)
        settle(fresh, folder)
    return replaced


def _aside(folder: Path, at: datetime) -> Path | None:
    if not folder.exists():
        return None
    replaced = folder.with_name(REPLACED.format(time=at.strftime("%Y-%m-%d-%H%M%S")))
    folder.rename(replaced)
    return replaced


def count(store: Store) -> RecordsContent:
    """What a store holds, removed cases included."""
    cases, patients, photographs = (_rows(store, table) for table in ("case_record", "patient", "photograph"))
    head = audit.head(store.connection).shown
    return RecordsContent(cases=cases, patients=patients, photographs=photographs, head=head)


def _rows(store: Store, table: str) -> int:
    (number,) = store.connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
    return int(number)


def _unpack(backup: Path, folder: Path) -> RecordsContent:
    """The store and its keys into a new folder; InputError where the file is no backup or has changed."""
    folder.mkdir(mode=0o700)
    with _archive(backup) as archive:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
        for name in (STORE, KEYS):
            archive.extract(name, folder)
    if _digest(folder / STORE) != manifest.sha256:
        raise _no_backup(backup)
    return manifest.content


@contextmanager
def _archive(backup: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(backup) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, ValueError, msgspec.MsgspecError) as problem:
        raise _no_backup(backup) from problem


def _no_backup(backup: Path) -> InputError:
    return InputError(
        translate("“{file}” is not a backup of Lentigo's records, or it is damaged.", file=backup.name),
        hint=translate("Choose an earlier backup, or another stick."),
    )


def _check(folder: Path, data_key: bytes, content: RecordsContent) -> None:
    store = open_store(folder / STORE, data_key)
    try:
        store.check()
        if count(store) != content or audit.first_broken(store.connection) is not None:
            raise _no_backup(folder)
    finally:
        store.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
