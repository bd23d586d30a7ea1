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


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case as it is kept. `id` and `patient` are UUIDs; times are UTC."""

    id: str
    patient: str | None
    status: CaseStatus
    created: datetime
    changed: datetime
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A line in the list of cases."""

    id: str
    patient: str | None
    patient_shown: str  # name or pseudonym
    site: str
    status: CaseStatus
    created: datetime
    changed: datetime
    urgency: Urgency | None  # of the report; None before there is one
    leading: str  # diagnosis; "" where there is none
    flagged: bool  # a red flag stands
    exported: bool
    photograph: str | None  # the SHA-256 of the main one


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which case, and how it ended. `number` counts from 1; `hash` covers all up to this one."""

    number: int
    at: datetime
    who: str
    action: Action
    case: str
    outcome: str  # "" for success
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsContent:
    """How much the records, or a backup of them, hold; and the audit chain's end, as papers print it."""

    cases: int
    patients: int
    photographs: int
    head: str
