"""A small drawing board: shapes, and words that become shapes, so that a search finds captions and not labels."""

from collections.abc import Sequence
from math import cos, pi, sin

import pymupdf
from book.style import BOLD, REGULAR

Point = tuple[float, float]
PAPER = "#ffffff"
LINE = "#3f474d"
WORDS = "#21262b"
CORNERS = 48  # of a blob


class Canvas:
    """Draws from the back to the front; points from the top left."""

    def __init__(self, width: float, height: float) -> None:
        self._document = pymupdf.open()
        self._page = self._document.new_page(width=width, height=height)
        for name in (REGULAR, BOLD):
            self._page.insert_font(fontname=name, fontbuffer=pymupdf.Font(name).buffer)
        self._shape = self._page.new_shape()

    def polygon(
        self, points: Sequence[Point], fill: str = "", *, line: str = "", weight: float = 0.6, opacity: float = 1
    ) -> None:
        """Closed, straight from point to point."""
        self._shape.draw_polyline([*points, points[0]])
        self._finish(fill, line, weight, opacity)

    def line(self, points: Sequence[Point], line: str = LINE, *, weight: float = 0.8, opacity: float = 1) -> None:
        """Open, straight from point to point, with round ends."""
        self._shape.draw_polyline(points)
        self._finish("", line, weight, opacity)

    def rectangle(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: str = "",
        *,
        line: str = "",
        opacity: float = 1,
    ) -> None:
        """With square corners."""
        self._shape.draw_rect(pymupdf.Rect(left, top, left + width, top + height))
        self._finish(fill, line, 0.5, opacity)

    def ellipse(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        fill: str = "",
        *,
        line: str = "",
        weight: float = 0.6,
        opacity: float = 1,
    ) -> None:
        """Around a point; `across` and `down` are half its width and height."""
        self._shape.draw_oval(pymupdf.Rect(x - across, y - down, x + across, y + down))
        self._finish(fill, line, weight, opacity)

    def mask(self, x: float, y: float, radius: float) -> None:
        """Leave only what stands in a circle, of a square around it that is a little larger."""
        side = radius + 12
        self._shape.draw_rect(pymupdf.Rect(x - side, y - side, x + side, y + side))
        self._shape.draw_circle((x, y), radius)
        self._shape.finish(fill=rgb(PAPER), color=None, even_odd=True)
        self.ellipse(x, y, radius, radius, line=LINE, weight=0.9)

    def words(
        self, x: float, y: float, words: str, *, size: float = 8, bold: bool = False, colour: str = WORDS
    ) -> None:
        """One line, centred on `x`, its baseline on `y`."""
        name = BOLD if bold else REGULAR
        width = pymupdf.Font(name).text_length(words, fontsize=size)
        self._shape.insert_text((x - width / 2, y), words, fontname=name, fontsize=size, color=rgb(colour))

    def finished(self) -> pymupdf.Document:
        """A PDF of one page, its words as outlines."""
        self._shape.commit()
        picture = self._page.get_svg_image(text_as_path=True).encode()
        return pymupdf.open("pdf", pymupdf.open("svg", picture).convert_to_pdf())

    def _finish(self, fill: str, line: str, weight: float, opacity: float) -> None:
        self._shape.finish(
            fill=rgb(fill) if fill else None,
            color=rgb(line) if line else None,
            width=weight,
            lineCap=1,
            lineJoin=1,
            closePath=False,
            fill_opacity=opacity,
            stroke_opacity=opacity,
        )


def rgb(colour: str) -> tuple[float, float, float]:
    """ "#rrggbb" as shares of 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def blob(x: float, y: float, across: float, down: float, unevenness: float = 0, turn: float = 0) -> list[Point]:
    """A closed outline; the more uneven, the further it leaves the ellipse (0 to about 0.3)."""
    outline = []
    for step in range(CORNERS):
        angle = 2 * pi * step / CORNERS
        reach = 1 + unevenness * (sin(3 * angle + turn) + 0.7 * sin(5 * angle + 2 * turn) + 0.4 * cos(2 * angle)) / 1.6
        outline.append((x + across * reach * cos(angle), y + down * reach * sin(angle)))
    return outline


def scatter(count: int, turn: float = 0) -> list[Point]:
    """Evenly irregular places in the unit circle (sunflower order)."""
    return [
        (((n + 0.5) / count) ** 0.5 * cos(2.39996 * n + turn), ((n + 0.5) / count) ** 0.5 * sin(2.39996 * n + turn))
        for n in range(count)
    ]
