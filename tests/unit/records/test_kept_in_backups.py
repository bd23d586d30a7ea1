"""What stands beside the store is in its backups; saving a case as it was does not keep it for longer."""

import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from kept_cases import CREATED, SHA256, SHOWN, Clinic, kept

from lentigo.errors import InputError
from lentigo.records.backup import restore_backup, verify_backup
from lentigo.records.kept import FOLDER, keep_report, kept_reports, public_half, read_report

REPORT = b"CANARY-REPORT-3312" * 40


def test_kept_reports_come_back_from_a_backup(clinic: Clinic, tmp_path: Path) -> None:
    data_key = clinic.keys.data_key
    keep_report(clinic.folder, public_half(data_key), "report.pdf", REPORT)
    backup = tmp_path / "b.lentigo-backup"
    with closing(clinic.open()) as vault:
        vault.backup(backup)
    assert b"CANARY" not in backup.read_bytes()
    verify_backup(backup, data_key, tmp_path)
    replaced = restore_backup(backup, data_key, clinic.folder, who="c", at=CREATED, erased={})
    assert replaced
    (restored,) = kept_reports(clinic.folder)
    assert read_report(restored, data_key) == ("report.pdf", REPORT)


def test_a_damaged_kept_report_keeps_nothing_out_of_a_backup(clinic: Clinic, tmp_path: Path) -> None:
    keep_report(clinic.folder, public_half(clinic.keys.data_key), "report.pdf", REPORT)
    (damaged,) = kept_reports(clinic.folder)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    with closing(clinic.open()) as vault:
        vault.save(kept(), {SHA256: SHOWN})
        assert vault.backup(tmp_path / "b.lentigo-backup").cases == 1


def test_a_backup_without_its_kept_report_is_none(clinic: Clinic, tmp_path: Path) -> None:
    keep_report(clinic.folder, public_half(clinic.keys.data_key), "report.pdf", REPORT)
    whole, less = tmp_path / "whole.lentigo-backup", tmp_path / "less.lentigo-backup"
    with closing(clinic.open()) as vault:
        vault.backup(whole)
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(less, "w") as taken:
        for name in given.namelist():
            content = given.read(name)
            taken.writestr(name, content if FOLDER not in name else content[:-1] + b"x")
    with pytest.raises(InputError, match="not a backup"):
        verify_backup(less, clinic.keys.data_key, tmp_path)


def test_only_a_change_begins_the_retention_anew(clinic: Clinic) -> None:
    record, later = kept(), CREATED + timedelta(days=400)
    with closing(clinic.open()) as vault:
        vault.save(record, {SHA256: SHOWN})
        vault.save(replace(record, changed=later), {})
        assert vault.read(record.id).changed == CREATED
        edited = replace(record.case, encounter=replace(record.case.encounter, site="left shin"))
        vault.save(replace(record, changed=later, case=edited), {})
        assert vault.read(record.id).changed == later
