"""What the requests about records do. The worker that opened them keeps them open until it ends."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lentigo.domain.clinician import Clinician
from lentigo.domain.record import CaseRecord, RecordsContent
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.job import Job
from lentigo.worker.messages.records import (
    BackUpRecords,
    CreateRecords,
    DescribeBackup,
    DescribeRecords,
    NoteExport,
    OpenRecords,
    ReadCase,
    ReadPhotograph,
    RecordsState,
    RecoveryKey,
    RestoreRecords,
    SaveCase,
    VerifyBackup,
    VerifyRecords,
)

if TYPE_CHECKING:
    from lentigo.records.vault import Vault


def describe_records(_request: DescribeRecords, job: Job) -> RecordsState:
    """What stands on the disk."""
    return describe(job)


def describe(job: Job) -> RecordsState:
    """What stands on the disk, and who has opened it; Damaged where the keys are gone and the records are not."""
    from lentigo.records.backup import KEYS
    from lentigo.records.kept import kept_reports
    from lentigo.records.keys import read_keys
    from lentigo.records.vault import require_keys

    require_keys(job.parts.paths.records)
    keys = job.parts.paths.records / KEYS
    if not keys.exists():
        return RecordsState(present=False, locked=False, open=False)
    ring, vault = read_keys(keys), job.parts.vault
    known = vault or job.parts.held
    state = RecordsState(
        present=True,
        locked=ring.locked,
        open=vault is not None,
        clinicians=ring.clinicians,
        nameless=ring.nameless,
        who=known.clinician if known else None,
        pin=known is not None and known.has_pin,
        kept=len(kept_reports(job.parts.paths.records)),
    )
    if vault is None:
        return state
    return replace(state, older=vault.older, clock_back=vault.clock_back, began=vault.began, backed_up=vault.backed_up)


def create_records(request: CreateRecords, job: Job) -> RecoveryKey:
    """Keys where there are none, or a name and a passphrase for those that nobody has a name in."""
    from lentigo.records.backup import KEYS
    from lentigo.records.vault import create_records

    folder = job.parts.paths.records
    if (folder / KEYS).exists():
        return _introduce(request, job)
    made = create_records(folder, request.passphrase, name=request.name.strip(), role=request.role)
    return RecoveryKey(made.recovery)


def _introduce(request: CreateRecords, job: Job) -> RecoveryKey:
    from lentigo.records.backup import KEYS
    from lentigo.records.keys import introduce, open_with_passphrase, read_keys, renew_recovery, write_keys
    from lentigo.records.troubles import told

    keys = job.parts.paths.records / KEYS
    ring, recovery = read_keys(keys), ""
    if not ring.nameless or ring.locked:
        raise InputError(
            translate("There are records on this computer already."), hint=translate("Open those, or restore a backup.")
        )
    data_key = open_with_passphrase(ring, ring.clinicians[0].id, "")
    ring = introduce(ring, data_key, request.passphrase, name=request.name.strip(), role=request.role)
    if request.passphrase:
        ring, recovery = renew_recovery(ring, data_key)
    with told():
        write_keys(ring, keys)
    if job.parts.vault:
        job.parts.vault.close()
        job.parts.vault = None
    return RecoveryKey(recovery)


def open_records(request: OpenRecords, job: Job) -> RecordsState:
    """Open them, unless they are open."""
    from lentigo.records import pin
    from lentigo.records.vault import Vault, key_of

    folder = job.parts.paths.records
    if job.parts.vault is None:
        data_key, clinician = key_of(folder, request.clinician, request.passphrase)
        forget_held(job)  # only now: a wrong passphrase leaves to the PIN what the PIN may open
        job.parts.vault = Vault(folder, data_key, clinician)
        job.parts.pin_attempts = 0
        with suppress(OSError):  # where the disk is full, the PIN has fewer attempts
            pin.count_attempts(folder, 0)
    return describe(job)


def forget_held(job: Job) -> None:
    """No PIN opens anything any more."""
    if job.parts.held:
        job.parts.held.close()
        job.parts.held = None


def save_case(request: SaveCase, job: Job) -> None:
    """A case as it is now."""
    opened(job).save(request.record, request.files, request.thumbnails, row=request.row)


def read_case(request: ReadCase, job: Job) -> CaseRecord | None:
    """A case."""
    return opened(job).read(request.case)


def read_photograph(request: ReadPhotograph, job: Job) -> bytes:
    """A photograph's file."""
    return opened(job).photograph(request.sha256)


def note_export(request: NoteExport, job: Job) -> None:
    """A report has left the program."""
    opened(job).note_export(request.case)


def back_up_records(request: BackUpRecords, job: Job) -> RecordsContent:
    """Into one file."""
    return opened(job).backup(request.target, job.progress("backup"))


def verify_records(_request: VerifyRecords, job: Job) -> RecordsContent:
    """Every byte of what is open."""
    return opened(job).verify(job.progress("verify"))


def describe_backup(request: DescribeBackup, _job: Job) -> tuple[Clinician, ...]:
    """Who can open it."""
    from lentigo.records.backup import read_backup_keys

    return read_backup_keys(request.backup).clinicians


def verify_backup(request: VerifyBackup, job: Job) -> RecordsContent:
    """Every byte of a backup."""
    from lentigo.records.backup import verify_backup

    folder = job.parts.paths.data
    folder.mkdir(parents=True, exist_ok=True)
    return verify_backup(request.backup, _backup_key(request), folder)


def restore_records(request: RestoreRecords, job: Job) -> Path | None:
    """A backup in the place of what is open; nothing is open then."""
    from lentigo.records.backup import restore_backup

    data_key, vault = _backup_key(request), job.parts.vault
    erased = vault.erased() if vault else {}
    forget_held(job)
    if vault:
        vault.close()
        job.parts.vault = None
    records, moment = job.parts.paths.records, datetime.now(UTC)
    return restore_backup(request.backup, data_key, records, who=request.clinician, at=moment, erased=erased)


def _backup_key(request: VerifyBackup | RestoreRecords) -> bytes:
    from lentigo.records.backup import read_backup_keys
    from lentigo.records.keys import open_with_passphrase, open_with_recovery

    ring = read_backup_keys(request.backup)
    if request.clinician:
        return open_with_passphrase(ring, request.clinician, request.passphrase)
    return open_with_recovery(ring, request.passphrase)


def opened(job: Job) -> Vault:
    """The records; InputError where nobody has opened them."""
    if job.parts.vault is None:
        raise InputError(translate("The records are locked."), hint=translate("Open them with your passphrase."))
    return job.parts.vault
