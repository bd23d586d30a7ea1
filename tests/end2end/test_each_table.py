"""`lentigo analyze FOLDER --csv FILE`: the table of all cases as a file that a spreadsheet opens."""

import csv
import shutil
from pathlib import Path


def test_each_case_has_its_line(lentigo, phantoms: Path, tmp_path: Path) -> None:
    folder, table = tmp_path / "photographs", tmp_path / "cases.csv"
    folder.mkdir()
    shutil.copy(phantoms / "phantom-pigmented.jpg", folder / "=1+1.jpg")
    (folder / "broken.jpg").write_bytes(b"nothing")
    result = lentigo("analyze", folder, "--no-library", "--csv", table)
    assert result.returncode == 2
    assert "1 of 2 cases without trouble." in result.stdout
    with table.open(encoding="utf-8-sig", newline="") as file:
        heads, first, second = csv.reader(file)
    assert heads == ["photograph", "foremost", "red flags", "trouble"]
    assert first[0] == "'=1+1.jpg"  # a spreadsheet would compute it
    assert first[1].startswith("melanoma")
    assert second[0] == "broken.jpg"
    assert second[3] == "The file is not a photograph."


def test_a_place_that_cannot_be_written_is_told_of_before_any_work(lentigo, phantoms: Path, tmp_path: Path) -> None:
    result = lentigo("analyze", phantoms / "phantom-ring.jpg", "--csv", tmp_path / "absent" / "cases.csv")
    assert result.returncode == 2
    assert "cases without trouble" not in result.stdout
