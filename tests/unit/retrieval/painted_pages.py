"""PDFs painted by the tests, read by the program."""

from collections.abc import Callable
from pathlib import Path

import pymupdf

from lentigo.progress import QUIET
from lentigo.retrieval.extraction import Extracted, extract


def page_with(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        for number, line in enumerate(lines):
            page.insert_text((72, 100 + 12.5 * number), line, fontsize=10)
        document.save(path)
    return path


def pages(tmp_path: Path, *painters: Callable[[pymupdf.Page], object]) -> Extracted:
    path = tmp_path / "pages.pdf"
    with pymupdf.open() as document:
        for paint in painters:
            paint(document.new_page())
        document.save(path)
    return extract(path, QUIET)


def column(page: pymupdf.Page, x: float, y: float, width: float, text: str, size: float = 10) -> None:
    page.insert_textbox((x, y, x + width, 780), text, fontsize=size)


def prose(topic: str, count: int = 12) -> str:
    return " ".join(
        f"{topic} sentence {number} tells how the lesion looks and where it grows." for number in range(count)
    )


def order(text: str, *wanted: str) -> bool:
    places = [text.find(piece) for piece in wanted]
    return -1 not in places and places == sorted(places)
