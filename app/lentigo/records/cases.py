"""Cases in the store: a row for lists to read, and the whole value beside it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import apsw
import msgspec

from lentigo.domain.case import Case
from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseRecord, CaseStatus, CaseSummary
from lentigo.domain.red_flag import FlagState, Urgency
from lentigo.records.photographs import drop_unused

SUMMARY = """
    SELECT c.id, c.patient, p.details, c.site, c.status, c.created, c.changed, c.urgency, c.leading, c.flagged,
           c.exported, f.sha256
    FROM case_record c LEFT JOIN patient p ON p.id = c.patient
    LEFT JOIN case_photograph f ON f.case_id = c.id AND f.position = 0
    WHERE c.removed IS NULL
"""


def save_case(connection: apsw.Connection, record: CaseRecord) -> None:
    """New, or in place of its last state. Its photographs must be there (see `photographs`), its patient too."""
    connection.execute(
        "INSERT INTO case_record (id, patient, status, created, changed, site, urgency, leading, flagged, searched,"
        " patient_searched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " coalesce((SELECT searched FROM patient WHERE patient.id = ?2), ''))"
        " ON CONFLICT (id) DO UPDATE SET patient = excluded.patient, status = excluded.status,"
        " changed = excluded.changed, site = excluded.site, urgency = excluded.urgency, leading = excluded.leading,"
        " flagged = excluded.flagged, searched = excluded.searched, patient_searched = excluded.patient_searched",
        _row(record),
    )
    state = msgspec.json.encode(record.case).decode()
    connection.execute("INSERT OR REPLACE INTO case_state VALUES (?, ?)", (record.id, state))
    shown = [(record.id, position, each.sha256) for position, each in enumerate(record.case.photographs)]
    connection.execute("DELETE FROM case_photograph WHERE case_id = ?", (record.id,))
    connection.executemany("INSERT INTO case_photograph VALUES (?, ?, ?)", shown)


def load_case(connection: apsw.Connection, case: str) -> CaseRecord | None:
    """By id; None where there is none, or it was removed."""
    rows = connection.execute(
        "SELECT patient, status, created, changed, state FROM case_record JOIN case_state ON case_id = id"
        " WHERE id = ? AND removed IS NULL",
        (case,),
    ).fetchall()
    if not rows:
        return None
    patient, status, created, changed, state = rows[0]
    return CaseRecord(
        id=case,
        patient=patient,
        status=CaseStatus(status),
        created=datetime.fromisoformat(created),
        changed=datetime.fromisoformat(changed),
        case=msgspec.json.decode(state, type=Case),
    )


def list_cases(
    connection: apsw.Connection, text: str = "", *, patient: str | None = None, limit: int = 200
) -> Iterator[CaseSummary]:
    """The latest first: those of a patient, or all, whose name, number, site or diagnosis hold a text's words."""
    conditions, values = "", list[str | int]()
    for word in text.casefold().split():
        conditions += " AND (instr(c.searched, ?) > 0 OR instr(c.patient_searched, ?) > 0)"
        values += [word, word]
    if patient is not None:
        conditions += " AND c.patient = ?"
        values.append(patient)
    query = f"{SUMMARY}{conditions} ORDER BY c.changed DESC LIMIT ?"
    for row in connection.execute(query, (*values, limit)):
        yield _summary(*row)


def note_export(connection: apsw.Connection, case: str) -> None:
    """A report of it has left the program."""
    connection.execute("UPDATE case_record SET exported = 1 WHERE id = ?", (case,))


def remove_case(connection: apsw.Connection, case: str, at: datetime) -> None:
    """Out of all lists, until `restore_case` brings it back or `erase_removed` ends it."""
    connection.execute("UPDATE case_record SET removed = ? WHERE id = ?", (at.isoformat(), case))


def restore_case(connection: apsw.Connection, case: str) -> None:
    """Undo `remove_case`."""
    connection.execute("UPDATE case_record SET removed = NULL WHERE id = ?", (case,))


def erase_cases(connection: apsw.Connection, cases: Iterable[str], at: datetime) -> None:
    """For good, with photographs that no other case shows; ids are noted, so that no backup brings them back."""
    for case in cases:
        connection.execute("DELETE FROM case_record WHERE id = ?", (case,))
        connection.execute("INSERT OR IGNORE INTO erased VALUES (?, ?)", (case, at.isoformat()))
    drop_unused(connection)


def erase_patient(connection: apsw.Connection, patient: str, at: datetime) -> None:
    """A person with all their cases."""
    cases = [id for (id,) in connection.execute("SELECT id FROM case_record WHERE patient = ?", (patient,)).fetchall()]
    erase_cases(connection, cases, at)
    connection.execute("DELETE FROM patient WHERE id = ?", (patient,))
    connection.execute("INSERT OR IGNORE INTO erased VALUES (?, ?)", (patient, at.isoformat()))


def erased_ids(connection: apsw.Connection) -> dict[str, str]:
    """What was erased, cases and patients, and when (ISO 8601)."""
    return dict(connection.execute("SELECT id, at FROM erased").fetchall())


def erase_again(connection: apsw.Connection, erased: Mapping[str, str]) -> None:
    """Erase in an older store what was erased since: `erased` is from `erased_ids`."""
    for id, at in erased.items():
        moment = datetime.fromisoformat(at)
        erase_patient(connection, id, moment)
        erase_cases(connection, [id], moment)


def _row(record: CaseRecord) -> tuple[str | int | None, ...]:
    report = record.case.report
    fired = [flag for flag in report.red_flags if flag.state is FlagState.FIRED] if report else []
    urgency = min((list(Urgency).index(flag.urgency) for flag in fired), default=None)
    leading = report.differential[0].label if report and report.differential else ""
    site = record.case.encounter.site
    return (
        record.id,
        record.patient,
        record.status,
        record.created.isoformat(),
        record.changed.isoformat(),
        site,
        None if urgency is None else list(Urgency)[urgency],
        leading,
        bool(fired),
        f"{site} {leading}".casefold(),
    )


def _summary(
    id: str,
    patient: str | None,
    details: str | None,
    site: str,
    status: str,
    created: str,
    changed: str,
    urgency: str | None,
    leading: str,
    flagged: int,
    exported: int,
    photograph: str | None,
) -> CaseSummary:
    return CaseSummary(
        id=id,
        patient=patient,
        patient_shown=msgspec.json.decode(details, type=Patient).shown if details else "",
        site=site,
        status=CaseStatus(status),
        created=datetime.fromisoformat(created),
        changed=datetime.fromisoformat(changed),
        urgency=None if urgency is None else Urgency(urgency),
        leading=leading,
        flagged=bool(flagged),
        exported=bool(exported),
        photograph=photograph,
    )
