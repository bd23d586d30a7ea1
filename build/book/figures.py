"""The handbook's own drawings, by the name that a chapter gives them."""

from collections.abc import Callable
from dataclasses import dataclass

import pymupdf
from book.canvas import Canvas
from book.draw_camera import hold_the_camera, three_pictures
from book.draw_dermoscopy import dermoscopic_structures
from book.draw_lesions import arrangements, primary_lesions, shapes_and_borders
from book.draw_tones import nail_stripes, redness_by_tone

DRAWINGS: dict[str, Callable[[], Canvas]] = {
    "primary-lesions": primary_lesions,
    "shapes-and-borders": shapes_and_borders,
    "arrangements": arrangements,
    "dermoscopic-structures": dermoscopic_structures,
    "hold-the-camera": hold_the_camera,
    "three-pictures": three_pictures,
    "redness-by-tone": redness_by_tone,
    "nail-stripes": nail_stripes,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing as a PDF of one page; its size in points."""

    document: pymupdf.Document
    width: float
    height: float


def draw_figure(name: str) -> Figure:
    """Draw it; an unknown name is an error here."""
    if name not in DRAWINGS:
        raise SystemExit(f"No drawing is called {name} ({', '.join(DRAWINGS)}).")
    document = DRAWINGS[name]().finished()
    size = document[0].rect
    return Figure(document=document, width=size.width, height=size.height)
