"""The pieces of lines that MuPDF finds on a page: what of them can be seen, and in which order it is read."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pymupdf

from lentigo.retrieval.hidden_text import HiddenText, shows_ink
from lentigo.retrieval.painting import Box, around
from lentigo.retrieval.right_to_left import Glyph, in_reading_order, is_right_to_left_letter
from lentigo.retrieval.scripts import is_right_to_left

CLIPPING = 64  # MuPDF's mark of letters that bound what is painted through them
GAP = 1.0  # of the type's size: the most between pieces of one line that is read from the right
LEVEL = (1.0, 0.0)

Span = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line, or a whole one. `block` tells MuPDF's paragraphs apart.

    Of one with a hole, a reader sees only that something stood there, or only a part; `text` is then of no use.
    Where a piece is not `sure`, a number in it may belong to another word than it stands beside.
    """

    text: str
    spans: tuple[Span, ...]
    block: int
    direction: tuple[float, float]
    clipped: bool = False  # letters that paint nothing were left out
    hole: bool = False
    sure: bool = True

    @property
    def size(self) -> float:
        """Of the longest span, in points."""
        return float(max(self.spans, key=lambda span: len(span["text"]))["size"])

    @property
    def box(self) -> Box:
        """Where it stands."""
        return around([span["bbox"] for span in self.spans])


def read_pieces(page: pymupdf.Page, hidden: HiddenText | None, flags: int) -> list[Piece]:
    """All pieces of an unrotated page, in the file's order; those that are read from the right as whole lines."""
    pieces = list(_pieces(page, hidden, flags, "rawdict" if hidden else "dict"))
    if not any(is_right_to_left_letter(piece.text) for piece in pieces):
        return pieces
    if not hidden:
        pieces = list(_pieces(page, hidden, flags, "rawdict"))
    return _reordered(pieces)


def _pieces(page: pymupdf.Page, hidden: HiddenText | None, flags: int, kind: str) -> Iterator[Piece]:
    for number, block in enumerate(page.get_text(kind, flags=flags)["blocks"]):
        for line in block.get("lines", ()):
            spans = line["spans"] if kind == "dict" else [_judged(span, hidden) for span in line["spans"]]
            painted = tuple(span for span in spans if not _is_mere_clip(page, span))
            yield Piece(
                text="".join(span["text"] for span in painted),
                spans=painted,
                block=number,
                direction=line["dir"],
                clipped=len(painted) < len(spans),
                hole=hidden is not None and _has_hole(painted),
            )


def _is_mere_clip(page: pymupdf.Page, span: Span) -> bool:
    """Whether letters only bound what is painted through them, and nothing is."""
    return bool(span["char_flags"] & CLIPPING and span["text"].strip()) and not shows_ink(page, span["bbox"])


def _judged(span: Span, hidden: HiddenText | None) -> Span:
    """A span with the text that can be seen, and what is known of the rest: how much there is, and of it covered."""
    lost = [char for char in span["chars"] if hidden and hidden.holds(char["origin"], char["c"], char["bbox"])]
    taken = set(map(id, lost))
    seen = [char for char in span["chars"] if id(char) not in taken]
    letters = [char for char in lost if not char["c"].isspace()]
    return span | {
        "text": "".join(char["c"] for char in seen),
        "chars": seen,
        "lost": len(letters),
        "covered": sum(hidden.covers(char["origin"], char["c"]) for char in letters) if hidden else 0,
    }


def _has_hole(spans: Sequence[Span]) -> bool:
    """Whether a reader sees that something stood in a line, or sees only a part of it.

    What is left of such a line could say anything: of "500 mg", a reader's note may leave "0 mg".
    """
    lost, covered = sum(span["lost"] for span in spans), any(span["covered"] for span in spans)
    return covered or bool(lost and any(span["text"].strip() for span in spans))


def _reordered(pieces: Sequence[Piece]) -> list[Piece]:
    """With the pieces of each line that holds right-to-left letters put together, and read as such lines are."""
    leftwards = is_right_to_left("".join(piece.text for piece in pieces))
    found: list[Piece] = []
    for group in _lines(pieces):
        if any(is_right_to_left_letter(piece.text) for piece in group):
            found.append(_whole(group, leftwards))
        else:
            found += group
    return found


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces that stand beside each other on one level."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        beside = [group for group in groups if any(_touch(piece, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in beside)]
        groups.append([*chain.from_iterable(beside), piece])
    return groups


def _touch(one: Piece, other: Piece) -> bool:
    if not (one.spans and other.spans) or one.direction != LEVEL or other.direction != LEVEL:
        return False
    (x0, y0, x1, y1), (left, top, right, bottom) = one.box, other.box
    level = min(y1, bottom) - max(y0, top) > 0.5 * min(y1 - y0, bottom - top)
    return level and max(x0, left) - min(x1, right) < GAP * min(one.size, other.size)


def _whole(group: Sequence[Piece], leftwards: bool) -> Piece:
    spans = tuple(span for piece in group for span in piece.spans)
    size = max(piece.size for piece in group)
    ordered = in_reading_order(list(_glyphs(spans)), size, leftwards=leftwards)
    return Piece(
        text=ordered.text,
        spans=spans,
        block=group[0].block,
        direction=group[0].direction,
        clipped=any(piece.clipped for piece in group),
        hole=any(piece.hole for piece in group),
        sure=ordered.sure and group[0].direction == LEVEL,
    )


def _glyphs(spans: Sequence[Span]) -> Iterator[Glyph]:
    """Letters with the marks that stand on them, and with further letters of the same glyph, which have no width."""
    last: Glyph | None = None
    for char in (char for span in spans for char in span["chars"] if not char["c"].isspace()):
        x0, _, x1, _ = char["bbox"]
        glued = unicodedata.combining(char["c"]) or x1 - x0 < 0.01
        if last and glued:
            last = Glyph(text=last.text + char["c"], x0=last.x0, x1=last.x1)
            continue
        if last:
            yield last
        last = Glyph(text=char["c"], x0=x0, x1=x1)
    if last:
        yield last
