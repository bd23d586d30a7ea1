"""What a page paints, in the order of painting: runs of letters, and fills, pictures and annotations around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

SOLID = 0.9  # opacity from which a box hides what is under it
THICK = 2.0  # points, from which a line can hide a letter
PIXELS = 2_000_000  # a page's picture has no more
INVISIBLE_MODE = 3
LAST = 1 << 40  # the order of annotations: above the page

Letter = tuple[float, float, str]  # where it starts, and which it is: letters may stand one on the other
Box = tuple[float, float, float, float]
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """A fill, line, picture or annotation. `colour` is None where it has many."""

    order: int
    box: Box
    colour: tuple[float, ...] | None
    covers: bool  # all of its box, without showing what is under it
    line: bool = False  # a line or an annotation: something of its box is painted, perhaps little


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Letters painted at once."""

    order: int
    invisible: bool
    opacity: float
    size: float
    colour: tuple[float, ...]
    box: Box
    letters: tuple[tuple[Letter, Box], ...]
    said: tuple[bool, ...]  # whether each is a known letter or digit


def runs_of(page: pymupdf.Page) -> list[Run]:
    """All letters of a page, those of its annotations included."""
    return [run for span in page.get_texttrace() if (run := _run(span))]


def _run(span: dict[str, Any]) -> Run | None:
    chars = [char for char in span["chars"] if not chr(max(char[0], 0)).isspace()]
    if not chars:
        return None
    letters = tuple(((*char[2], chr(max(char[0], 0))), char[3]) for char in chars)
    return Run(
        order=span["seqno"],
        invisible=span["type"] == INVISIBLE_MODE,
        opacity=span["opacity"],
        size=span["size"],
        colour=tuple(span["color"]),
        box=around([box for _, box in letters]),
        letters=letters,
        said=tuple(chr(max(char[0], 0)).isalnum() for char in chars),
    )


def paints_of(page: pymupdf.Page, drawings: Sequence[dict[str, Any]]) -> list[Paint]:
    """What is painted over areas of the page, in the order of painting. `drawings` are what MuPDF lists."""
    log = page.get_bboxlog()
    images = [order for order, entry in enumerate(log) if entry[0] in ("fill-image", "fill-imgmask", "fill-shade")]
    masked = {_whole(image["bbox"]) for image in page.get_image_info() if image["has-mask"]} if images else set()
    paints = [
        Paint(
            order=order,
            box=log[order][1],
            colour=None,
            covers=log[order][0] == "fill-image" and _whole(log[order][1]) not in masked,
        )
        for order in images
    ]
    paints += [_fill(drawing) for drawing in drawings if drawing.get("fill") is not None]
    paints += [_line(drawing) for drawing in drawings if (drawing.get("width") or 0.0) >= THICK]
    paints += [Paint(order=LAST, box=box, colour=None, covers=False, line=True) for box in annotation_boxes(page)]
    return sorted(paints, key=lambda paint: paint.order)


def annotation_boxes(page: pymupdf.Page) -> Iterator[Box]:
    """Where annotations and form fields stand."""
    for annotation in page.annots():
        yield tuple(annotation.rect)
    for field in page.widgets():
        yield tuple(field.rect)


def _whole(box: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(value) for value in box)


def _fill(drawing: dict[str, Any]) -> Paint:
    rectangle = all(item[0] in ("re", "qu") for item in drawing["items"]) and len(drawing["items"]) == 1
    solid = (drawing.get("fill_opacity") or 0.0) >= SOLID
    colour = tuple(drawing["fill"]) if solid else None
    return Paint(order=drawing["seqno"], box=drawing["rect"], colour=colour, covers=rectangle and solid)


def _line(drawing: dict[str, Any]) -> Paint:
    x0, y0, x1, y1 = drawing["rect"]
    half = drawing["width"] / 2
    box = (x0 - half, y0 - half, x1 + half, y1 + half)
    return Paint(order=drawing["seqno"], box=box, colour=None, covers=False, line=True)


def around(boxes: Sequence[Box]) -> Box:
    """The box of all boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def shares(boxes: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """How much of a box each of the boxes covers, from 0 to 1."""
    width = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    height = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1e-6)
    found: NDArray[np.float64] = np.maximum(width, 0.0) * np.maximum(height, 0.0) / area
    return found


def scale_of(page: pymupdf.Page) -> float:
    """Pixels a point in a page's picture."""
    return float(min(1.0, (PIXELS / max(page.rect.width * page.rect.height, 1.0)) ** 0.5))


def picture_of(page: pymupdf.Page) -> Picture:
    """The page as it looks, with its annotations: rows, columns, red green blue."""
    scale = scale_of(page)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    samples = np.frombuffer(pixels.samples, dtype=np.uint8)
    return samples.reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width].reshape(pixels.height, pixels.width, 3)


def region(pixels: Picture, box: Box, scale: float, *, margin: int) -> Picture:
    """The part of a page's picture under a box, a few pixels wider."""
    x0, y0 = (max(0, int(value * scale) - margin) for value in box[:2])
    x1, y1 = (max(0, int(value * scale) + 1 + margin) for value in box[2:])
    return pixels[y0:y1, x0:x1]
