"""Page layout: places bands of text on pages, keeps groups of bands together and continues long ones on the next page.

MuPDF shapes and wraps the text of each cell (a Story). Its own HTML tables ignore column widths and page breaks
(PyMuPDF 1.28); the rows are therefore placed here, cell by cell.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pymupdf

_ENDLESS = 100_000.0  # points; higher than any text
_LEAST_PIECE = 48.0  # points; a band is not begun where less is left of the page
_OVERLAP = 0.4  # points; closes the seam between the grounds of two bands
_SLACK = 1.0  # points; keeps rounding from pushing a last line to the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """HTML in a column: `left` and `right` are points from the text's left edge; `tag` is its PDF structure type."""

    html: str
    left: float
    right: float
    tag: str = "P"
    alternative: str = ""  # what a picture shows, for a screen reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A filled rectangle of a band. A negative `top` counts from the band's bottom; no `height` means down to it."""

    colour: str
    left: float
    right: float
    top: float = 0.0
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Cells side by side. `above` and `below` are paddings, `gap` is free space before it, all in points."""

    cells: tuple[Cell, ...]
    fills: tuple[Fill, ...] = ()
    above: float = 0.0
    below: float = 0.0
    gap: float = 0.0
    with_next: bool = False  # no page break between this band and the next
    bookmark: str = ""
    head: "Band | None" = None  # said again above this one where it begins a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page's size and its margins, in points."""

    width: float
    height: float
    side: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        """From the left to the right edge of the text."""
        return self.width - 2 * self.side


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """CSS, and the archive of the fonts and pictures that it and the cells refer to."""

    css: str
    archive: pymupdf.Archive

    def story(self, html: str) -> pymupdf.Story:
        """HTML as a Story, not yet placed."""
        return pymupdf.Story(html, user_css=self.css, archive=self.archive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The part of a cell on one page. `continued`: the cell is split over pages, and this is one of its parts."""

    story: pymupdf.Story
    area: pymupdf.Rect
    cell: Cell
    continued: bool = False


@dataclass(slots=True)
class Page:
    """A planned page."""

    pieces: list[Piece] = field(default_factory=list)
    fills: list[tuple[pymupdf.Rect, str]] = field(default_factory=list)
    bookmarks: list[tuple[str, float]] = field(default_factory=list)


Footer = Callable[[int, int], tuple[Cell, ...]]  # page from 1, of how many


def plan(bands: Sequence[Band], *, footer: Footer, sheet: Sheet, style: Style) -> list[Page]:
    """Spread the bands over as many pages as they need, each with its footer."""
    planner = _Planner(sheet, style)
    for group in _groups(bands):
        planner.add(group)
    for number, page in enumerate(planner.pages, start=1):
        for cell in footer(number, len(planner.pages)):
            area = planner.area(cell, sheet.height - sheet.bottom + 14, sheet.height)
            page.pieces.append(Piece(story=style.story(cell.html), area=area, cell=cell))
    return planner.pages


def draw(pages: Sequence[Page], sheet: Sheet) -> bytes:
    """The planned pages' text as a PDF file, in reading order, without their fills."""
    target = io.BytesIO()
    writer = pymupdf.DocumentWriter(target)
    for page in pages:
        device = writer.begin_page(pymupdf.Rect(0, 0, sheet.width, sheet.height))
        for piece in page.pieces:
            piece.story.place(piece.area)
            piece.story.draw(device)
        writer.end_page()
    writer.close()
    return target.getvalue()


def _groups(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands that stay on one page, as far as they fit: those that are marked `with_next`, and the one behind them."""
    group: list[Band] = []
    for band in bands:
        group.append(band)
        if not band.with_next:
            yield group
            group = []
    if group:
        yield group


class _Planner:
    def __init__(self, sheet: Sheet, style: Style) -> None:
        self._sheet = sheet
        self._style = style
        self._floor = sheet.height - sheet.bottom
        self._y = sheet.top
        self.pages = [Page()]

    def add(self, group: Sequence[Band]) -> None:
        """Place the bands below the last one, or on the next page where that keeps them together."""
        stories = [[self._style.story(cell.html) for cell in band.cells] for band in group]
        heights = [self._height(band, texts) for band, texts in zip(group, stories, strict=True)]
        if self._y + sum(heights) > self._floor and sum(heights) <= self._floor - self._sheet.top:
            self._turn_page()
        for band, texts, height in zip(group, stories, heights, strict=True):
            if self._y + min(height, _LEAST_PIECE) > self._floor:
                self._turn_page()
            if band.head and self._y == self._sheet.top:
                self._flow(band.head, [self._style.story(cell.html) for cell in band.head.cells])
            self._flow(band, texts)

    def area(self, cell: Cell, top: float, bottom: float) -> pymupdf.Rect:
        """The cell's rectangle on a page."""
        return pymupdf.Rect(self._sheet.side + cell.left, top, self._sheet.side + cell.right, bottom)

    def _height(self, band: Band, stories: Sequence[pymupdf.Story]) -> float:
        bottoms = [0.0]
        for cell, story in zip(band.cells, stories, strict=True):
            _more, filled = story.place(self.area(cell, 0, _ENDLESS))
            bottoms.append(filled[3])
            story.reset()
        return band.gap + band.above + max(bottoms) + _SLACK + band.below

    def _flow(self, band: Band, stories: Sequence[pymupdf.Story]) -> None:
        """Place the cells side by side; what does not fit goes on at the top of the next page."""
        self._y += band.gap if self._y > self._sheet.top else 0
        if band.bookmark:
            self.pages[-1].bookmarks.append((band.bookmark, self._y))
        pending = list(zip(band.cells, stories, strict=True))
        continues = False
        while pending:
            bottom = self._y
            unfinished: list[tuple[Cell, pymupdf.Story]] = []
            for cell, story in pending:
                more, reached = self._place(cell, story, self._y + band.above, continues)
                bottom = max(bottom, reached)
                unfinished += [(cell, story)] if more else []
            self._fill(band, self._y, bottom + _SLACK + band.below)
            self._y = bottom + _SLACK + band.below
            pending = unfinished
            continues = True
            if pending:
                self._turn_page()
        for story in stories:
            story.reset()

    def _place(self, cell: Cell, story: pymupdf.Story, top: float, continues: bool) -> tuple[bool, float]:
        area = self.area(cell, top, self._floor)
        more, filled = story.place(area)
        story.draw(None)  # advances the story to what did not fit
        self.pages[-1].pieces.append(Piece(story=story, area=area, cell=cell, continued=continues or bool(more)))
        return bool(more), min(filled[3], self._floor)

    def _fill(self, band: Band, top: float, bottom: float) -> None:
        side = self._sheet.side
        for fill in band.fills:
            upper = fill.top + (top if fill.top >= 0 else bottom)
            lower = bottom + (_OVERLAP if band.with_next else 0) if fill.height is None else upper + fill.height
            rectangle = pymupdf.Rect(side + fill.left, upper, side + fill.right, lower)
            self.pages[-1].fills.append((rectangle, fill.colour))

    def _turn_page(self) -> None:
        self.pages.append(Page())
        self._y = self._sheet.top
