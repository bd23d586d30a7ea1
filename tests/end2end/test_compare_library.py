"""One case with the library and without it: two reports, and what differs, told."""

import json
from pathlib import Path


def test_both_reports_are_written_and_their_differences_told(lentigo, phantoms: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    result = lentigo("analyze", phantoms / "phantom-pigmented.jpg", "--compare-library", "--json", path)
    assert result.returncode == 0, result.stderr
    grounded, bare = (json.loads(each.read_text()) for each in (path, tmp_path / "report.without-library.json"))
    assert grounded["citations"]
    assert not bare["citations"]
    assert bare["provenance"]["library"] is None
    assert f"Sources cited: {len(grounded['citations'])} (without: 0)" in result.stdout


def test_it_is_for_one_case_and_for_files_of_their_own(lentigo, phantoms: Path) -> None:
    photograph = phantoms / "phantom-pigmented.jpg"
    for further in (("--each",), ("--no-library",), ("--json", "-")):
        result = lentigo("analyze", photograph, "--compare-library", *further)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
