"""The command line takes the patient's details from a FHIR file, and gives a document that holds them again."""

import json
from datetime import date
from pathlib import Path

import pytest

from lentigo.cli import run
from lentigo.domain.encounter import Encounter, Sex
from lentigo.errors import InputError
from lentigo.report.fhir.reading import read_referral

PHANTOM = str(Path(__file__).parents[1] / "data" / "phantom-pigmented.jpg")


def test_from_referral_to_document(tmp_path: Path) -> None:
    referral, document = tmp_path / "referral.json", tmp_path / "report.fhir.json"
    patient = {"resourceType": "Patient", "name": [{"text": "Ibu Sari"}], "gender": "female"}
    referral.write_text(json.dumps(patient))
    asked = ["analyze", PHANTOM, "--referral", str(referral), "--age", "58", "--no-library", "--fhir", str(document)]
    assert run(asked) == 0
    known = Encounter(patient="Ibu Sari", age=58, sex=Sex.FEMALE)
    assert read_referral(document.read_bytes(), date.today()) == known
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(document.read_bytes())["entry"]]
    assert kinds.count("Binary") == kinds.count("Media") == 1


def test_a_file_that_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["analyze", PHANTOM, "--referral", str(tmp_path / "none.json")])
    assert code == InputError.exit_code
    assert "The file none.json could not be read." in capsys.readouterr().err
