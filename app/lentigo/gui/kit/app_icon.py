"""The program's own icon, drawn for this program: a spot of skin under a lens."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)  # pixels square

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<path d="M44 44 57 57" stroke="#1b2226" stroke-width="9" stroke-linecap="round"/>
<circle cx="27" cy="27" r="22" fill="#f3dcc8" stroke="#1b5a74" stroke-width="6"/>
<path d="M18 24c2-6 9-8 14-5 6 2 8 8 5 13-2 5-9 7-13 4-6-2-8-7-6-12z" fill="#7a4a2e"/>
<path d="M24 25c2-3 6-3 8-1 2 2 1 6-2 7-4 1-7-3-6-6z" fill="#4d2c1b"/>
</svg>"""


def app_icon() -> QIcon:
    """Sharp in each of the sizes that systems ask for."""
    icon, renderer = QIcon(), QSvgRenderer(QByteArray(SVG.encode()))
    for size in SIZES:
        drawn = QPixmap(size, size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(drawn)
    return icon
