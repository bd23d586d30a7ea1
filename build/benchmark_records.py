"""How long a large clinic waits for its records: opening, listing, searching, saving one case among 20,000.

python build/benchmark_records.py [CASES]     prints milliseconds (median of 20); three photographs a case
"""

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.encounter import Encounter
from lentigo.domain.patient import Patient
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseFilter, CaseOrder, CaseQuery, CaseRecord, CaseStatus
from lentigo.records.cases import save_case
from lentigo.records.patients import save_patient
from lentigo.records.photographs import save_photograph
from lentigo.records.vault import Vault

SITES = ("left forearm", "right heel", "scalp", "trunk", "upper lip", "left thigh", "palm", "back")
NAMES = ("Nur", "Budi", "Sari", "Wayan", "Ketut", "Maria", "Yohanes", "Agnes")
START = datetime(2026, 1, 1, tzinfo=UTC)
CLINICIAN = Clinician(id="c", name="", role=Role.CLINICIAN)
KEY = bytes(range(32))
ROUNDS = 20
QUERIES = {
    "list the latest 100": CaseQuery(),
    "list the most urgent 100": CaseQuery(order=CaseOrder.URGENT),
    "search a common word": CaseQuery(text="forearm"),
    "search a name and a site": CaseQuery(text="ketut heel"),
    "search what is not there": CaseQuery(text="nothing like this"),
    "search the flagged, urgent first": CaseQuery(text="heel", shown=CaseFilter.FLAGGED, order=CaseOrder.URGENT),
    "a patient's cases": CaseQuery(patient="17"),
}


def record(number: int) -> CaseRecord:
    """A case of a patient who comes three times."""
    files = [f"{number}-{index}".encode() * 100 for index in range(3)]
    photographs = tuple(
        CasePhotograph(
            sha256=hashlib.sha256(file).hexdigest(), name=f"{index}.jpg", bytes=len(file), width=9, height=9,
            quality=ImageQuality(issues=()),
        )
        for index, file in enumerate(files)
    )  # fmt: skip
    encounter = Encounter(
        patient_id=str(number // 3), site=f"{SITES[number % len(SITES)]} {number}", note="itches at night " * 10
    )
    moment = START + timedelta(minutes=number)
    return CaseRecord(
        id=str(number),
        status=CaseStatus.DRAFT,
        created=moment,
        changed=moment,
        case=Case(photographs=photographs, encounter=encounter),
    )


def fill(vault: Vault, cases: int) -> None:
    """In a few large transactions: this part is not what is timed."""
    for start in range(0, cases, 1000):
        with vault._store.transaction() as connection:
            for number in range(start, min(start + 1000, cases)):
                if number % 3 == 0:
                    name = f"{NAMES[number % len(NAMES)]} {number}"
                    save_patient(connection, Patient(id=str(number // 3), name=name, identifier=f"{number:06}"))
                case = record(number)
                for index in range(len(case.case.photographs)):
                    save_photograph(connection, f"{number}-{index}".encode() * 100)
                save_case(connection, case)


def timed(title: str, action: Callable[[], object]) -> None:
    """Median of the rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    print(f"{title:40} {statistics.median(seconds) * 1000:8.1f} ms   (longest {max(seconds) * 1000:.1f})")


def main() -> None:
    """Fill, then time."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder), KEY, CLINICIAN)
        fill(vault, cases)
        vault.close()
        timed("open and close", lambda: Vault(Path(folder), KEY, CLINICIAN).close())
        vault = Vault(Path(folder), KEY, CLINICIAN)
        for title, query in QUERIES.items():
            timed(title, lambda query=query: vault.list(query))
        timed("the last lines of the list", lambda: vault.list(first=cases - 100))
        timed("save a case", lambda: vault.save(record(cases // 2), {}))
        timed("read a case", lambda: vault.read(str(cases // 2)))
        vault.close()


if __name__ == "__main__":
    main()
