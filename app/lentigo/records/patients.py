"""People in the store."""

from collections.abc import Iterator

import apsw
import msgspec

from lentigo.domain.patient import Patient


def save_patient(connection: apsw.Connection, patient: Patient) -> None:
    """New, or in place of what was known; what lists of cases are searched by follows."""
    row = (patient.id, msgspec.json.encode(patient).decode(), searched(patient))
    connection.execute(
        "INSERT INTO patient VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET details = excluded.details, searched = excluded.searched",
        row,
    )
    connection.execute("UPDATE case_record SET patient_searched = ? WHERE patient = ?", (row[2], patient.id))


def find_patients(connection: apsw.Connection, text: str = "") -> Iterator[Patient]:
    """Those whose name, pseudonym or number holds all words of a text, in any case."""
    words = text.casefold().split()
    condition = " AND ".join(["instr(searched, ?) > 0"] * len(words)) or "TRUE"
    for (details,) in connection.execute(f"SELECT details FROM patient WHERE {condition} ORDER BY searched", words):
        yield msgspec.json.decode(details, type=Patient)


def searched(patient: Patient) -> str:
    """What a search looks in."""
    return " ".join((patient.name, patient.pseudonym, patient.identifier)).casefold()
