"""Pages as pictures, with the quote marked where it stands."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from lentigo.errors import InputError
from lentigo.retrieval.render import DrawnPage, find_quote, render_page

SPANS_LINES = "Melanoma often shows several colours: dark brown, black and blue-grey."


def marked_rows(page: DrawnPage) -> set[int]:
    """Rows of the picture with the marker's yellow."""
    pixels = np.frombuffer(page.raster.rgb, np.uint8).reshape(page.raster.height, page.raster.width, 3).astype(int)
    yellow = (pixels[..., 0] > 200) & (pixels[..., 1] > 150) & (pixels[..., 2] < 150)
    return set(np.flatnonzero(yellow.sum(axis=1) > 20).tolist())


def test_a_quote_over_two_lines_is_marked_where_it_stands(library_folder: Path) -> None:
    page = render_page(library_folder / "pdf" / "small.pdf", 1, SPANS_LINES, 842)
    assert (page.title, page.label, page.pages, page.marked) == ("Small book", "i", 3, True)
    assert (page.raster.width, page.raster.height) == (595, 842)
    rows = marked_rows(page)
    assert rows
    assert 155 < min(rows) < max(rows) < 195  # the first lines of the first paragraph


@pytest.mark.parametrize("quote", ["", "Melanoma often shows seven colours.", "The itch is worse at night."])
def test_a_quote_that_is_not_on_the_page_is_not_marked(library_folder: Path, quote: str) -> None:
    page = render_page(library_folder / "pdf" / "small.pdf", 1, quote, 842)
    assert not page.marked
    assert not marked_rows(page)


def test_case_hyphens_and_quotation_marks_do_not_matter(library_folder: Path) -> None:
    with pymupdf.open(library_folder / "pdf" / "small.pdf") as document:
        boxes = find_quote(document[0], "“BLUEGREY. The  border is irregular")
        assert boxes
        words = "".join(document[0].get_text("text", clip=box) for box in boxes)
        assert "irregular" in words
        assert "nodule" not in words


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_page_that_is_not_there(library_folder: Path, number: int) -> None:
    with pytest.raises(InputError, match=f"no page {number}"):
        render_page(library_folder / "pdf" / "small.pdf", number, "", 800)
