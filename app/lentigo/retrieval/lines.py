"""The lines of a PDF's pages, without hidden text, running heads and page numbers."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf

from lentigo.retrieval.hidden_text import HiddenText
from lentigo.retrieval.legibility import MOST_UNREADABLE, cleaned, unreadable_share
from lentigo.retrieval.painting import Box, around
from lentigo.retrieval.pieces import Piece, read_pieces

# Glyphs without a letter come as U+FFFD, not as their number in the font; a page's words are those that its glyphs
# show, not those that a tag ("ActualText") claims.
EXTRACTION = (
    pymupdf.TEXTFLAGS_TEXT
    & ~pymupdf.TEXT_PRESERVE_LIGATURES
    & ~pymupdf.TEXT_PRESERVE_IMAGES
    & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
) | pymupdf.TEXT_IGNORE_ACTUALTEXT
EDGE = 0.1  # share of the page's height, at top and bottom, where running heads and numbers stand
USUAL = 0.3  # share of the pages on which a running line comes back
ENOUGH = 12  # letters of a page that say more than its number
SLANTED = 4  # the frame of text that is neither level nor upright
HOLE = "\ufdd0"  # the text of a line that was left out; `cleaned` takes this character out of a page's own text
PAGE_NUMBER = re.compile(r"[-–—\s]*(\d{1,4}|[ivxlc]{1,7})[-–—\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text. `block` tells MuPDF's paragraphs apart.

    Points in the line's frame: the page turned so that the text runs level. Frames 0 to 3 are quarter turns.
    """

    text: str
    block: int
    size: float
    bold: bool
    frame: int
    x0: float
    y0: float
    x1: float
    y1: float
    sure: bool = True  # of the order of its letters


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """A page's lines, in the file's order. `rubbish` counts the letters that broken fonts made unreadable."""

    lines: tuple[Line, ...]
    rubbish: int
    hidden: bool  # letters that paint nothing were left out

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_garbled(self) -> bool:
        """Whether there is text, and no telling what it says."""
        return bool(self.rubbish) or len(self.text) >= ENOUGH


def read_lines(page: pymupdf.Page, hidden: HiddenText | None = None, flags: int = EXTRACTION) -> PageLines:
    """The text of an unrotated page without what is hidden."""
    lines: list[Line] = []
    rubbish, left_out = 0, False
    for piece in read_pieces(page, hidden, flags):
        left_out |= piece.clipped or piece.hole
        if not piece.text.isascii() and unreadable_share(piece.text) > MOST_UNREADABLE:
            rubbish += len(piece.text)
        elif text := HOLE if piece.hole else cleaned(piece.text):
            lines.append(_line(text, piece, page.rect))
    return PageLines(lines=tuple(lines), rubbish=rubbish, hidden=left_out)


def _line(text: str, piece: Piece, page: pymupdf.Rect) -> Line:
    written = [span for span in piece.spans if span["text"].strip()] or piece.spans
    longest = max(written, key=lambda span: len(span["text"]))
    frame = frame_of(piece.direction)
    x0, y0, x1, y1 = turned(around([span["bbox"] for span in written]), frame, page)
    return Line(
        text=text,
        block=piece.block,
        size=round(longest["size"], 1),
        bold=all(span["flags"] & pymupdf.TEXT_FONT_BOLD for span in written),
        frame=frame,
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        sure=piece.sure,
    )


def frame_of(direction: tuple[float, float]) -> int:
    """The quarter turn in which text of this direction runs level. Vertical writing runs downwards, as frame 1."""
    quarters = math.atan2(direction[1], direction[0]) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.05 else SLANTED


def turned(box: Box, frame: int, page: pymupdf.Rect) -> Box:
    """A box of the page in a frame's points."""
    x0, y0, x1, y1 = box[0] - page.x0, box[1] - page.y0, box[2] - page.x0, box[3] - page.y0
    if frame == 1:
        return y0, page.width - x1, y1, page.width - x0
    if frame == 2:
        return page.width - x1, page.height - y1, page.width - x0, page.height - y0
    if frame == 3:
        return page.height - y1, x0, page.height - y0, x1
    return x0, y0, x1, y1


def frame_height(frame: int, page: pymupdf.Rect) -> float:
    """How far down a frame goes, in points."""
    return float(page.width if frame in (1, 3) else page.height)


def main_frame(lines: Sequence[Line]) -> int:
    """The frame of most letters."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.frame] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size most letters of the document have, in points."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def without_running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Drop page numbers, and lines at the edges whose place, or whose words but for numbers, often come back."""
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    places = Counter(place for edge in edges for place in {_place(line) for line in edge})
    words = Counter(text for edge in edges for text in {_words(line) for line in edge})
    both = Counter(key for edge in edges for key in {(_words(line), _place(line)) for line in edge})
    body, usual = body_size(pages), max(3.0, USUAL * len(pages))

    def running(line: Line) -> bool:
        moved = line.size < body and places[_place(line)] >= usual
        stays = both[_words(line), _place(line)] >= min(3.0, max(2.0, USUAL * len(pages)))
        return moved or stays or words[_words(line)] >= usual

    return [
        [line for line in lines if line not in edge or not (running(line) or _is_number(line, lines))]
        for lines, edge in ((lines, set(edge)) for lines, edge in zip(pages, edges, strict=True))
    ]


def _edge_lines(lines: Sequence[Line], height: float) -> list[Line]:
    frame = main_frame(lines)
    level = [line for line in lines if line.frame == frame]
    return [line for line in level if line.y1 < EDGE * height or line.y0 > (1 - EDGE) * height]


def _is_number(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line at the edge is the page's number: no text beyond it, and next to none beside it."""
    if not PAGE_NUMBER.fullmatch(line.text):
        return False
    others = [other for other in lines if other.frame == line.frame and other is not line]
    above = any(other.y1 < line.y0 for other in others)
    below = any(other.y0 > line.y1 for other in others)
    beside = sum(other.y0 < line.y1 and other.y1 > line.y0 for other in others)
    return bool(others) and not (above and below) and beside <= 1


def _place(line: Line) -> tuple[int, float]:
    return round(line.y0), line.size


def _words(line: Line) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
