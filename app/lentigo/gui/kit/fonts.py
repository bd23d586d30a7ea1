"""The window's typeface: the system's own, or a bundled one where the system has none, or none for a script.

The bundled one is FiraGO, which has Latin, Thai, Arabic, Devanagari, Hebrew, Georgian, Greek and Cyrillic letters.
"""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from lentigo.gui.kit.theme import BASE

_SCRIPTS = (
    QFontDatabase.WritingSystem.Thai,
    QFontDatabase.WritingSystem.Devanagari,
    QFontDatabase.WritingSystem.Arabic,
)


def choose_font(app: QApplication) -> None:
    """Set the base font. Off-screen there is no system font, and a bare machine may have no font at all."""
    font = app.font()
    if QGuiApplication.platformName() == "offscreen" or not QFontDatabase.families():
        font = QFont(_bundled_family())
    elif not all(map(QFontDatabase.families, _SCRIPTS)):
        font.setFamilies([*font.families(), _bundled_family()])  # Qt looks for each letter in this order
    font.setPixelSize(BASE)
    app.setFont(font)


def _bundled_family() -> str:
    import pymupdf_fonts  # plain data, two megabytes: read only where it is needed

    regular, _ = (
        QFontDatabase.addApplicationFontFromData(pymupdf_fonts.fontbuffers[name]()) for name in ("figo", "figbo")
    )
    return QFontDatabase.applicationFontFamilies(regular)[0]
