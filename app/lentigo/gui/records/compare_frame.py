"""How two photographs lie in one plane, and which part of it is looked at: what zooms or moves one moves the other."""

from enum import IntEnum, StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QTransform

from lentigo.domain.alignment import Point, Similarity, fitted

_LARGEST, _SMALLEST = 12.0, 0.02  # screen pixels a pixel of the later photograph


class Side(IntEnum):
    """Which of the two photographs."""

    BEFORE = 0
    NOW = 1


class Manner(StrEnum):
    """How the two are shown."""

    BESIDE = "beside"
    WIPE = "wipe"
    BLINK = "blink"
    OVERLAY = "overlay"


class CompareFrame:
    """The plane has the later photograph's pixels. `similarity` brings the earlier one into it."""

    def __init__(self) -> None:
        self.sizes = [QSize(), QSize()]
        self.similarity = Similarity(turn=1 + 0j, shift=0j)
        self.zoom = 1.0
        self.centre = QPointF()
        self.fits = True

    def place(self, similarity: Similarity | None) -> None:
        """Lay the earlier photograph where landmarks say; None: middle on middle."""
        before, now = self.sizes
        if similarity is None and not before.isEmpty() and not now.isEmpty():
            similarity = fitted((before.width(), before.height()), (now.width(), now.height()))
        self.similarity = similarity or Similarity(turn=1 + 0j, shift=0j)

    def fit(self, room: QRect) -> None:
        """Show the whole of the later photograph, or of the only one."""
        size = self.sizes[Side.NOW] if not self.sizes[Side.NOW].isEmpty() else self.sizes[Side.BEFORE]
        self.fits = True
        if size.isEmpty() or room.isEmpty():
            return
        self.centre = QRectF(0, 0, size.width(), size.height()).center()
        self.zoom = min(room.width() / size.width(), room.height() / size.height())

    def zoom_to(self, zoom: float, anchor: QPointF, panel: QRect) -> None:
        """As large as this, and what lies under a place of the panel stays there."""
        kept = self._plane(panel).inverted()[0].map(anchor)
        self.zoom = min(max(zoom, _SMALLEST), _LARGEST)
        self.centre += kept - self._plane(panel).inverted()[0].map(anchor)
        self.fits = False

    def move(self, across: float, down: float) -> None:
        """Both photographs, by screen pixels."""
        self.centre -= QPointF(across, down) / self.zoom
        self.fits = False

    def transform(self, side: Side, panel: QRect) -> QTransform:
        """From a photograph's pixels to the screen."""
        if side is Side.NOW:
            return self._plane(panel)
        turn, shift = self.similarity.turn, self.similarity.shift
        return QTransform(turn.real, turn.imag, -turn.imag, turn.real, shift.real, shift.imag) * self._plane(panel)

    def point(self, side: Side, panel: QRect, place: QPointF) -> Point | None:
        """Which of a photograph's pixels is seen at a place of the panel; None beside it."""
        found = self.transform(side, panel).inverted()[0].map(place)
        size = self.sizes[side]
        inside = QRectF(0, 0, size.width(), size.height()).contains(found)
        return Point(x=found.x(), y=found.y()) if inside else None

    def _plane(self, panel: QRect) -> QTransform:
        middle = QRectF(panel).center()
        plane = QTransform.fromTranslate(middle.x(), middle.y())
        plane.scale(self.zoom, self.zoom)
        return plane.translate(-self.centre.x(), -self.centre.y())
