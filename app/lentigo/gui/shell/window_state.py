"""Where the window stood, its columns and the size of its text, as one line of the settings."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from lentigo.gui.kit import theme


def encode(window: QMainWindow, columns: QSplitter) -> str:
    """As it is now."""
    states = (window.saveGeometry(), columns.saveState())
    return " ".join(bytes(state.toBase64().data()).decode() for state in states) + f" {theme.text_size()}"


def restore(window: QMainWindow, columns: QSplitter, state: str) -> None:
    """As it was; what cannot be understood changes nothing."""
    geometry, splits, size = (*state.split(" "), "", "", "")[:3]
    if size in map(str, theme.TEXT_SIZES):
        theme.resize_text(int(size))
    window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
    columns.restoreState(QByteArray.fromBase64(splits.encode()))
