"""`lentigo analyze --each`: many cases, each with its report, and a table at the end."""

import json
import shutil
from pathlib import Path

import pytest
from refusal import refused


@pytest.fixture
def folder(phantoms: Path, tmp_path: Path) -> Path:
    """Two photographs, one file that is none, and what is left out in silence: a report, and what is hidden."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    for name in ("phantom-ring.jpg", "phantom-pigmented.jpg"):
        shutil.copy(phantoms / name, folder)
    (folder / "broken.jpg").write_bytes((phantoms / "phantom-ring.jpg").read_bytes()[:2000])
    (folder / ".hidden.jpg").write_bytes(b"")
    (folder / "earlier.json").write_text("{}")
    return folder


def test_each_gets_its_report_and_a_line_and_one_that_fails_stops_none(lentigo, folder: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    result = lentigo("analyze", "--each", folder, "--no-library", "--json", reports, "--pdf", reports)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    names = {
        f"{photograph}.jpg.{ending}"
        for photograph in ("phantom-ring", "phantom-pigmented")
        for ending in ("pdf", "json")
    }
    assert {path.name for path in reports.iterdir()} == names
    first = json.loads((reports / "phantom-pigmented.jpg.json").read_text(encoding="utf-8"))
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == ["broken.jpg", "phantom-pigmented.jpg", "phantom-ring.jpg"]
    assert first["differential"][0]["label"] in lines[2]
    assert all("within two weeks" in line for line in lines[2:4])
    assert lines[-1] == "2 of 3 cases without trouble."
    assert "broken.jpg" in result.stderr


def test_the_same_report_as_of_one_alone(lentigo, phantoms: Path, tmp_path: Path) -> None:
    photograph = phantoms / "phantom-ring.jpg"
    assert lentigo("analyze", "--each", photograph, "--no-library", "--json", tmp_path).returncode == 0
    alone = lentigo("analyze", photograph, "--no-library", "--json", "-")
    many = json.loads((tmp_path / "phantom-ring.jpg.json").read_text(encoding="utf-8"))
    assert many["findings"] == json.loads(alone.stdout)["findings"]


def test_what_cannot_be_said_of_many_cases_is_refused_before_any(lentigo, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "phantom-ring.jpg"
    copy.write_bytes(b"another one of that name")
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments in (
        (folder, "--age", 54),
        (folder, "--yes", "itch"),
        (folder, "--json", "-"),
        (folder, "--pdf", tmp_path / "no such folder"),
        (folder, copy),
        (empty,),
    ):
        refused(lentigo("analyze", "--each", *arguments))
