"""Records through the real worker: kept when it is killed, closed without the passphrase."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.errors import InputError
from lentigo.paths import Paths
from lentigo.worker.messages.clinic import ListCases
from lentigo.worker.messages.records import (
    BackUpRecords,
    CreateRecords,
    DescribeBackup,
    DescribeRecords,
    OpenRecords,
    ReadCase,
    ReadPhotograph,
    RestoreRecords,
    SaveCase,
    VerifyBackup,
    VerifyRecords,
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
RECORD = CaseRecord(id="1", status=CaseStatus.DRAFT, created=MOMENT, changed=MOMENT, case=CASE)


def test_a_case_outlives_the_worker_and_needs_the_passphrase(paths: Paths) -> None:
    with SynchronousWorker(paths=paths) as worker:
        assert not worker.run(DescribeRecords()).present
        assert len(worker.run(CreateRecords(passphrase="kura-kura", name="Dr Sari")).text) == 39
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
        assert [line.id for line in worker.run(ListCases()).lines] == ["1"]
    for file in paths.data.rglob("*"):
        assert not file.is_file() or b"CANARY" not in file.read_bytes()


def test_a_backup_brings_back_what_stood_and_moves_aside_what_stands(paths: Paths, tmp_path: Path) -> None:
    backup = tmp_path / "clinic.lentigo-backup"
    with SynchronousWorker(paths=paths) as worker:
        worker.run(CreateRecords(passphrase="kura-kura", name="Dr Sari"))
        (clinician,) = worker.run(DescribeRecords()).clinicians
        opens = OpenRecords(clinician=clinician.id, passphrase="kura-kura")
        worker.run(opens)
        worker.run(SaveCase(record=RECORD, files={SHA256: FILE}))
        content = worker.run(BackUpRecords(target=backup))
        worker.run(SaveCase(record=replace(RECORD, id="2")))
        assert worker.run(VerifyRecords()).cases == 2
        assert worker.run(DescribeBackup(backup=backup)) == (clinician,)
        secret = {"clinician": clinician.id, "passphrase": "kura-kura"}
        assert worker.run(VerifyBackup(backup=backup, **secret)) == content
        with pytest.raises(InputError, match="not the passphrase"):
            worker.run(RestoreRecords(backup=backup, clinician=clinician.id, passphrase="other"))
        replaced = worker.run(RestoreRecords(backup=backup, **secret))
        worker.run(opens)
        assert [line.id for line in worker.run(ListCases()).lines] == ["1"]
    assert replaced.parent == paths.data
    assert b"CANARY" not in backup.read_bytes()


def test_a_file_that_is_no_backup_is_refused_and_nothing_is_touched(paths: Paths, tmp_path: Path) -> None:
    other = tmp_path / "holiday.zip"
    other.write_bytes(b"PK\x03\x04 not a backup")
    with SynchronousWorker(paths=paths) as worker:
        worker.run(CreateRecords(passphrase="", name=""))
        with pytest.raises(InputError, match=r"“holiday\.zip” is not a backup"):
            worker.run(DescribeBackup(backup=other))
        assert worker.run(DescribeRecords()).present
