"""Pages of several columns are read as people read them. Real pages, painted here."""

from pathlib import Path

import pymupdf
import pytest
from painted_pages import column, order, pages, prose


def test_two_columns_under_a_heading_across_them(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        page.insert_text((72, 90), "A heading that runs across both of the columns", fontsize=17)
        column(page, 310, 120, 215, prose("Right"))
        column(page, 72, 117, 215, prose("Left"))

    text = pages(tmp_path, paint).pages[0].text
    assert order(
        text, "A heading", "Left sentence 0", "Left sentence 11 tells", "Right sentence 0", "Right sentence 11"
    )
    assert prose("Left") in " ".join(text.split())


def test_a_heading_between_two_pairs_of_columns(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 72, 80, 215, prose("First", 8))
        column(page, 310, 80, 215, prose("Second", 8))
        page.insert_text((72, 400), "A heading in the middle that runs across all columns", fontsize=17)
        column(page, 72, 420, 215, prose("Third", 8))
        column(page, 310, 420, 215, prose("Fourth", 8))

    text = pages(tmp_path, paint).pages[0].text
    assert order(text, "First sentence 7", "Second sentence 0", "Second sentence 7", "A heading in", "Third sentence 0",
                 "Third sentence 7", "Fourth sentence 0", "Fourth sentence 7")  # fmt: skip


def test_three_columns(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        for number, name in enumerate(("One", "Two", "Three")):
            column(page, 50 + 175 * number, 100 + 3 * number, 155, prose(name, 8), size=9)

    text = " ".join(pages(tmp_path, paint).pages[0].text.split())
    assert text == " ".join(prose(name, 8) for name in ("One", "Two", "Three"))


def test_a_footnote_does_not_break_the_sentence_that_runs_into_the_next_column(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 72, 100, 215, prose("Left") + " The last sentence goes on in")
        page.insert_textbox((72, 720, 287, 760), "1 A note at the foot of the page.", fontsize=7)
        column(page, 310, 100, 215, "the next column. " + prose("Right"))

    text = pages(tmp_path, paint).pages[0].text
    assert "goes on in the next column." in text
    assert text.endswith("1 A note at the foot of the page.")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_as_it_is_turned(tmp_path: Path, rotation: int) -> None:
    def paint(page: pymupdf.Page) -> None:
        column(page, 72, 100, 215, prose("Left"))
        column(page, 310, 100, 215, prose("Right"))
        page.set_rotation(rotation)

    text = pages(tmp_path, paint).pages[0].text
    assert " ".join(text.split()) == f"{prose('Left')} {prose('Right')}"


def test_right_to_left_text_is_read_from_the_right_column(tmp_path: Path) -> None:
    words = ["الجلد", "يظهر", "بقعة", "حمراء", "مع", "حكة"]

    def paint(page: pymupdf.Page) -> None:
        font = f"<p dir='rtl' style='text-align:right'>{' '.join(words * 12)}</p>"
        page.insert_htmlbox((310, 100, 525, 700), font.replace("الجلد", "يمين", 1))
        page.insert_htmlbox((72, 100, 287, 700), font.replace("الجلد", "يسار", 1))

    book = pages(tmp_path, paint)
    assert order(book.pages[0].text, "يمين", "يسار")
    assert book.language == "ar"
