"""The program's own icon, drawn for this program: a spot of skin under a lens."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)  # pixels square

DRAWING = Path(__file__).with_name("lentigo.svg")  # the installers', too


def app_icon() -> QIcon:
    """Sharp in each of the sizes that systems ask for."""
    icon, renderer = QIcon(), QSvgRenderer(str(DRAWING))
    for size in SIZES:
        drawn = QPixmap(size, size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(drawn)
    return icon
