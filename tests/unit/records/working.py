"""Types into a case, analyses it, saves its report and backs up, again and again until it is killed.

Run as a process with the data folder, a photograph, and the number to begin at. A line is printed once something is
said to be on the disk: "typed N", "reported N" and "backed N".
"""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.paths import Paths, default_paths
from lentigo.worker.messages.case import Analyze, OpenPhotograph, PhotographSource
from lentigo.worker.messages.records import BackUpRecords, DescribeRecords, OpenRecords, SaveCase
from lentigo.worker.synchronous import SynchronousWorker

MOST = 5  # cases that are written in turn


def tell(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


data, photograph = Path(sys.argv[1]), Path(sys.argv[2])
with SynchronousWorker(paths=Paths(resources=default_paths().resources, data=data)) as worker:
    (clinician,) = worker.run(DescribeRecords()).clinicians
    worker.run(OpenRecords(clinician=clinician.id))
    opened = worker.run(OpenPhotograph(photograph=PhotographSource(path=photograph), longest_side=64))
    for number in count(int(sys.argv[3])):
        moment = datetime.now(UTC)
        case = Case().add(opened.named("a.jpg")).with_encounter(Encounter(note=f"{number}"))
        record = CaseRecord(
            id=f"case-{number % MOST}", status=CaseStatus.DRAFT, created=moment, changed=moment, case=case
        )
        worker.run(SaveCase(record=record, files={opened.sha256: opened.data}))
        tell("typed", number)
        request = Analyze(photographs=(opened.data,), encounter=case.encounter, model="lentigo-mini", use_library=False)
        report = worker.run(request)
        reported = CaseRecord(
            id=record.id, status=CaseStatus.DRAFT, created=moment, changed=moment, case=case.take_draft(report)
        )
        worker.run(SaveCase(record=reported))
        tell("reported", number)
        worker.run(BackUpRecords(target=data / f"{number % MOST}.lentigo-backup"))
        tell("backed", number)
