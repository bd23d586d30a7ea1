"""Letter and sheet from the command line: on the paper that is asked for, and said to be unsigned."""

from pathlib import Path

import pymupdf


def read(path: Path) -> tuple[int, str]:
    """The pages' width in points, and their words."""
    with pymupdf.open(path) as document:
        words = " ".join(" ".join(page.get_text() for page in document).split())
        return round(document[0].rect.width), words


def test_both_are_written_and_nothing_of_the_models_is_in_them(lentigo, phantoms: Path, tmp_path: Path) -> None:
    letter, sheet = tmp_path / "a.letter.pdf", tmp_path / "a.sheet.pdf"
    told = ("--age", 61, "--site", "left calf", "--yes", "size_change", "--paper", "A5")
    done = lentigo("analyze", phantoms / "phantom-pigmented.jpg", "--letter", letter, "--sheet", sheet, *told)
    assert done.returncode == 0, done.stderr
    width, text = read(letter)
    assert width == 420
    for words in ("61 years", "left calf", "Present: change in size", "PARTIAL. Nobody has gone through this draft"):
        assert words in text
    width, text = read(sheet)
    assert width == 420
    assert "Nobody has signed this sheet yet." in text
    assert "We do not know yet what it is." in text
    assert "elanoma" not in text


def test_a_name_that_would_be_the_reports_is_refused(lentigo, phantoms: Path, tmp_path: Path) -> None:
    done = lentigo("analyze", phantoms / "phantom-pigmented.jpg", "--letter", tmp_path / "a.pdf")
    assert done.returncode == 2
    assert ".letter.pdf" in done.stderr
    assert not (tmp_path / "a.pdf").exists()
