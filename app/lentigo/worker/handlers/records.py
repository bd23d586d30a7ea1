"""What the requests about records do. The worker that opened them keeps them open until it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.domain.clinician import Clinician
from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseRecord, CaseSummary, RecordsContent
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.job import Job
from lentigo.worker.messages.records import (
    BackUpRecords,
    BringBackCase,
    CreateRecords,
    DescribeBackup,
    DescribeRecords,
    ErasePatient,
    FindPatients,
    ListCases,
    NoteExport,
    OpenRecords,
    ReadCase,
    ReadPhotograph,
    RecordsState,
    RemoveCase,
    RestoreRecords,
    SaveCase,
    SavePatient,
    VerifyBackup,
    VerifyRecords,
)

if TYPE_CHECKING:
    from lentigo.records.vault import Vault


def describe_records(_request: DescribeRecords, job: Job) -> RecordsState:
    """What stands on the disk."""
    from lentigo.records.backup import KEYS
    from lentigo.records.keys import read_keys

    keys = job.parts.paths.records / KEYS
    if not keys.exists():
        return RecordsState(present=False, locked=False, open=False)
    ring, vault = read_keys(keys), job.parts.vault
    return RecordsState(
        present=True,
        locked=ring.locked,
        open=vault is not None,
        clinicians=ring.clinicians,
        older=vault is not None and vault.older,
    )


def create_records(request: CreateRecords, job: Job) -> str:
    """Keys where there are none."""
    from lentigo.records.backup import KEYS
    from lentigo.records.vault import create_records

    if (job.parts.paths.records / KEYS).exists():
        raise InputError(
            translate("There are records on this computer already."), hint=translate("Open those, or restore a backup.")
        )
    return create_records(job.parts.paths.records, request.passphrase, name=request.name).recovery


def open_records(request: OpenRecords, job: Job) -> RecordsState:
    """Open them, unless they are open."""
    from lentigo.records.vault import open_records

    if job.parts.vault is None:
        job.parts.vault = open_records(job.parts.paths.records, request.clinician, request.passphrase)
    return describe_records(DescribeRecords(), job)


def save_case(request: SaveCase, job: Job) -> None:
    """A case as it is now."""
    _vault(job).save(request.record, request.files)


def read_case(request: ReadCase, job: Job) -> CaseRecord | None:
    """A case."""
    return _vault(job).read(request.case)


def read_photograph(request: ReadPhotograph, job: Job) -> bytes:
    """A photograph's file."""
    return _vault(job).photograph(request.sha256)


def list_cases(request: ListCases, job: Job) -> tuple[CaseSummary, ...]:
    """Lines for a list."""
    return _vault(job).list(request.text, patient=request.patient, limit=request.limit)


def note_export(request: NoteExport, job: Job) -> None:
    """A report has left the program."""
    _vault(job).note_export(request.case)


def remove_case(request: RemoveCase, job: Job) -> None:
    """Out of all lists."""
    _vault(job).remove(request.case)


def bring_back_case(request: BringBackCase, job: Job) -> None:
    """Back into them."""
    _vault(job).bring_back(request.case)


def save_patient(request: SavePatient, job: Job) -> None:
    """New, or changed."""
    _vault(job).save_patient(request.patient)


def find_patients(request: FindPatients, job: Job) -> tuple[Patient, ...]:
    """By words."""
    return _vault(job).patients(request.text)


def erase_patient(request: ErasePatient, job: Job) -> None:
    """For good."""
    _vault(job).erase_patient(request.patient)


def back_up_records(request: BackUpRecords, job: Job) -> RecordsContent:
    """Into one file."""
    return _vault(job).backup(request.target)


def verify_records(_request: VerifyRecords, job: Job) -> RecordsContent:
    """Every byte of what is open."""
    return _vault(job).verify()


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
    if vault:
        vault.close()
        job.parts.vault = None
    records, moment = job.parts.paths.records, datetime.now(UTC)
    return restore_backup(request.backup, data_key, records, who=request.clinician, at=moment, erased=erased)


def _backup_key(request: VerifyBackup | RestoreRecords) -> bytes:
    from lentigo.records.backup import read_backup_keys
    from lentigo.records.keys import open_with_passphrase

    return open_with_passphrase(read_backup_keys(request.backup), request.clinician, request.passphrase)


def _vault(job: Job) -> Vault:
    if job.parts.vault is None:
        raise InputError(translate("The records are locked."), hint=translate("Open them with your passphrase."))
    return job.parts.vault
