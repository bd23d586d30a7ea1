"""The report's pages as pictures, for a printer that takes no PDF."""

import math

import pymupdf

from lentigo.domain.photograph import Raster

_DOTS = 200  # to the inch: sharp on paper
_MOST_BYTES = 160_000_000  # of all pages together, which cross to the window at once


def page_pictures(pdf: bytes) -> tuple[Raster, ...]:
    """Each page of a PDF that this program made; a very long report is drawn with fewer dots."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        inches = sum(page.rect.width * page.rect.height for page in document) / 72**2
        dots = min(_DOTS, math.isqrt(int(_MOST_BYTES / (3 * inches))))
        drawn = (page.get_pixmap(dpi=dots, alpha=False) for page in document)
        return tuple(Raster(width=each.width, height=each.height, rgb=each.samples) for each in drawn)
