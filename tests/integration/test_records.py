"""Records through the real worker: kept when it is killed, closed without the passphrase."""

import hashlib
from datetime import UTC, datetime

import pytest

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.errors import InputError
from lentigo.paths import Paths
from lentigo.worker.messages.records import (
    CreateRecords,
    DescribeRecords,
    ListCases,
    OpenRecords,
    ReadCase,
    ReadPhotograph,
    SaveCase,
)
from lentigo.worker.synchronous import SynchronousWorker

FILE = b"CANARY-PHOTOGRAPH" * 1000
SHA256 = hashlib.sha256(FILE).hexdigest()
MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
CASE = Case(
    photographs=(
        CasePhotograph(
            sha256=SHA256, name="CANARY.png", bytes=len(FILE), width=9, height=9, quality=ImageQuality(issues=())
        ),
    ),
    encounter=Encounter(age=4, note="CANARY-NOTE", history={History.FEVER: False}),
)
RECORD = CaseRecord(id="1", patient=None, status=CaseStatus.DRAFT, created=MOMENT, changed=MOMENT, case=CASE)


def test_a_case_outlives_the_worker_and_needs_the_passphrase(paths: Paths) -> None:
    with SynchronousWorker(paths=paths) as worker:
        assert not worker.run(DescribeRecords()).present
        assert len(worker.run(CreateRecords(passphrase="kura-kura", name="Dr Sari"))) == 39
        state = worker.run(DescribeRecords())
        assert (state.present, state.locked, state.open) == (True, True, False)
        clinician = state.clinicians[0].id
        with pytest.raises(InputError, match="locked"):
            worker.run(SaveCase(record=RECORD))
        assert worker.run(OpenRecords(clinician=clinician, passphrase="kura-kura")).open
        worker.run(SaveCase(record=RECORD, files={SHA256: FILE}))
    with SynchronousWorker(paths=paths) as worker:
        with pytest.raises(InputError, match="not the passphrase"):
            worker.run(OpenRecords(clinician=clinician, passphrase="kura kura"))
        worker.run(OpenRecords(clinician=clinician, passphrase="kura-kura"))
        assert worker.run(ReadCase(case="1")) == RECORD
        assert worker.run(ReadPhotograph(sha256=SHA256)) == FILE
        assert [line.id for line in worker.run(ListCases(text=""))] == ["1"]
    for file in paths.data.rglob("*"):
        assert not file.is_file() or b"CANARY" not in file.read_bytes()
