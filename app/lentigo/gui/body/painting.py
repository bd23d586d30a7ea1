"""Paints the drawings in the palette's colours, so that they turn dark with the window."""

from functools import cache, reduce

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen, QPolygonF, QTransform

from lentigo.domain.body import Pin, Region, Side
from lentigo.figures.figure import Figure, Line

_EDGE, _FINE = 1.6, 1.0  # pixels
_FAINT = 0.6  # how much of a line's colour a fine one keeps
_TINT = 0.22  # of the accent, on a region
_DOT, _RING = 3.0, 7.0  # pixels


def place_in(figure: Figure, room: QRectF) -> QTransform:
    """From the drawing's points to the middle of some room, as large as that allows."""
    scale = min(room.width() / figure.width, room.height() / figure.height)
    placed = QTransform.fromTranslate(room.center().x(), room.center().y() - scale * figure.height / 2)
    return placed.scale(scale, scale)


def paint_figure(painter: QPainter, figure: Figure, place: QTransform, palette: QPalette) -> None:
    """The drawing alone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText)
    painter.setPen(_pen(edge, _EDGE))
    painter.setBrush(palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base))
    outlines, details = _paths(figure)
    for path in outlines:
        painter.drawPath(place.map(path))
    fine = QColor(edge)
    fine.setAlphaF(_FAINT)
    painter.setPen(_pen(fine, _FINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path in details:
        painter.drawPath(place.map(path))


def paint_region(painter: QPainter, figure: Figure, place: QTransform, palette: QPalette, pin: Pin) -> None:
    """The region that a pin lies in, on its side, in a tint of the accent."""
    tint = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
    tint.setAlphaF(_TINT)
    painter.fillPath(place.map(_region(figure, pin.region, pin.side)), tint)


def paint_pin(painter: QPainter, figure: Figure, place: QTransform, palette: QPalette, pin: Pin) -> None:
    """A dot at the very place, and a ring that is seen from afar."""
    where = place.map(QPointF(*figure.point_of(pin.x, pin.y)))
    accent = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
    around = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((around, 5.0), (accent, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(where, _RING, _RING)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawEllipse(where, _DOT, _DOT)


@cache
def _paths(figure: Figure) -> tuple[tuple[QPainterPath, ...], tuple[QPainterPath, ...]]:
    return tuple(map(_path, figure.all_outlines)), tuple(map(_path, figure.all_details))


@cache
def _surface(figure: Figure) -> QPainterPath:
    return reduce(QPainterPath.united, _paths(figure)[0])


@cache
def _region(figure: Figure, region: Region, side: Side) -> QPainterPath:
    """What of a region is on the body, and not another's that goes before it."""
    shape, before = QPainterPath(), QPainterPath()
    for named in dict.fromkeys(named for named, _ in figure.regions):
        for corners in figure.shapes(named, side):
            outline = QPainterPath()
            outline.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            outline.closeSubpath()
            if named is region:
                shape = shape.united(outline.subtracted(before))
            else:
                before = before.united(outline)
        if named is region:
            break
    return shape.intersected(_surface(figure))


def _path(line: Line) -> QPainterPath:
    curves = line.curves
    path = QPainterPath(QPointF(*curves[0].start))
    for curve in curves:
        path.cubicTo(QPointF(*curve.first), QPointF(*curve.second), QPointF(*curve.end))
    if line.closed:
        path.closeSubpath()
    return path


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
