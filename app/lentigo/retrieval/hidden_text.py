"""Text that a page holds and no reader sees: how a poisoned document talks past its reader.

Each run of letters is judged by how it is painted (invisible mode, opacity, size, colour against what lies under it)
and by the page's picture: where that shows no ink, there is nothing to read. Letters under a picture or box painted
later are hidden if the page looks the same without them. Text in invisible mode stays where a scan lies under it,
for that is how a searchable scan is made; it must show ink where the text says that words stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

TINY = 3.0  # points
FAINT = 0.1  # opacity
SOLID = 0.9  # opacity from which a box hides what is under it
LEAST_CONTRAST = 1.25  # WCAG's contrast ratio; pale grey (0.9) on white has 1.26
LEAST_DIFFERENCE = 0.25  # of a colour channel: yellow on white has no contrast, and can be read
FLAT = 8  # steps of 255: less difference is no ink
DARK = 0.5  # of every colour channel
CLEAR = 128  # steps of 255
INK = 40  # steps of 255 between the print and the paper of a scan
PAGE_PICTURE = 0.7  # share of the page that a scan covers
COVERED = 0.6  # share of a letter's box
PIXELS = 2_000_000  # a page's picture has no more
DECODED_BYTES = 150_000_000  # larger pictures are not decoded to look at them
FEWEST_PATHS = 3  # fewer are a rule or a frame around nothing
THIN = 0.5  # points
READABLE_PIXELS = 4.0  # smaller letters leave no sure ink
INVISIBLE_MODE = 3
WHITE = (1.0, 1.0, 1.0)

Letter = tuple[float, float, str]  # where it starts, and which it is: letters may stand one on the other
Box = tuple[float, float, float, float]
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    """Where a page's letters stand that no reader sees, in points of the unrotated page."""

    letters: frozenset[Letter]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paint:
    """A fill or picture. `colour` is None where it has many."""

    order: int
    box: Box
    colour: tuple[float, ...] | None
    covers: bool  # all of its box, without showing what is under it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Letters painted at once."""

    order: int
    invisible: bool
    opacity: float
    size: float
    colour: tuple[float, ...]
    box: Box
    letters: tuple[tuple[Letter, Box], ...]
    said: tuple[bool, ...]  # whether each is a known letter or digit


def find_hidden_text(page: pymupdf.Page, drawings: Sequence[dict[str, Any]]) -> HiddenText | None:
    """Judge all text of an unrotated page; None where everything can be seen. `drawings` are what MuPDF lists."""
    runs = [run for span in page.get_texttrace() if (run := _run(span))]
    if not runs:
        return None
    eye = _Eye(page, _paints(page, drawings))
    verdicts = [eye.sees(run) for run in runs]
    doubtful = [run for run, seen in zip(runs, verdicts, strict=True) if seen and eye.may_cover(run)]
    covered = _covered(page, eye, runs, doubtful) if doubtful else frozenset()
    hidden: dict[Letter, Box] = {}
    seen: set[Letter] = set()
    for run, visible in zip(runs, verdicts, strict=True):
        for letter, box in run.letters:
            if visible and letter not in covered:
                seen.add(letter)
            else:
                hidden[letter] = box
    return _hidden_text(runs, hidden, frozenset(seen))


