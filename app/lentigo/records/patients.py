"""People in the store."""

from collections.abc import Iterator

import apsw
import msgspec

from lentigo.domain.patient import Patient
from lentigo.records.searching import folded, words_of

MOST_FOUND = 50


def save_patient(connection: apsw.Connection, patient: Patient) -> None:
    """New, or in place of what was known; what lists of cases are searched by follows."""
    row = (patient.id, msgspec.json.encode(patient).decode(), searched(patient))
    connection.execute(
        "INSERT INTO patient VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET details = excluded.details, searched = excluded.searched",
        row,
    )
    connection.execute("UPDATE case_record SET patient_searched = ? WHERE patient = ?", (row[2], patient.id))


def load_patient(connection: apsw.Connection, patient: str) -> Patient | None:
    """By id; None where there is none, or they were erased."""
    rows = connection.execute("SELECT details FROM patient WHERE id = ?", (patient,)).fetchall()
    return msgspec.json.decode(rows[0][0], type=Patient) if rows else None


def find_patients(connection: apsw.Connection, text: str = "", limit: int = MOST_FOUND) -> Iterator[Patient]:
    """Those whose name, pseudonym or number holds all words of a text."""
    words = words_of(text)
    condition = " AND ".join(["instr(searched, ?) > 0"] * len(words)) or "TRUE"
    query = f"SELECT details FROM patient WHERE {condition} ORDER BY searched LIMIT ?"
    for (details,) in connection.execute(query, (*words, limit)):
        yield msgspec.json.decode(details, type=Patient)


def searched(patient: Patient) -> str:
    """What a search looks in."""
    return folded(" ".join((patient.name, patient.pseudonym, patient.identifier)))
