"""Lists of cases: what a line is made of, and which lines a query asks for."""

from datetime import UTC, datetime

import apsw
import msgspec

from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseFilter, CaseLines, CaseOrder, CaseQuery, CaseStatus, CaseSummary
from lentigo.domain.red_flag import Urgency
from lentigo.records.searching import words_of

_URGENCIES = tuple(Urgency)
CALM = len(_URGENCIES)  # the place of a case that nothing presses in
_CONDITIONS = {
    CaseFilter.ALL: "removed IS NULL",
    CaseFilter.DRAFT: f"removed IS NULL AND status = '{CaseStatus.DRAFT}'",
    CaseFilter.SIGNED: f"removed IS NULL AND status <> '{CaseStatus.DRAFT}'",
    CaseFilter.EXPORTED: "removed IS NULL AND exported = 1",
    CaseFilter.FLAGGED: "removed IS NULL AND flagged = 1",
    CaseFilter.OVERDUE: """
        changed < ? AND NOT EXISTS (
            SELECT 1 FROM case_record later WHERE later.patient = case_record.patient AND later.changed >= ?
        )
    """,
    CaseFilter.REMOVED: "removed IS NOT NULL",
}
_ORDERS = {CaseOrder.LATEST: "created DESC", CaseOrder.URGENT: "urgency, created DESC"}
_LINES = """
    SELECT c.id, c.patient, p.details, c.named, c.site, c.status, c.created, c.changed, c.urgency, c.leading, c.flagged,
           c.reported, c.exported, c.removed IS NOT NULL, c.follows IS NOT NULL, f.sha256
    FROM (SELECT rowid FROM case_record WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?) chosen
    JOIN case_record c ON c.rowid = chosen.rowid
    LEFT JOIN patient p ON p.id = c.patient
    LEFT JOIN case_photograph f ON f.case_id = c.id AND f.position = 0
    ORDER BY {order}
"""

# The case itself, then what it follows and what follows it, as far as that goes.
_CHAIN = """
    WITH RECURSIVE chain (id) AS (
        SELECT ?1
        UNION SELECT c.follows FROM case_record c JOIN chain USING (id) WHERE c.follows IS NOT NULL
        UNION SELECT c.id FROM case_record c JOIN chain ON c.follows = chain.id
    )
"""
_SAME_PERSON = """
    removed IS NULL AND (
        patient = (SELECT patient FROM case_record WHERE id = ?1)
        OR id IN (
            SELECT c.id FROM chain JOIN case_record c USING (id) JOIN case_record known ON known.id = ?1
            WHERE known.patient IS NULL AND c.patient IS NULL AND c.named = known.named
        )
    )
"""


def list_visits(connection: apsw.Connection, case: str, count: int = 100) -> tuple[CaseSummary, ...]:
    """The latest `count` visits of the person whom a case is about, oldest first; no removed ones.

    Who is no patient of the records is known by the name within a row of follow-ups alone.
    """
    lines = connection.execute(
        _CHAIN + _LINES.format(condition=_SAME_PERSON, order=_ORDERS[CaseOrder.LATEST]), (case, count, 0)
    ).fetchall()
    return tuple(_summary(*line) for line in reversed(lines))


def list_cases(connection: apsw.Connection, query: CaseQuery, *, first: int = 0, count: int = 100) -> CaseLines:
    """`count` lines of a list, from the line number `first` on."""
    condition, values = _CONDITIONS[query.shown], list[str | int]()
    if query.shown is CaseFilter.OVERDUE:
        values += [_moment(query.before)] * 2
    for word in words_of(query.text):
        condition += " AND (instr(searched, ?) > 0 OR instr(patient_searched, ?) > 0)"
        values += [word, word]
    if query.patient is not None:
        condition += " AND patient = ?"
        values.append(query.patient)
    lines = connection.execute(
        _LINES.format(condition=condition, order=_ORDERS[query.order]), (*values, count, first)
    ).fetchall()
    total = first + len(lines)
    if len(lines) == count or (first and not lines):  # else these are the last of them, and need not be counted
        total = connection.execute(f"SELECT count(*) FROM case_record WHERE {condition}", values).fetchall()[0][0]
    return CaseLines(total=total, first=first, lines=tuple(_summary(*line) for line in lines))


def list_overdue(connection: apsw.Connection, before: datetime) -> list[tuple[str, str | None]]:
    """All cases that nobody has changed since, nor any other one of the same patient: id, and the patient's."""
    condition = _CONDITIONS[CaseFilter.OVERDUE]
    moments = [_moment(before)] * 2
    rows = connection.execute(f"SELECT id, patient FROM case_record WHERE {condition}", moments).fetchall()
    return [(case, patient) for case, patient in rows]


def _moment(before: datetime | None) -> str:
    """As the rows have it; nothing is older than no moment."""
    return before.astimezone(UTC).isoformat() if before else ""


def _summary(
    id: str,
    patient: str | None,
    details: str | None,
    named: str,
    site: str,
    status: str,
    created: str,
    changed: str,
    urgency: int,
    leading: str,
    flagged: int,
    reported: int,
    exported: int,
    removed: int,
    follow_up: int,
    photograph: str | None,
) -> CaseSummary:
    return CaseSummary(
        id=id,
        patient=patient,
        patient_shown=msgspec.json.decode(details, type=Patient).shown if details else named,
        site=site,
        status=CaseStatus(status),
        created=datetime.fromisoformat(created),
        changed=datetime.fromisoformat(changed),
        urgency=None if urgency == CALM else _URGENCIES[urgency],
        leading=leading,
        flagged=bool(flagged),
        reported=bool(reported),
        exported=bool(exported),
        removed=bool(removed),
        follow_up=bool(follow_up),
        photograph=photograph,
    )
