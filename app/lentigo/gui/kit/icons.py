"""The line icons: one set, drawn on a 20-pixel square, in the colour of the text beside them."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

SIZE = 20  # pixels

_PATHS = {
    "new": "M10 4v12M4 10h12",
    "open": "M3 15.5V5h4.5l1.7 2H17v8.5H3z",
    "paste": "M7 4.5H4.5v12h11v-12H13M7 3h6v3H7z",
    "photograph": "M3 6h3.5l1.5-2h4l1.5 2H17v10H3zM10 13.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z",
    "export": "M5 8v9h10V8M10 12V3M6.8 6 10 2.8 13.2 6",
    "edit": "M4 16l.8-3.2L13.5 4 16 6.5 7.2 15.2zM11.7 5.8l2.5 2.5",
    "folded": "M8 5l5 5-5 5",
    "unfolded": "M5 8l5 5 5-5",
    "previous": "M12 5l-5 5 5 5",
    "next": "M8 5l5 5-5 5",
    "close": "M5 5l10 10M15 5 5 15",
    "notice": "M10 3 18 16.5H2zM10 8v4M10 14v.5",
    "flag": "M5 18V3M5 3.5h10l-2.5 3.2L15 10H5",
    "zoom in": "M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12.7 12.7 17 17M9 7v4M7 9h4",
    "zoom out": "M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12.7 12.7 17 17M7 9h4",
    "fit": "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
    "body": "M10 6.6a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM4 10.2c4-2 8-2 12 0M7.6 9v4.4L8.4 18M12.4 9v4.4L11.6 18",
    "book": "M10 5.5C8 4 5.5 3.7 3 4v11.5c2.5-.3 5 0 7 1.5 2-1.5 4.5-1.8 7-1.5V4c-2.5-.3-5 0-7 1.5zM10 5.5V17",
    "chip": "M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3",
    "check": "M4 10.5 8.2 14.7 16 6",
    "cases": "M3 4.5h4v4H3zM3 11.5h4v4H3zM10 5.5h7M10 8h4M10 12.5h7M10 15h4",
    "batch": "M3 5h3v3H3zM3 12h3v3H3zM9 6.5h8M9 13.5h8M13 10l2.5 3.5M7.5 3.5v13",
    "compare": "M3 4.5h5.5v11H3zM11.5 4.5H17v11h-5.5zM10 2.5v15",
    "person": "M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 17c.6-3.4 3-5 6.5-5s5.9 1.6 6.5 5",
    "up": "M10 16V4M5 9l5-5 5 5",
    "down": "M10 4v12M5 11l5 5 5-5",
    "stop": "M5.5 5.5h9v9h-9z",
}

NAMES = tuple(_PATHS)


def pixmap(name: str, colour: QColor, ratio: float = 1.0, size: int = SIZE) -> QPixmap:
    """The icon, `size` pixels square before the screen's `ratio`; drawn once, for buttons ask often."""
    drawn, key = QPixmap(), f"{name} {colour.name()} {ratio} {size}"
    if QPixmapCache.find(key, drawn):
        return drawn
    drawn = _drawn(name, colour, ratio, size)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, colour: QColor, disabled: QColor, ratio: float = 1.0) -> QIcon:
    """The icon for a button."""
    built = QIcon(pixmap(name, colour, ratio))
    built.addPixmap(pixmap(name, disabled, ratio), QIcon.Mode.Disabled)
    return built


def _drawn(name: str, colour: QColor, ratio: float, size: int) -> QPixmap:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="{_PATHS[name]}" fill="none" '
        f'stroke="{colour.name()}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
