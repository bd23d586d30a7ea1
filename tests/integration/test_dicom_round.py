"""From a photograph to DICOM files, and from one of these to a report again, by the command line."""

import json
from pathlib import Path

import pydicom
import pytest

from lentigo.cli import run
from lentigo.errors import InputError

PHANTOM = Path(__file__).parents[1] / "data" / "phantom-pigmented.jpg"


def test_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, again = tmp_path / "out", tmp_path / "again.json"
    folder.mkdir()
    asked = ["analyze", str(PHANTOM), "--no-library", "--picture", "dermoscopic", "--age", "58"]
    assert run([*asked, "--dicom", str(folder)]) == 0
    report, photograph = sorted(folder.iterdir(), key=lambda path: len(path.name))
    document = pydicom.dcmread(report)
    assert bytes(document.EncapsulatedDocument).startswith(b"%PDF-")
    assert pydicom.dcmread(photograph).StudyInstanceUID == document.StudyInstanceUID
    assert capsys.readouterr().out == ""
    assert run(["analyze", str(photograph), "--no-library", "--json", str(again)]) == 0
    told = json.loads(again.read_bytes())["photograph"]
    assert (told["format"], told["kind"]["id"], told["kind_told"]) == ("DICOM", "dermoscopic", False)
    assert {"clinic", "other"} <= {*told["metadata_removed"]}


def test_a_folder_that_is_missing_is_told_before_the_analysis(tmp_path: Path) -> None:
    assert run(["analyze", str(PHANTOM), "--dicom", str(tmp_path / "none")]) == InputError.exit_code
    assert run(["analyze", str(PHANTOM), "--each", "--dicom", str(tmp_path)]) == InputError.exit_code
