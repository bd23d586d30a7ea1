"""What the clinic's records hold of cases, people and deeds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lentigo.domain.case import Case
from lentigo.domain.red_flag import Urgency


class CaseStatus(StrEnum):
    """How far a case has come."""

    DRAFT = "draft"
    SIGNED = "signed"


class Action(StrEnum):
    """What was done, in the words of IHE's Basic Audit Log Patterns (https://profiles.ihe.net/ITI/BALP)."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    UNDELETE = "undelete"
    ERASE = "erase"
    EXPORT = "export"
    LOGIN = "login"
    LOGOUT = "logout"
    SECURITY = "security"  # who can open the records was changed
    BACKUP = "backup"
    RESTORE = "restore"
    SIGN = "attest"  # this one and the next two in the words of ISO 21089's life of a record entry
    AMEND = "amend"
    WITHDRAW = "deprecate"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case as it is kept. `id` is a UUID, `follows` that of the earlier case it is a follow-up of; times are UTC."""

    id: str
    status: CaseStatus
    created: datetime
    changed: datetime
    case: Case
    follows: str | None = None


class CaseFilter(StrEnum):
    """Which cases a list shows."""

    ALL = "all"
    DRAFT = "draft"
    SIGNED = "signed"
    EXPORTED = "exported"
    FLAGGED = "flagged"
    OVERDUE = "overdue"  # kept for longer than the clinic chose, the removed among them
    REMOVED = "removed"


class CaseOrder(StrEnum):
    """What stands first in a list."""

    LATEST = "latest"
    URGENT = "urgent"  # and of the same urgency the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """What a list is asked for: all words of `text` in name, number, site or diagnosis; all patients, or one (id).

    `before`, for the overdue: neither the case nor any other one of its patient was changed since.
    """

    text: str = ""
    patient: str | None = None
    shown: CaseFilter = CaseFilter.ALL
    order: CaseOrder = CaseOrder.LATEST
    before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A line in the list of cases."""

    id: str
    patient: str | None
    patient_shown: str  # as papers call them; "" where nobody is named
    site: str
    status: CaseStatus
    created: datetime
    changed: datetime
    urgency: Urgency | None  # of the report; None before there is one
    leading: str  # diagnosis; "" where there is none
    flagged: bool  # a red flag stands
    reported: bool  # there is a report
    exported: bool
    removed: bool
    follow_up: bool
    photograph: str | None  # the SHA-256 of the main one


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLines:
    """A stretch of a list that has `total` lines, from the line number `first` on, counted from 0."""

    total: int
    first: int
    lines: tuple[CaseSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which case, and how it ended. `number` counts from 1; `hash` covers all up to this one."""

    number: int
    at: datetime
    who: str
    action: Action
    case: str
    outcome: str  # "" for success; of a signing, the SHA-256 of what was signed
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsContent:
    """How much the records, or a backup of them, hold; and the audit chain's end, as papers print it."""

    cases: int
    patients: int
    photographs: int
    head: str
