"""Requests about what the records hold of the whole clinic: lists of cases, and people."""

from lentigo.domain.patient import Patient
from lentigo.domain.photograph import Raster
from lentigo.domain.record import CaseLines, CaseQuery
from lentigo.worker.messages.message import Request


class ListCases(Request[CaseLines], frozen=True, kw_only=True):
    """`count` lines of a list, from the line number `first` on."""

    query: CaseQuery = CaseQuery()
    first: int = 0
    count: int = 100


class ReadThumbnails(Request[dict[str, Raster]], frozen=True, kw_only=True):
    """Small squares of photographs by SHA-256, of those that have one."""

    hashes: tuple[str, ...]


class RemoveCase(Request[None], frozen=True, kw_only=True):
    """Take it out of all lists but that of the removed."""

    case: str


class BringBackCase(Request[None], frozen=True, kw_only=True):
    """Undo RemoveCase."""

    case: str


class SavePatient(Request[None], frozen=True, kw_only=True):
    """New, or changed."""

    patient: Patient


class ReadPatient(Request[Patient | None], frozen=True, kw_only=True):
    """By id; None where there is none, or they were erased."""

    patient: str


class FindPatients(Request[tuple[Patient, ...]], frozen=True, kw_only=True):
    """Some of those whose name, pseudonym or number holds all words of a text."""

    text: str = ""


class ErasePatient(Request[None], frozen=True, kw_only=True):
    """A person with all their cases and photographs, for good."""

    patient: str
