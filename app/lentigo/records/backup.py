"""Backups: one file that holds the encrypted store and its wrapped keys, proved by opening it again.

The file is a ZIP without compression: records.db, keys.json, kept-reports/ (see `kept`), backup.json (counts and the
audit chain's head). Nothing in it can be read without a secret of the clinic's, and its name says no more than the day.
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
from lentigo.progress import QUIET, Progress
from lentigo.records import audit
from lentigo.records.cases import erase_again
from lentigo.records.kept import FOLDER, kept_reports
from lentigo.records.keys import KeyRing, decode_keys
from lentigo.records.store import Store, open_store
from lentigo.records.troubles import FULL, told

STORE, KEYS, MANIFEST = "records.db", "keys.json", "backup.json"
REPLACED = "records-replaced-{time}"
PIECE = 1 << 20  # bytes


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    content: RecordsContent
    sha256: str  # of the store
    kept: dict[str, str]  # SHA-256 of the reports that are kept beside it, by their files' names


def write_backup(store: Store, keys: Path, data_key: bytes, target: Path, progress: Progress = QUIET) -> RecordsContent:
    """Write `target` and read it back; it gets its name only when what it holds opens, is sound and counts the same."""
    with _refused(), unfinished(store.path.parent) as copy, unfinished(target.parent) as fresh:
        progress.begin(translate("copying the records"), 0, 3)
        store.copy(copy, progress)
        kept = kept_reports(keys.parent)
        manifest = Manifest(
            content=count(store), sha256=_digest(copy), kept={each.name: _digest(each) for each in kept}
        )
        progress.begin(translate("writing the backup"), 1, 3)
        with zipfile.ZipFile(fresh, "x") as archive:
            _pack(archive, copy, progress)
            archive.write(keys, KEYS)
            for report in kept:
                archive.write(report, f"{FOLDER}/{report.name}")
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
        progress.begin(translate("reading it back"), 2, 3)
        verify_backup(fresh, data_key, store.path.parent, progress)
        settle(fresh, target)
    return manifest.content


@contextmanager
def _refused() -> Iterator[None]:
    """What the disks of a backup refuse: nothing of the records is at fault."""
    try:
        yield
    except OSError as problem:
        full = problem.errno in FULL
        raise InputError(
            translate("The backup could not be written: the disk is full.")
            if full
            else translate("The backup could not be written there."),
            hint=translate("The records were not changed. Choose another folder or stick with more room."),
        ) from problem


def _pack(archive: zipfile.ZipFile, store: Path, progress: Progress) -> None:
    """A stick may take minutes: how far it is, and whether to stop, is asked at each megabyte."""
    size, done = store.stat().st_size, 0
    with store.open("rb") as file, archive.open(STORE, "w", force_zip64=True) as packed:
        while piece := file.read(PIECE):
            packed.write(piece)
            done += len(piece)
            progress.share(done / size)


def read_backup_keys(backup: Path) -> KeyRing:
    """Whose secrets open a backup; InputError where it is not one."""
    with _archive(backup) as archive:
        return decode_keys(archive.read(KEYS))


def verify_backup(backup: Path, data_key: bytes, folder: Path, progress: Progress = QUIET) -> RecordsContent:
    """Unpack below `folder`, open, read each page and count; InputError or Damaged where anything is not as it says."""
    with told(), unfinished(folder) as unpacked:
        content = _unpack(backup, unpacked)
        _check(unpacked, data_key, content, progress)
    return content


def restore_backup(
    backup: Path, data_key: bytes, folder: Path, *, who: str, at: datetime, erased: Mapping[str, str]
) -> Path | None:
    """Put what a backup holds in the place of `folder`, which is renamed, never overwritten; where it lies then.

    What was erased since the backup was made is erased again: `erased` is what `erased_ids` gave before.
    """
    with told(), unfinished(folder.parent) as fresh:
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
        for name in (STORE, KEYS, *(f"{FOLDER}/{report}" for report in manifest.kept)):
            archive.extract(name, folder)
    kept = {report.name: _digest(report) for report in kept_reports(folder)}
    if (_digest(folder / STORE), kept) != (manifest.sha256, manifest.kept):
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


def _check(folder: Path, data_key: bytes, content: RecordsContent, progress: Progress = QUIET) -> None:
    store = open_store(folder / STORE, data_key)
    try:
        store.check(progress)
        if count(store) != content or audit.first_broken(store.connection) is not None:
            raise _no_backup(folder)
    finally:
        store.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
