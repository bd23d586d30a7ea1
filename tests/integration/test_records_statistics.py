"""`lentigo records statistics` counts what the records hold as signed, and the audit log knows of it."""

import csv
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from signed_reports import reviewed, small_report

from lentigo.cli import run
from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter
from lentigo.domain.record import Action, CaseRecord, CaseStatus
from lentigo.domain.sign_off import Signer
from lentigo.errors import InputError
from lentigo.paths import Paths
from lentigo.records.audit import last
from lentigo.records.keys import NewKeys
from lentigo.records.vault import Vault, create_records, now
from lentigo.report.json import canonical_content


def opened(paths: Paths, keys: NewKeys) -> Vault:
    return Vault(paths.records, keys.data_key, keys.ring.clinicians[0], now)


@pytest.fixture
def clinic(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> NewKeys:
    """Records without a lock: seven signed cases, one of them deleted, and a draft."""
    monkeypatch.setattr("lentigo.cli.command_worker.default_paths", lambda: paths)
    keys = create_records(paths.records, "", name="Dr Sari")
    with closing(opened(paths, keys)) as vault:
        for number in range(8):
            encounter = Encounter(age=40, note="CANARY")
            report = reviewed(replace(small_report(), encounter=encounter))
            own = replace(report.sign_off.review, signer=Signer(name="Dr Sari", role="clinician"))
            report = replace(report, sign_off=replace(report.sign_off, review=own))
            case = Case(encounter=encounter, draft=report, report=report)
            record = CaseRecord(id=f"{number}", status=CaseStatus.DRAFT, created=now(), changed=now(), case=case)
            vault.save(record, {"0" * 64: b"file"})
            if number < 7:
                vault.sign(record, {}, canonical_content(report))
        vault.remove("6")
    return keys


@pytest.mark.usefixtures("clinic")
def test_signed_cases_are_counted(tmp_path: Path) -> None:
    table = tmp_path / "district.csv"
    assert run(["records", "statistics", str(table)]) == 0
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert {row["measure"]: row["cases"] for row in rows if row["value"] in ("all", "C43")} == {
        "all": "6",
        "diagnosis": "6",
    }
    assert "CANARY" not in table.read_text()


@pytest.mark.usefixtures("clinic")
def test_another_year_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "district.json"
    assert run(["records", "statistics", str(table), "--year", "1999"]) == 0
    assert "Fewer than 5 cases are signed" in capsys.readouterr().out
    assert '"cases": null' in table.read_text()


@pytest.mark.usefixtures("clinic")
def test_an_ending_of_neither_form_is_refused(tmp_path: Path) -> None:
    assert run(["records", "statistics", str(tmp_path / "district.xlsx")]) == InputError.exit_code
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_audit_log_knows_of_it(clinic: NewKeys, paths: Paths, tmp_path: Path) -> None:
    with closing(opened(paths, clinic)) as vault:
        assert last(vault._store.connection, Action.EXPORT) is None
    assert run(["records", "statistics", str(tmp_path / "district.csv")]) == 0
    with closing(opened(paths, clinic)) as vault:
        assert last(vault._store.connection, Action.EXPORT)
