"""The lines of a PDF's pages in reading order, without running heads and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

EXTRACTION = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES & ~pymupdf.TEXT_PRESERVE_IMAGES
EDGE = 0.1  # share of the page's height, at top and bottom, where running heads and numbers stand
USUAL = 0.3  # share of the pages on which a running line's place is filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text. `block` tells MuPDF's paragraphs apart; points from the page's top left."""

    text: str
    block: int
    size: float
    bold: bool
    x0: float
    y0: float
    x1: float
    y1: float


def read_lines(page: pymupdf.Page) -> list[Line]:
    """All horizontal text of a page, in the order of the file."""
    blocks = page.get_text("dict", flags=EXTRACTION)["blocks"]
    lines = [_line(line, number) for number, block in enumerate(blocks) for line in block.get("lines", ())]
    return [line for line in lines if line.text]


def _line(line: dict[str, Any], block: int) -> Line:
    spans = line["spans"]
    longest = max(spans, key=lambda span: len(span["text"]))
    x0, y0, x1, y1 = line["bbox"]
    return Line(
        text=" ".join("".join(span["text"] for span in spans).split()),
        block=block,
        size=round(longest["size"], 1),
        bold=all(span["flags"] & pymupdf.TEXT_FONT_BOLD for span in spans if span["text"].strip()),
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
    )


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size most letters of the document have, in points."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def without_running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Drop lines at the edges whose place, or whose words but for numbers, come back on many pages."""
    places: Counter[tuple[int, float]] = Counter()
    words: Counter[str] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        edge = [line for line in lines if _at_edge(line, height)]
        places.update({_place(line) for line in edge})
        words.update({_words(line) for line in edge})
    body, usual = body_size(pages), max(3.0, USUAL * len(pages))

    def running(line: Line, height: float) -> bool:
        moved = line.size != body and places[_place(line)] >= usual
        return _at_edge(line, height) and (moved or words[_words(line)] >= usual)

    return [[line for line in lines if not running(line, height)] for lines, height in zip(pages, heights, strict=True)]


def _at_edge(line: Line, height: float) -> bool:
    return line.y1 < EDGE * height or line.y0 > (1 - EDGE) * height


def _place(line: Line) -> tuple[int, float]:
    return round(line.y0), line.size


def _words(line: Line) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
