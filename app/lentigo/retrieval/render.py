"""A page of the library as a picture, with a quote marked on it."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf

from lentigo.domain.photograph import Raster
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.retrieval.lines import EXTRACTION

MARK = (1.0, 0.86, 0.35)


class DrawnPage(NamedTuple):
    """A page's picture with its document's title and page count, its printed label, and whether the quote is on it."""

    raster: Raster
    title: str
    label: str
    pages: int
    marked: bool


def render_page(path: Path, page: int, quote: str, longest_side: int) -> DrawnPage:
    """Draw a page (from 1) of a document so that its longer side has `longest_side` pixels."""
    with pymupdf.open(path, filetype="pdf") as opened:
        if not 1 <= page <= len(opened):
            raise InputError(
                translate("{file} has no page {page}.", file=path.name, page=page),
                hint=translate("Build the library again."),
            )
        drawn = opened[page - 1]
        marked = _mark(drawn, quote)
        title = (opened.metadata or {}).get("title") or path.stem
        return DrawnPage(_raster(drawn, longest_side), title, drawn.get_label() or str(page), len(opened), marked)


def _mark(page: pymupdf.Page, quote: str) -> bool:
    boxes = find_quote(page, quote)
    if boxes:
        mark = page.add_highlight_annot(quads=[box.quad for box in boxes])
        mark.set_colors(stroke=MARK)
        mark.update()
    return bool(boxes)


def find_quote(page: pymupdf.Page, quote: str) -> list[pymupdf.Rect]:
    """Boxes of the quote's words, one a line; empty where it does not stand on the page.

    Letters and digits alone are compared, without case: line breaks, hyphens, bullets and quotation marks do not count.
    """
    wanted = _letters(quote)
    words = page.get_text("words", flags=EXTRACTION)
    start = "".join(_letters(word[4]) for word in words).find(wanted) if wanted else -1
    return _line_boxes(_covered(words, start, start + len(wanted))) if start >= 0 else []


def _covered(words: Sequence[tuple[float, ...]], start: int, end: int) -> list[tuple[float, ...]]:
    """The words whose letters lie between two places of the page's letters."""
    covered, place = [], 0
    for word in words:
        length = len(_letters(str(word[4])))
        if place < end and place + length > start and length:
            covered.append(word)
        place += length
    return covered


def _line_boxes(words: Sequence[tuple[float, ...]]) -> list[pymupdf.Rect]:
    """One box for the neighbouring words of each line."""
    boxes: dict[tuple[float, float], pymupdf.Rect] = {}
    for word in words:
        line = (word[5], word[6])
        boxes[line] = boxes.get(line, pymupdf.Rect(word[:4])) | pymupdf.Rect(word[:4])
    return list(boxes.values())


def _letters(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def _raster(page: pymupdf.Page, longest_side: int) -> Raster:
    scale = longest_side / max(page.rect.width, page.rect.height)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    return Raster(width=pixels.width, height=pixels.height, rgb=bytes(pixels.samples))
