"""Reading PDFs: real files, written here."""

from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import EngineError
from lentigo.retrieval.extraction import LONGEST, extract


def ignore_progress(_share: float) -> None:
    """Nobody listens."""


def page_with(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        for number, line in enumerate(lines):
            page.insert_text((72, 100 + 12.5 * number), line, fontsize=10)
        document.save(path)
    return path


def test_passages_carry_chapter_section_page_and_printed_label(library_folder: Path) -> None:
    book = extract(library_folder / "pdf" / "small.pdf", ignore_progress)
    found = [(p.chapter, p.section, p.page, p.label, p.title, p.document) for p in book.passages]
    assert found == [
        (chapter, section, page, label, "Small book", "small.pdf")
        for page, (chapter, label) in enumerate(
            [("Melanoma", "i"), ("Scabies", "ii"), ("Tinea corporis", "iii")], start=1
        )
        for section in ("How it looks", "What to do")
    ]


def test_running_heads_and_page_numbers_are_dropped(library_folder: Path) -> None:
    book = extract(library_folder / "pdf" / "small.pdf", ignore_progress)
    for number, page in enumerate(book.pages, start=1):
        assert "small book of skin" not in page.text
        assert str(number) not in page.text.splitlines()


def test_every_passage_stands_verbatim_on_its_own_page(library_folder: Path) -> None:
    book = extract(library_folder / "pdf" / "small.pdf", ignore_progress)
    for passage in book.passages:
        assert " ".join(passage.text.split()) in " ".join(book.pages[passage.page - 1].text.split())


def test_words_broken_at_a_line_end_are_mended_and_true_hyphens_stay(tmp_path: Path) -> None:
    path = page_with(tmp_path, "The hyperpig-", "mentation is blue and grey; we call it blue-", "grey from here on.")
    assert extract(path, ignore_progress).pages[0].text == (
        "The hyperpigmentation is blue and grey; we call it blue-grey from here on."
    )


def test_list_items_are_lines_of_their_own_without_bullets(tmp_path: Path) -> None:
    path = page_with(tmp_path, "• Does the itch wake the", "patient at night?", "• Who else itches?")
    assert extract(path, ignore_progress).pages[0].text.splitlines() == [
        "Does the itch wake the patient at night?",
        "Who else itches?",
    ]


def test_cells_of_a_table_row_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        for row, (left, right) in enumerate([("Melanoma", "irregular border"), ("Naevus", "regular border")]):
            page.insert_text((72, 100 + 40 * row), left, fontsize=10)
            page.insert_text((250, 100 + 40 * row), right, fontsize=10)
        document.save(path)
    assert extract(path, ignore_progress).pages[0].text == "Melanoma irregular border\nNaevus regular border"


def test_long_text_is_cut_between_sentences(tmp_path: Path) -> None:
    sentences = [f"Sentence number {number} says that the plaque is scaly." for number in range(60)]
    path = page_with(tmp_path, *sentences)
    passages = extract(path, ignore_progress).passages
    assert len(passages) > 1
    for passage in passages:
        assert 30 <= len(passage.text.split()) <= LONGEST + 30
        assert passage.text.startswith("Sentence number")
        assert passage.text.endswith("scaly.")


def test_references_stay_on_the_page_but_are_not_passages(tmp_path: Path) -> None:
    path = tmp_path / "references.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 100), "The itch of scabies is worse at night and spreads in the family.", fontsize=10)
        page.insert_text((72, 140), "References", fontsize=14)
        page.insert_text((72, 160), "1. A guideline on scabies from a society, 2019.", fontsize=10)
        document.save(path)
    book = extract(path, ignore_progress)
    assert "A guideline on scabies" in book.pages[0].text
    assert [passage.section for passage in book.passages] == [""]


def test_progress_ends_at_one(library_folder: Path) -> None:
    shares: list[float] = []
    extract(library_folder / "pdf" / "small.pdf", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("content", [b"", b"not a pdf at all", b"%PDF-1.7\n%%EOF"])
def test_a_damaged_document_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"broken\.pdf"):
        extract(path, ignore_progress)


def test_a_locked_document_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 100), "secret")
        document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    with pytest.raises(EngineError, match=r"locked\.pdf"):
        extract(path, ignore_progress)
