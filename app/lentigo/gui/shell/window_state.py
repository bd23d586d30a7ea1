"""Where the window stood, its columns and the size of its text, as one line of the settings."""

from collections.abc import Iterable

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from lentigo.gui.kit import theme


def encode(window: QMainWindow, columns: Iterable[QSplitter]) -> str:
    """As it is now."""
    geometry, *splits = (window.saveGeometry(), *(each.saveState() for each in columns))
    return " ".join((_line(geometry), str(theme.text_size()), *map(_line, splits)))


def restore(window: QMainWindow, columns: Iterable[QSplitter], state: str) -> None:
    """As it was; what cannot be understood changes nothing."""
    geometry, size, *splits = (*state.split(" "), "")
    if size in map(str, theme.TEXT_SIZES):
        theme.resize_text(int(size))
    window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
    for each, split in zip(columns, splits, strict=False):
        each.restoreState(QByteArray.fromBase64(split.encode()))


def _line(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