def _hidden_text(runs: Sequence[_Run], hidden: dict[Letter, Box], seen: frozenset[Letter]) -> HiddenText | None:
    boxes = {letter: box for letter, box in hidden.items() if letter not in seen}
    if not boxes:
        return None
    known = {pair[0] for run in runs for pair, said in zip(run.letters, run.said, strict=True) if said}
    return HiddenText(
        letters=frozenset(hidden), seen=seen, boxes=tuple(boxes.values()), says_something=not known.isdisjoint(boxes)
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
    return paths >= FEWEST_PATHS and int(np.ptp(_picture(page))) >= FLAT


def _run(span: dict[str, Any]) -> _Run | None:
    chars = [char for char in span["chars"] if not chr(max(char[0], 0)).isspace()]
    if not chars:
        return None
    letters = tuple(((*char[2], chr(max(char[0], 0))), char[3]) for char in chars)
    return _Run(
        order=span["seqno"],
        invisible=span["type"] == INVISIBLE_MODE,
        opacity=span["opacity"],
        size=span["size"],
        colour=tuple(span["color"]),
        box=_union([box for _, box in letters]),
        letters=letters,
        said=tuple(chr(max(char[0], 0)).isalnum() for char in chars),
    )


def _union(boxes: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _paints(page: pymupdf.Page, drawings: Sequence[dict[str, Any]]) -> list[_Paint]:
    """What is painted over areas of the page, in the order of painting."""
    log = page.get_bboxlog()
    images = [order for order, entry in enumerate(log) if entry[0] in ("fill-image", "fill-imgmask", "fill-shade")]
    masked = {_whole(image["bbox"]) for image in page.get_image_info() if image["has-mask"]} if images else set()
    paints = [
        _Paint(
            order=order,
            box=log[order][1],
            colour=None,
            covers=log[order][0] == "fill-image" and _whole(log[order][1]) not in masked,
        )
        for order in images
    ]
    paints += [_fill(drawing) for drawing in drawings if drawing.get("fill") is not None]
    return sorted(paints, key=lambda paint: paint.order)


def _whole(box: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(value) for value in box)


def _fill(drawing: dict[str, Any]) -> _Paint:
    rectangle = all(item[0] in ("re", "qu") for item in drawing["items"]) and len(drawing["items"]) == 1
    solid = (drawing.get("fill_opacity") or 0.0) >= SOLID
    colour = tuple(drawing["fill"]) if solid else None
    return _Paint(order=drawing["seqno"], box=drawing["rect"], colour=colour, covers=rectangle and solid)


class _Eye:
    """Looks at one page."""

    def __init__(self, page: pymupdf.Page, paints: Sequence[_Paint]) -> None:
        self._bounds: Box = tuple(page.rect)
        self._paints = paints
        self._boxes = np.array([paint.box for paint in paints] or np.empty((0, 4)), dtype=float)
        self._orders = np.array([paint.order for paint in paints])
        self.scale = _scale(page)
        self._pixels = _picture(page) if _may_decode(page) else None
        self._is_scan = _picture_share(page.rect, paints) >= PAGE_PICTURE

    def sees(self, run: _Run) -> bool:
        """Whether a run of letters can be seen, as far as it is not covered by what is painted later."""
        if run.invisible:
            return self._is_scan and self._over_picture(run) and self._contrast(run.box, margin=2) >= INK
        if run.opacity < FAINT or run.size < TINY or not self._on_page(run.box):
            return False
        return self._shows_ink(run) and not all(ground and _alike(run.colour, ground) for ground in self._grounds(run))

    def _shows_ink(self, run: _Run) -> bool:
        """Whether the page's picture differs, under the letters, from one colour and from the letters' colour."""
        pixels = self._region(run.box, margin=0)
        thin = min(run.box[2] - run.box[0], run.box[3] - run.box[1]) < THIN  # marks set over other letters
        if pixels is None or thin or run.size * self.scale < READABLE_PIXELS:
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

    def may_cover(self, run: _Run) -> bool:
        """Whether something solid is painted later over some of the letters."""
        if run.invisible or not self._paints or self._orders[-1] < run.order:
            return False
        near = np.flatnonzero((_shares(self._boxes, run.box) > 0.0) & (self._orders > run.order))
        return bool(near.size) and any(self.paints_over(run, box) for _, box in run.letters)

    def paints_over(self, run: _Run, box: Box) -> list[_Paint]:
        """What is painted later over a letter."""
        shares = _shares(self._boxes, box)
        later = np.flatnonzero((shares >= COVERED) & (self._orders > run.order))
        return [
            self._paints[index] for index in later.tolist() if self._paints[index].covers or self._paints[index].colour
        ]

    def _on_page(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self._bounds[0] < x < self._bounds[2] and self._bounds[1] < y < self._bounds[3]

    def _over_picture(self, run: _Run) -> bool:
        shares = _shares(self._boxes, run.box)
        return any(share > COVERED and not paint.colour for share, paint in zip(shares, self._paints, strict=True))

    def _grounds(self, run: _Run) -> list[tuple[float, ...] | None]:
        """The colours that may lie under a run: those of all fills under it since the last one that covers it."""
        grounds: list[tuple[float, ...] | None] = [WHITE]
        if not self._paints or self._orders[0] > run.order:
            return grounds
        shares = _shares(self._boxes, run.box)
        for index in np.flatnonzero((shares > 0.0) & (self._orders < run.order)).tolist():
            paint = self._paints[index]
            if paint.covers and shares[index] > 0.98:
                grounds = []
            grounds.append(paint.colour)
        return grounds

    def _contrast(self, box: Box, *, margin: int) -> int:
        pixels = self._region(box, margin=margin)
        if pixels is None:
            return 255
        return int(np.ptp(pixels, axis=(0, 1)).max()) if pixels.size else 0

    def _region(self, box: Box, *, margin: int) -> Picture | None:
        return None if self._pixels is None else region(self._pixels, box, self.scale, margin=margin)


def region(pixels: Picture, box: Box, scale: float, *, margin: int) -> Picture:
    """The part of a page's picture under a box, a few pixels wider."""
    x0, y0 = (max(0, int(value * scale) - margin) for value in box[:2])
    x1, y1 = (max(0, int(value * scale) + 1 + margin) for value in box[2:])
    return pixels[y0:y1, x0:x1]


def _shares(boxes: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """How much of a box each of the boxes covers, from 0 to 1."""
    width = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    height = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1e-6)
    shares: NDArray[np.float64] = np.maximum(width, 0.0) * np.maximum(height, 0.0) / area
    return shares


@lru_cache(maxsize=10_000)
def _alike(colour: tuple[float, ...], ground: tuple[float, ...]) -> bool:
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    difference = max(abs(one - other) for one, other in zip(colour, ground, strict=True))
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST and difference < LEAST_DIFFERENCE


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _scale(page: pymupdf.Page) -> float:
    return float(min(1.0, (PIXELS / max(page.rect.width * page.rect.height, 1.0)) ** 0.5))


def _picture(page: pymupdf.Page) -> Picture:
    """The page as it looks: rows, columns, red green blue."""
    scale = _scale(page)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    samples = np.frombuffer(pixels.samples, dtype=np.uint8)
    return samples.reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width].reshape(pixels.height, pixels.width, 3)


def _may_decode(page: pymupdf.Page) -> bool:
    sizes = [image["width"] * image["height"] * max(image["colorspace"], 1) for image in page.get_image_info()]
    return max(sizes, default=0) <= DECODED_BYTES


def _picture_share(page: pymupdf.Rect, paints: Sequence[_Paint]) -> float:
    """How much of the page lies under pictures, on a grid of 20 by 20."""
    grid = np.zeros((20, 20), dtype=bool)
    for paint in paints:
        if paint.colour is None:
            x0, x1 = (round(20 * (x - page.x0) / max(page.width, 1.0)) for x in (paint.box[0], paint.box[2]))
            y0, y1 = (round(20 * (y - page.y0) / max(page.height, 1.0)) for y in (paint.box[1], paint.box[3]))
            grid[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = True
    return float(grid.mean())


def _covered(page: pymupdf.Page, eye: _Eye, runs: Sequence[_Run], doubtful: Sequence[_Run]) -> frozenset[Letter]:
    """The letters that something painted later hides: the page looks the same without them.

    Where other text stands in the same place, the page changes without it too: there, what can cover does.
    """
    before = _picture(page)
    after = _without_text(page)
    covered: set[Letter] = set()
    for run in doubtful:
        for letter, box in run.letters:
            paints = eye.paints_over(run, box)
            stacked = any(paint.covers for paint in paints) and _stacked(runs, run, box)
            if stacked or (paints and after is not None and _unchanged(before, after, box, eye.scale)):
                covered.add(letter)
    return frozenset(covered)


def _stacked(runs: Sequence[_Run], run: _Run, box: Box) -> bool:
    return any(
        other.order > run.order and not other.invisible and float(_shares(np.array([other.box]), box)[0]) > 0.3
        for other in runs
    )


def _unchanged(before: Picture, after: Picture, box: Box, scale: float) -> bool:
    one, other = (region(pixels, box, scale, margin=0).astype(int) for pixels in (before, after))
    return not one.size or int(np.abs(one - other).max()) < FLAT


def _without_text(page: pymupdf.Page) -> Picture | None:
    """The page's picture without its text; None where MuPDF cannot take it out."""
    try:
        with pymupdf.open() as copy:
            copy.insert_pdf(page.parent, from_page=page.number, to_page=page.number)
            copy[0].add_redact_annot(copy[0].rect, fill=False)
            copy[0].apply_redactions(
                images=pymupdf.PDF_REDACT_IMAGE_NONE,
                graphics=pymupdf.PDF_REDACT_LINE_ART_NONE,
                text=pymupdf.PDF_REDACT_TEXT_REMOVE,
            )
            return _picture(copy[0])
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return None
