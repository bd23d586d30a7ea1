"""Text that a page holds and no reader sees: how a poisoned document talks past its reader.

Each run of letters is judged by how it is painted (invisible mode, opacity, size, colour against what lies under it)
and by the page's picture: where that shows no ink, there is nothing to read. What is painted later, annotations
included, covers letters of whose ink it leaves too little (covering.py). Text in invisible mode stays where a scan lies
under it, for that is how a searchable scan is made; it must show ink where the text says that words stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pymupdf

from lentigo.retrieval.covering import COVERED, FLAT, covered_letters
from lentigo.retrieval.painting import (
    Box,
    Letter,
    Paint,
    Picture,
    Run,
    paints_of,
    picture_of,
    region,
    runs_of,
    scale_of,
    shares,
)

TINY = 3.0  # points
FAINT = 0.1  # opacity
LEAST_CONTRAST = 1.25  # WCAG's contrast ratio; pale grey (0.9) on white has 1.26
LEAST_DIFFERENCE = 0.25  # of a colour channel: yellow on white has no contrast, and can be read
DARK = 0.5  # of every colour channel
CLEAR = 128  # steps of 255
INK = 40  # steps of 255 between the print and the paper of a scan
PAGE_PICTURE = 0.7  # share of the page that a scan covers
DECODED_BYTES = 150_000_000  # larger pictures are not decoded to look at them
FEWEST_PATHS = 3  # fewer are a rule or a frame around nothing
THIN = 0.5  # points
READABLE_PIXELS = 4.0  # smaller letters leave no sure ink
WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    """Where a page's letters stand that no reader sees, in points of the unrotated page.

    Of these, `covered` are those over which a reader sees something else, so that he knows that something stood there.
    """

    letters: frozenset[Letter]
    covered: frozenset[Letter]
    seen: frozenset[Letter]
    boxes: tuple[Box, ...]
    says_something: bool  # letters or digits that are known

    def holds(self, origin: tuple[float, float], text: str, box: Box) -> bool:
        """Whether a letter is hidden. MuPDF places ligatures and vertical letters anew: those go by their box."""
        letter = (*origin, text)
        if letter in self.seen:
            return False
        if letter in self.letters:
            return True
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self.boxes)

    def covers(self, origin: tuple[float, float], text: str) -> bool:
        """Whether something is painted over a hidden letter; of one that MuPDF placed anew, that is not known."""
        letter = (*origin, text)
        return letter in self.covered or letter not in self.letters


def find_hidden_text(page: pymupdf.Page, drawings: Sequence[dict[str, Any]]) -> HiddenText | None:
    """Judge all text of an unrotated page; None where everything can be seen. `drawings` are what MuPDF lists."""
    runs = runs_of(page)
    if not runs:
        return None
    paints = paints_of(page, drawings)
    eye = _Eye(page, [paint for paint in paints if not paint.line])
    visible = [run for run in runs if eye.sees(run)]
    covered = covered_letters(page, runs, paints)
    if len(visible) == len(runs) and not covered:
        return None
    seen = frozenset(letter for run in visible for letter, _ in run.letters if letter not in covered)
    hidden = {letter: box for run in runs for letter, box in run.letters if letter not in seen}
    if not hidden:
        return None
    known = {pair[0] for run in runs for pair, said in zip(run.letters, run.said, strict=True) if said}
    return HiddenText(
        letters=frozenset(hidden),
        covered=covered,
        seen=seen,
        boxes=tuple(hidden.values()),
        says_something=not known.isdisjoint(hidden),
    )


def shows_ink(page: pymupdf.Page, box: Box) -> bool:
    """Whether something can be seen in a part of a page."""
    pixels = page.get_pixmap(clip=pymupdf.Rect(box), colorspace=pymupdf.csRGB, alpha=False)
    samples = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(-1, 3)
    return bool(samples.size) and int(np.ptp(samples, axis=0).max()) >= FLAT


def shows_anything(page: pymupdf.Page) -> bool:
    """Whether something is drawn on a page: a picture, or lines and fills that can be seen."""
    kinds = [entry[0] for entry in page.get_bboxlog()]
    if any("image" in kind or "imgmask" in kind or "shade" in kind for kind in kinds):
        return True
    paths = sum(kind.endswith("-path") for kind in kinds)
    return paths >= FEWEST_PATHS and int(np.ptp(picture_of(page))) >= FLAT


class _Eye:
    """Looks at one page."""

    def __init__(self, page: pymupdf.Page, paints: Sequence[Paint]) -> None:
        self._bounds: Box = tuple(page.rect)
        self._paints = paints
        self._boxes = np.array([paint.box for paint in paints] or np.empty((0, 4)), dtype=float)
        self._orders = np.array([paint.order for paint in paints])
        self._scale = scale_of(page)
        self._pixels = picture_of(page) if _may_decode(page) else None
        self._is_scan = _picture_share(page.rect, paints) >= PAGE_PICTURE

    def sees(self, run: Run) -> bool:
        """Whether a run of letters can be seen, as far as it is not covered by what is painted later."""
        if run.invisible:
            return self._is_scan and self._over_picture(run) and self._contrast(run.box, margin=2) >= INK
        if run.opacity < FAINT or run.size < TINY or not self._on_page(run.box):
            return False
        return self._shows_ink(run) and not all(ground and _alike(run.colour, ground) for ground in self._grounds(run))

    def _shows_ink(self, run: Run) -> bool:
        """Whether the page's picture differs, under the letters, from one colour and from the letters' colour."""
        pixels = self._region(run.box, margin=0)
        thin = min(run.box[2] - run.box[0], run.box[3] - run.box[1]) < THIN  # marks set over other letters
        if pixels is None or thin or run.size * self._scale < READABLE_PIXELS:
            return True
        if not pixels.size:
            return False
        green = pixels[:, :, 1]  # one channel settles what is dark on light, and so nearly all text
        if max(run.colour) < DARK and int(green.max()) - int(green.min()) >= CLEAR:
            return True
        low, high = pixels.min((0, 1)), pixels.max((0, 1))
        if int((high - low).max()) < FLAT:
            return False
        return not all(_alike(run.colour, tuple((edge / 255).tolist())) for edge in (low, high))

    def _on_page(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self._bounds[0] < x < self._bounds[2] and self._bounds[1] < y < self._bounds[3]

    def _over_picture(self, run: Run) -> bool:
        covers = zip(shares(self._boxes, run.box), self._paints, strict=True)
        return any(share > COVERED and not paint.colour for share, paint in covers)

    def _grounds(self, run: Run) -> list[tuple[float, ...] | None]:
        """The colours that may lie under a run: those of all fills under it since the last one that covers it."""
        grounds: list[tuple[float, ...] | None] = [WHITE]
        if not self._paints or self._orders[0] > run.order:
            return grounds
        under = shares(self._boxes, run.box)
        for index in np.flatnonzero((under > 0.0) & (self._orders < run.order)).tolist():
            paint = self._paints[index]
            if paint.covers and under[index] > 0.98:
                grounds = []
            grounds.append(paint.colour)
        return grounds

    def _contrast(self, box: Box, *, margin: int) -> int:
        pixels = self._region(box, margin=margin)
        if pixels is None:
            return 255
        return int(np.ptp(pixels, axis=(0, 1)).max()) if pixels.size else 0

    def _region(self, box: Box, *, margin: int) -> Picture | None:
        return None if self._pixels is None else region(self._pixels, box, self._scale, margin=margin)


@lru_cache(maxsize=10_000)
def _alike(colour: tuple[float, ...], ground: tuple[float, ...]) -> bool:
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    difference = max(abs(one - other) for one, other in zip(colour, ground, strict=True))
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST and difference < LEAST_DIFFERENCE


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _may_decode(page: pymupdf.Page) -> bool:
    sizes = [image["width"] * image["height"] * max(image["colorspace"], 1) for image in page.get_image_info()]
    return max(sizes, default=0) <= DECODED_BYTES


def _picture_share(page: pymupdf.Rect, paints: Sequence[Paint]) -> float:
    """How much of the page lies under pictures, on a grid of 20 by 20."""
    grid = np.zeros((20, 20), dtype=bool)
    for paint in paints:
        if paint.colour is None:
            x0, x1 = (round(20 * (x - page.x0) / max(page.width, 1.0)) for x in (paint.box[0], paint.box[2]))
            y0, y1 = (round(20 * (y - page.y0) / max(page.height, 1.0)) for y in (paint.box[1], paint.box[3]))
            grid[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = True
    return float(grid.mean())
