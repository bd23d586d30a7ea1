"""Letters that something painted later covers, an annotation, a stamp, a box: those that a reader cannot make out.

A letter is judged by its ink. How much there would be, the page shows without its pictures, lines and annotations; how
much there is, its picture shows beside one without text. Where that cannot be told, as of white letters on a dark
ground, what is painted over the letter decides.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pymupdf
from numpy.typing import NDArray

from lentigo.retrieval.painting import (
    Box,
    Letter,
    Paint,
    Picture,
    Run,
    annotation_boxes,
    picture_of,
    region,
    scale_of,
    shares,
)

COVERED = 0.6  # share of a letter's box
TOUCHED = 0.03  # share of a letter's box, from which its ink is looked at
LOST = 0.15  # share of a letter's ink; less is a scratch
FLAT = 8  # steps of 255: less difference is no ink
LEAST_INK = 60  # steps of 255 between a letter and white paper
BODY = 0.5  # of a letter's darkest ink; paler are its edges
LEFT = 0.15  # of its ink that a pixel must show
TAKEN_BACK = (  # annotations that say of what is under them: this does not stand here
    pymupdf.PDF_ANNOT_REDACT,
    pymupdf.PDF_ANNOT_STAMP,
    pymupdf.PDF_ANNOT_STRIKE_OUT,
)
TROUBLE = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """A page, the same without text, and the ink that its letters alone leave on white paper (rows, columns)."""

    whole: Picture
    bare: Picture
    ink: Picture


def covered_letters(page: pymupdf.Page, runs: Sequence[Run], paints: Sequence[Paint]) -> frozenset[Letter]:
    """Those letters of these runs that are covered wholly or in part, or that an annotation takes back."""
    boxes = np.array([paint.box for paint in paints] or np.empty((0, 4)), dtype=float)
    orders = np.array([paint.order for paint in paints])
    touched = {
        letter: (run, box, [paints[index] for index in over])
        for run in runs
        if paints and not run.invisible and orders[-1] > run.order
        for letter, box, over in _under(run, boxes, orders)
    }
    if not touched:
        return frozenset()
    pictures, back, scale = _pictures(page), _taken_back(page), scale_of(page)
    return frozenset(
        letter
        for letter, (run, box, over) in touched.items()
        if _inside(box, back) or _is_covered(run, box, over, runs, pictures, scale)
    )


def _under(run: Run, boxes: NDArray[np.float64], orders: NDArray[np.int_]) -> Iterator[tuple[Letter, Box, list[int]]]:
    """The letters of a run over which something is painted later, with what that is."""
    if not ((shares(boxes, run.box) > 0.0) & (orders > run.order)).any():
        return
    for letter, box in run.letters:
        over = np.flatnonzero((shares(boxes, box) >= TOUCHED) & (orders > run.order))
        if over.size:
            yield letter, box, over.tolist()


def _is_covered(
    run: Run, box: Box, over: Sequence[Paint], runs: Sequence[Run], pictures: _Pictures | None, scale: float
) -> bool:
    covering = [
        paint
        for paint in over
        if not paint.line and (paint.covers or paint.colour) and _share(paint.box, box) >= COVERED
    ]
    if any(paint.covers for paint in covering) and _stacked(runs, run, box):
        return True
    if pictures is None:
        return any(paint.line or paint.covers for paint in over)
    ink = region(pictures.ink, box, scale, margin=0)
    shown = _difference(region(pictures.whole, box, scale, margin=0), region(pictures.bare, box, scale, margin=0))
    if not ink.size or int(ink.max()) < LEAST_INK:
        return bool(covering) and (not shown.size or int(shown.max()) < FLAT)
    body = ink >= BODY * int(ink.max())
    lost = body & (shown < np.maximum(FLAT, LEFT * ink))
    return float(lost.sum()) >= LOST * float(body.sum())


def _stacked(runs: Sequence[Run], run: Run, box: Box) -> bool:
    """Whether other text stands in the same place: there, the page changes without it too."""
    return any(other.order > run.order and not other.invisible and _share(other.box, box) > 0.3 for other in runs)


def _share(cover: Box, box: Box) -> float:
    return float(shares(np.array([cover]), box)[0])


def _inside(box: Box, quads: Sequence[pymupdf.Rect]) -> bool:
    centre = pymupdf.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return any(centre in quad for quad in quads)


def _taken_back(page: pymupdf.Page) -> list[pymupdf.Rect]:
    """Where annotations strike text out, mark it for redaction, or stamp it."""
    boxes: list[pymupdf.Rect] = []
    for annotation in page.annots(types=TAKEN_BACK):
        corners = annotation.vertices or ()
        quads = [corners[start : start + 4] for start in range(0, len(corners) - 3, 4)]
        boxes += [pymupdf.Quad(quad).rect for quad in quads] or [annotation.rect]
    return boxes


def _pictures(page: pymupdf.Page) -> _Pictures | None:
    """None where MuPDF cannot take the page apart."""
    try:
        with _copied(page) as copy:
            bare = _redacted(copy, text=True, rest=False)
        with _copied(page) as copy:
            copy.xref_set_key(copy[0].xref, "Annots", "null")
            letters = _redacted(copy, text=False, rest=True)
            paper = _redacted(copy, text=True, rest=True)
        return _Pictures(whole=picture_of(page), bare=bare, ink=_difference(letters, paper))
    except TROUBLE:
        return None


@contextmanager
def _copied(page: pymupdf.Page) -> Iterator[pymupdf.Document]:
    """The page in a document of its own; ValueError where its annotations do not come with it."""
    with pymupdf.open() as document:
        document.insert_pdf(page.parent, from_page=page.number, to_page=page.number)
        if len(list(annotation_boxes(document[0]))) != len(list(annotation_boxes(page))):
            raise ValueError
        yield document


def _redacted(document: pymupdf.Document, *, text: bool, rest: bool) -> Picture:
    """Take its text out of a document's one page, or the rest of what it paints; its picture, with annotations."""
    xref = document[0].xref
    kind, annotations = document.xref_get_key(xref, "Annots")
    document.xref_set_key(xref, "Annots", "null")  # MuPDF removes some of them while it redacts
    page = document[0]
    page.add_redact_annot(page.rect, fill=False)
    page.apply_redactions(
        images=pymupdf.PDF_REDACT_IMAGE_REMOVE if rest else pymupdf.PDF_REDACT_IMAGE_NONE,
        graphics=pymupdf.PDF_REDACT_LINE_ART_REMOVE_IF_TOUCHED if rest else pymupdf.PDF_REDACT_LINE_ART_NONE,
        text=pymupdf.PDF_REDACT_TEXT_REMOVE if text else pymupdf.PDF_REDACT_TEXT_NONE,
    )
    del page
    document.xref_set_key(xref, "Annots", "null" if kind == "null" else annotations)
    return picture_of(document[0])


def _difference(one: Picture, other: Picture) -> Picture:
    """How far two pictures are apart, a pixel at a time, in the channel that tells most: rows, columns."""
    apart: Picture = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2).astype(np.uint8)
    return apart
