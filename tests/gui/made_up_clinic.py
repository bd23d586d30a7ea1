"""Patients and cases that nobody has, in the records before a window opens."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.encounter import Encounter, Sex
from lentigo.domain.patient import Patient
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.paths import Paths
from lentigo.worker.messages.case import OpenPhotograph, PhotographSource
from lentigo.worker.messages.clinic import SavePatient
from lentigo.worker.messages.records import CreateRecords, DescribeRecords, OpenRecords, SaveCase
from lentigo.worker.synchronous import SynchronousWorker

NAMES = ("Nur Aini", "Budi Santoso", "Sari Dewi", "Wayan Putra", "Maria Goreti", "José Soares")
SITES = ("left forearm", "right heel", "scalp", "back", "upper lip", "left thigh", "palm")
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def patient(number: int) -> Patient:
    """Each has three cases."""
    return Patient(
        id=f"patient-{number}",
        identifier=f"{number:04}",
        name=f"{NAMES[number % len(NAMES)]}",
        born=date(1950 + number % 60, 3, 9),
        sex=(Sex.FEMALE, Sex.MALE)[number % 2],
    )


def fill(paths: Paths, photographs: tuple[Path, ...], cases: int) -> None:
    """The first case is the oldest."""
    with SynchronousWorker(paths=paths) as worker:
        worker.run(CreateRecords(passphrase="", name=""))
        (clinician,) = worker.run(DescribeRecords()).clinicians
        worker.run(OpenRecords(clinician=clinician.id))
        opened = [
            worker.run(OpenPhotograph(photograph=PhotographSource(path=path), longest_side=64)) for path in photographs
        ]
        for number in range(cases):
            if number % 3 == 0:
                worker.run(SavePatient(patient=patient(number // 3)))
            shown = opened[number % len(opened)]
            worker.run(
                SaveCase(
                    record=record(number, shown.named(f"{number}.jpg")),
                    files={shown.sha256: shown.data},
                    thumbnails={shown.sha256: shown.thumbnail},
                )
            )


def record(number: int, photograph: CasePhotograph | None = None) -> CaseRecord:
    """A case without a report."""
    whose, moment = patient(number // 3), START + timedelta(hours=7 * number)
    encounter = Encounter(
        patient=whose.shown,
        patient_id=whose.id,
        age=whose.age(moment.date()),
        sex=whose.sex,
        site=SITES[number % len(SITES)],
    )
    photographs = (photograph or nothing_seen(number),)
    return CaseRecord(
        id=f"case-{number}",
        status=CaseStatus.DRAFT,
        created=moment,
        changed=moment,
        case=Case(photographs=photographs, encounter=encounter),
    )


def nothing_seen(number: int) -> CasePhotograph:
    """A photograph of no picture."""
    file = f"{number}".encode()
    return CasePhotograph(
        sha256=hashlib.sha256(file).hexdigest(), name=f"{number}.jpg", bytes=len(file), width=9, height=9,
        quality=ImageQuality(issues=()),
    )  # fmt: skip
