"""Cases in the store: a row for lists to read (see `case_list`), and the whole value beside it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import apsw
import msgspec

from lentigo.domain.assessment import Assessment
from lentigo.domain.case import Case
from lentigo.domain.differential import Likelihood
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.domain.red_flag import FlagState, Urgency
from lentigo.records.case_list import CALM
from lentigo.records.photographs import drop_unused
from lentigo.records.searching import folded

# An erased patient, or an erased earlier case, leaves the link empty rather than the case unsaved.
_SAVE = """
    INSERT INTO case_record (id, patient, named, follows, status, created, changed, site, urgency, leading, flagged,
                             reported, searched, patient_searched)
    VALUES (:id, (SELECT id FROM patient WHERE id = :patient), :named,
            (SELECT id FROM case_record WHERE id = :follows), :status, :created, :changed, :site, :urgency, :leading,
            :flagged, :reported, :searched, coalesce((SELECT searched FROM patient WHERE id = :patient), ''))
    ON CONFLICT (id) DO UPDATE SET
        patient = excluded.patient, named = excluded.named, status = excluded.status, changed = excluded.changed,
        site = excluded.site, urgency = excluded.urgency, leading = excluded.leading, flagged = excluded.flagged,
        reported = excluded.reported, searched = excluded.searched, patient_searched = excluded.patient_searched
"""


def save_case(connection: apsw.Connection, record: CaseRecord) -> None:
    """New, or in place of its last state. Its photographs must be there (see `photographs`)."""
    connection.execute(_SAVE, _columns(record))
    state = msgspec.json.encode(record.case).decode()
    connection.execute("INSERT OR REPLACE INTO case_state VALUES (?, ?)", (record.id, state))
    shown = [(record.id, position, each.sha256) for position, each in enumerate(record.case.photographs)]
    connection.execute("DELETE FROM case_photograph WHERE case_id = ?", (record.id,))
    connection.executemany("INSERT INTO case_photograph VALUES (?, ?, ?)", shown)


def has_case(connection: apsw.Connection, case: str) -> bool:
    """Whether it was ever saved, even if it was removed since."""
    return bool(connection.execute("SELECT 1 FROM case_record WHERE id = ?", (case,)).fetchall())


def load_case(connection: apsw.Connection, case: str) -> CaseRecord | None:
    """By id; None where there is none, or it was removed."""
    rows = connection.execute(
        "SELECT status, created, changed, follows, state FROM case_record JOIN case_state ON case_id = id"
        " WHERE id = ? AND removed IS NULL",
        (case,),
    ).fetchall()
    if not rows:
        return None
    status, created, changed, follows, state = rows[0]
    return CaseRecord(
        id=case,
        status=CaseStatus(status),
        created=datetime.fromisoformat(created),
        changed=datetime.fromisoformat(changed),
        case=msgspec.json.decode(state, type=Case),
        follows=follows,
    )


def signed_cases(connection: apsw.Connection) -> Iterator[Case]:
    """All that were not removed, one after the other: together they may not fit into memory."""
    listed = connection.execute("SELECT id FROM case_record WHERE removed IS NULL AND status = ?", (CaseStatus.SIGNED,))
    for (case,) in listed.fetchall():
        for (state,) in connection.execute("SELECT state FROM case_state WHERE case_id = ?", (case,)).fetchall():
            yield msgspec.json.decode(state, type=Case)


def note_export(connection: apsw.Connection, case: str) -> None:
    """A report of it has left the program."""
    connection.execute("UPDATE case_record SET exported = 1 WHERE id = ?", (case,))


def remove_case(connection: apsw.Connection, case: str, at: datetime) -> None:
    """Out of all lists but that of the removed, until `restore_case` brings it back."""
    connection.execute("UPDATE case_record SET removed = ? WHERE id = ?", (at.isoformat(), case))


def restore_case(connection: apsw.Connection, case: str) -> None:
    """Undo `remove_case`."""
    connection.execute("UPDATE case_record SET removed = NULL WHERE id = ?", (case,))


def erase_cases(connection: apsw.Connection, cases: Iterable[str], at: datetime) -> None:
    """For good, with photographs that no other case shows; ids are noted, so that no backup brings them back."""
    for case in cases:
        connection.execute("DELETE FROM case_record WHERE id = ?", (case,))
        connection.execute("DELETE FROM batch_row WHERE case_id = ?", (case,))
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


def _columns(record: CaseRecord) -> dict[str, str | int | None]:
    encounter, report = record.case.encounter, record.case.report
    fired = [flag for flag in report.red_flags if flag.state is FlagState.FIRED] if report else []
    leading, foremost = _diagnoses(report) if report else ("", "")
    return {
        "id": record.id,
        "patient": encounter.patient_id or None,
        "named": encounter.patient,
        "follows": record.follows,
        "status": record.status,
        "created": record.created.isoformat(),
        "changed": record.changed.isoformat(),
        "site": encounter.site,
        "urgency": min((list(Urgency).index(flag.urgency) for flag in fired), default=CALM),
        "leading": leading,
        "flagged": bool(fired),
        "reported": report is not None,
        "searched": folded(f"{encounter.patient} {encounter.site} {leading} {foremost}"),
    }


def _diagnoses(report: Assessment) -> tuple[str, str]:
    """The clinician's own, or else the one that leads, if one does; and the draft's first, by which it is found too."""
    first = report.differential[0] if report.differential else None
    leads = first.label if first and first.likelihood is Likelihood.LEADING else ""
    return report.sign_off.review.diagnosis.name or leads, first.label if first else ""
