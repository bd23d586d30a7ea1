"""Each format is written under its ending, and the window's process reads the table without loading MuPDF."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lentigo.domain.assessment import Assessment
from lentigo.errors import InputError
from lentigo.report.formats import FILE_FORMATS, FORMATS, TERMINAL_FORMAT, Pictures, format_of, write_report
from lentigo.report.text import render_text


def test_each_format_is_written_as_it_is_rendered(assessment: Assessment, pictures: Pictures, tmp_path: Path) -> None:
    for each in FILE_FORMATS:
        path = tmp_path / f"report{each.ending.upper()}"
        write_report(assessment, pictures, path)
        assert path.read_bytes() == each.render(assessment, pictures)
    assert (tmp_path / "report.PDF").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "report.JSON").read_bytes())["id"] == assessment.id


def test_the_terminal_gets_text(assessment: Assessment) -> None:
    assert TERMINAL_FORMAT.render(assessment, {}).decode() == render_text(assessment)


def test_ids_and_endings_differ() -> None:
    assert len({each.id for each in FORMATS}) == len(FORMATS)
    assert len({each.ending for each in FILE_FORMATS}) == len(FILE_FORMATS)


@pytest.mark.parametrize("name", ["report", "report.txt", "report.pdf.txt", "pdf", ".pdf"])
def test_other_endings_are_refused_with_those_that_are_known(assessment: Assessment, tmp_path: Path, name: str) -> None:
    endings = r"\.pdf, \.letter\.pdf, \.sheet\.pdf, \.json, \.fhir\.json\."
    with pytest.raises(InputError, match=f"in one of these: {endings}"):
        write_report(assessment, {}, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_longer_of_two_endings_decides() -> None:
    chosen = {name: found.id for name in ("a.fhir.json", "a.json", "fhir.json") if (found := format_of(Path(name)))}
    assert chosen == {"a.fhir.json": "fhir", "a.json": "json", "fhir.json": "json"}


def test_a_disk_that_refuses_is_told(assessment: Assessment, pictures: Pictures, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder does not exist"):
        write_report(assessment, pictures, tmp_path / "absent" / "report.pdf")


def test_the_windows_process_loads_no_native_parser() -> None:
    program = "import sys, lentigo.gui.shell.main_window; print(*(name for name in sys.modules if 'mupdf' in name))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
