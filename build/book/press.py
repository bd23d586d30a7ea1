"""Draws planned pages one after the other, then puts grounds, figures, links, bookmarks and structure on them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from re import sub

import pymupdf
from book.layout import Page, Piece
from book.structure import Node, Tagger, Text
from book.style import SHEET, STYLE, WIDTH
from book.typesetting import Caption, text

PAPER = pymupdf.Rect(0, 0, SHEET.width, SHEET.height)
HEAD, FOOT = 50.0, 788.0  # points from the top of a page to its running lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is known of a drawn page: its texts in drawing order, each with its place."""

    texts: tuple[tuple[Text, pymupdf.Rect], ...]
    fills: tuple[tuple[pymupdf.Rect, str], ...]
    bookmarks: tuple[tuple[str, float], ...]


class Press:
    """Prints page after page into one file."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._writer = pymupdf.DocumentWriter(self._buffer)
        self.printed: list[Printed] = []

    def print_pages(self, pages: Iterable[Page]) -> None:
        """Draw them; their stories may go afterwards, as each takes 0.1 MB."""
        for page in pages:
            device = self._writer.begin_page(PAPER)
            texts = tuple(draw(piece, device) for piece in page.pieces)
            self._writer.end_page()
            self.printed.append(Printed(texts=texts, fills=tuple(page.fills), bookmarks=tuple(page.bookmarks)))

    def bind(self, front: int) -> pymupdf.Document:
        """The book, the last `front` pages now first."""
        self._writer.close()
        book = pymupdf.open("pdf", self._buffer.getvalue())
        order = [*range(len(book) - front, len(book)), *range(len(book) - front)]
        book.select(order)
        self.printed = [self.printed[number] for number in order]
        return book


def draw(piece: Piece, device: object) -> tuple[Text, pymupdf.Rect]:
    """The cell and the part of its area that its text fills."""
    if not isinstance(piece.cell, Text):
        raise TypeError(piece.cell)
    _more, filled = piece.story.place(piece.area)
    piece.story.draw(device)
    return piece.cell, pymupdf.Rect(piece.area.x0, piece.area.y0, piece.area.x1, min(filled[3], piece.area.y1))


def add_running_lines(pages: Sequence[Page], first: int, title: str, part: str) -> None:
    """Title and part over each page, the part alone over a chapter's first, and the number under each."""
    for number, page in enumerate(pages, start=first):
        add_line(page, f'<p class="running right">{escape(part)}</p>', WIDTH / 2, HEAD)
        add_line(page, f'<p class="running centre">{number}</p>', 0, FOOT)
        if number > first:
            add_line(page, f'<p class="running">{escape(title)}</p>', 0, HEAD)


def add_line(page: Page, html: str, left: float, top: float) -> None:
    """A line that is no part of the text."""
    cell = text(html, None, left)
    area = pymupdf.Rect(SHEET.side + left, top, SHEET.side + WIDTH, top + 20)
    page.pieces.append(Piece(story=STYLE.story(cell.html), area=area, cell=cell))


def finish(book: pymupdf.Document, printed: Sequence[Printed], top: Node, targets: Sequence[int]) -> None:
    """Everything but the text itself; `targets` are the chapters' pages, counted from 0."""
    tagger = Tagger(book)
    for number, page in enumerate(printed):
        tagger.mark_text(number, [cell.node for cell, _ in page.texts])
        for cell, area in page.texts:
            if isinstance(cell, Caption):
                draw_figure(book[number], cell, area)
                tagger.mark_last(number, cell.figure_node)
        if page.fills:
            paint(book[number], page.fills)
            tagger.mark_ground(number)
    for number, page in enumerate(printed):
        for cell, area in page.texts:
            if cell.target is not None and cell.node:
                tagger.mark_link(number, cell.node, link(book[number], area, targets[cell.target], cell))
    tagger.write(top)


def draw_figure(page: pymupdf.Page, caption: Caption, area: pymupdf.Rect) -> None:
    """In the free space over its caption, in the middle of the text."""
    figure = caption.figure
    left = area.x0 + (WIDTH - figure.width) / 2
    place = pymupdf.Rect(left, area.y0 - 8 - figure.height, left + figure.width, area.y0 - 8)
    page.show_pdf_page(place, figure.document, 0)


def paint(page: pymupdf.Page, fills: Sequence[tuple[pymupdf.Rect, str]]) -> None:
    """Put grounds and rules behind the text."""
    shape = page.new_shape()
    for rectangle, colour in fills:
        shape.draw_rect(rectangle)
        red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
        shape.finish(fill=(red, green, blue), color=None, width=0)
    shape.commit(overlay=False)


def link(page: pymupdf.Page, area: pymupdf.Rect, target: int, cell: Text) -> int:
    """A link's reference; its words are read aloud where a reader meets the link alone."""
    page.insert_link({"kind": pymupdf.LINK_GOTO, "from": area, "page": target})
    xref = int(page.annot_xrefs()[-1][0])
    words = unescape(unescape(sub("<[^>]*>", "", cell.html)))
    page.parent.xref_set_key(xref, "Contents", pymupdf.get_pdf_str(" ".join(words.split())))
    return xref


def bookmarks(printed: Sequence[Printed], parts: dict[int, str]) -> Iterator[list[object]]:
    """Parts, the chapters in them, and their sections; `parts` names the part of the chapter that begins on a page."""
    part = ""
    for number, page in enumerate(printed):
        if parts.get(number, part) != part:
            part = parts[number]
            yield [1, part, number + 1]
        for index, (words, y) in enumerate(page.bookmarks):
            starts_chapter = number in parts and index == 0
            level = 2 if starts_chapter else 3 if part and words != "Index" else 1
            yield [level, words, number + 1, {"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(0, y - 12)}]
