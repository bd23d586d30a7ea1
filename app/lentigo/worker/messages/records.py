"""Requests about the clinic's records: open them, save and read a case, back up. Lists and people: `clinic`.

One worker holds them, and with it their key: ending that worker locks them.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from lentigo.domain.batch import BatchRow
from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.record import CaseRecord, RecordsContent
from lentigo.worker.messages.message import Confidential, Request


class RecordsState(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the disk, and whether it is open."""

    present: bool
    locked: bool  # a secret is needed to open them
    open: bool
    clinicians: tuple[Clinician, ...] = ()
    nameless: bool = False  # made before anybody was asked who works here
    who: Clinician | None = None  # who opened them, or may open them again by a PIN
    pin: bool = False  # this person has a PIN; where they are closed, it opens them
    older: bool = False  # an older store lies in the place of the last one
    clock_back: bool = False  # the computer's clock says less than the last entry of the audit log
    began: datetime | None = None  # when the first entry of the audit log was made; None while they are closed
    backed_up: datetime | None = None  # when the last backup was made
    kept: int = 0  # reports whose own place could not be written


class RecoveryKey(msgspec.Struct, frozen=True):
    """To be shown once: eight groups of four, with hyphens; "" where there is none, for there is no lock."""

    text: str

    def __repr__(self) -> str:
        return "RecoveryKey(…)"


class DescribeRecords(Request[RecordsState], frozen=True, kw_only=True):
    """Tell what stands on the disk; nothing is opened."""


class CreateRecords(Confidential[RecoveryKey], frozen=True, kw_only=True):
    """Make records where there are none, or say who works with those that nobody has a name in. "" is "no lock"."""

    passphrase: str
    name: str  # of the first clinician
    role: Role = Role.CLINICIAN


class OpenRecords(Confidential[RecordsState], frozen=True, kw_only=True):
    """Open them with a clinician's passphrase, "" where there is no lock; an input failure where it is a wrong one."""

    clinician: str  # id
    passphrase: str = ""


class SaveCase(Request[None], frozen=True, kw_only=True):
    """A case as it is now. Its photographs' files and thumbnails (JPEG), by SHA-256, are needed once each.

    `row` is the batch's that it comes from, as it is now: the records take both at once.
    """

    record: CaseRecord
    files: dict[str, bytes] = msgspec.field(default_factory=dict)
    thumbnails: dict[str, bytes] = msgspec.field(default_factory=dict)
    row: BatchRow | None = None


class ReadCase(Request[CaseRecord | None], frozen=True, kw_only=True):
    """A case; None where there is none, or it was removed."""

    case: str


class ReadPhotograph(Request[bytes], frozen=True, kw_only=True):
    """A photograph's file."""

    sha256: str


class NoteExport(Request[None], frozen=True, kw_only=True):
    """A report of the case has left the program."""

    case: str


class BackUpRecords(Request[RecordsContent], frozen=True, kw_only=True):
    """Write the open records into one encrypted file, which gets its name once it was opened and counted."""

    target: Path


class VerifyRecords(Request[RecordsContent], frozen=True, kw_only=True):
    """Read every page, photograph and audit entry of the open records; an engine failure where one differs."""


class DescribeBackup(Request[tuple[Clinician, ...]], frozen=True, kw_only=True):
    """Whose passphrase opens a backup."""

    backup: Path


class VerifyBackup(Confidential[RecordsContent], frozen=True, kw_only=True):
    """Open a backup, read all of it and count."""

    backup: Path
    clinician: str  # id; "" where the secret is the recovery key
    passphrase: str


class RestoreRecords(Confidential[Path | None], frozen=True, kw_only=True):
    """Put a backup in the place of the records; the result is the folder that holds the replaced ones, if any.

    What was erased from the open records stays erased. They are closed afterwards.
    """

    backup: Path
    clinician: str  # id; "" where the secret is the recovery key
    passphrase: str
