"""Tables are read row by row, with rules and without. Real pages, painted here."""

from pathlib import Path

import pymupdf
import pytest
from painted_pages import column, order, pages, prose

from lentigo.progress import QUIET
from lentigo.retrieval.extraction import extract

CELLS = (
    ("Condition", "Border", "Colour", "Urgency"),
    ("Melanoma", "irregular", "several", "urgent"),
    ("Naevus", "regular", "one or two", "routine"),
    ("Basal cell cancer", "rolled", "pearly", "soon"),
    ("Seborrhoeic keratosis", "sharp", "brown", "routine"),
)


def table(page: pymupdf.Page, x: float, y: float, step: float) -> None:
    for row, cells in enumerate(CELLS):
        for place, cell in enumerate(cells):
            page.insert_text((x + step * place, y + 16 * row), cell, fontsize=9)


def test_cells_of_a_table_row_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        for row, (left, right) in enumerate([("Melanoma", "irregular border"), ("Naevus", "regular border")]):
            page.insert_text((72, 100 + 40 * row), left, fontsize=10)
            page.insert_text((250, 100 + 40 * row), right, fontsize=10)
        document.save(path)
    assert extract(path, QUIET).pages[0].text == "Melanoma irregular border\nNaevus regular border"


def test_a_table_without_rules_between_paragraphs(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 72, 80, 450, prose("Before", 5))
        table(page, 72, 200, 115)
        column(page, 72, 300, 450, prose("After", 5))

    lines = pages(tmp_path, paint).pages[0].text.splitlines()
    assert [" ".join(cells) for cells in CELLS] == lines[1:6]


def test_a_table_across_two_columns(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 72, 60, 215, prose("Left above", 5))
        column(page, 310, 60, 215, prose("Right above", 5))
        table(page, 72, 300, 125)
        column(page, 72, 420, 215, prose("Left below", 5))
        column(page, 310, 420, 215, prose("Right below", 5))

    text = pages(tmp_path, paint).pages[0].text
    rows = [" ".join(cells) for cells in CELLS]
    assert order(text, "Left above sentence 4", "Right above sentence 0", "Right above sentence 4", *rows,
                 "Left below sentence 0", "Left below sentence 4", "Right below sentence 0")  # fmt: skip


def test_a_table_inside_one_of_two_columns(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 40, 60, 240, prose("Left", 30))
        column(page, 310, 60, 240, prose("Right", 5))
        for row, cells in enumerate(CELLS):
            for place, cell in enumerate(cells[1:]):
                page.insert_text((310 + 80 * place, 300 + 16 * row), cell, fontsize=9)

    lines = pages(tmp_path, paint).pages[0].text.splitlines()
    assert lines[-5:] == [" ".join(cells[1:]) for cells in CELLS]


@pytest.mark.parametrize("ruled", [True, False])
def test_cells_that_wrap_stay_in_their_row(tmp_path: Path, ruled: bool) -> None:
    cells = (
        ("Melanoma", "The border is irregular and the lesion shows several colours, brown and blue among them.",
         "Refer within two weeks, by the quickest way that there is."),
        ("Naevus", "The border is regular.", "Nothing has to be done, but look again in some months."),
        ("Scabies", "Burrows between the fingers, and an itch that wakes the patient at night.", "Treat all contacts."),
    )  # fmt: skip

    def paint(page: pymupdf.Page) -> None:
        for row, texts in enumerate(cells):
            top = 100 + 70 * row
            for place, text in enumerate(texts):
                page.insert_textbox((72 + 155 * place, top + 4, 210 + 155 * place, top + 66), text, fontsize=9)
            if ruled:
                page.draw_line((70, top), (530, top))
        if ruled:
            page.draw_line((70, 310), (530, 310))

    assert pages(tmp_path, paint).pages[0].text.splitlines() == [" ".join(texts) for texts in cells]
