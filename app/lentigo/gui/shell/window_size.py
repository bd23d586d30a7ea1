"""How large the window is: with the frame that the system draws around it, never larger than the screen."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

USUAL = QSize(1366, 768)
SMALLEST = QSize(800, 520)
_FRAME = QMargins(8, 38, 8, 8)  # about what systems draw; the window is asked for its own once it is shown


def fit_to_screen(window: QWidget) -> None:
    """Make the window smaller and move it where a part of it, or of its frame, would lie outside the screen."""
    room = _room(window)
    window.setMinimumSize(SMALLEST.boundedTo(room.size()))
    if window.isMaximized() or window.isFullScreen():
        return
    size = window.size().boundedTo(room.size())
    if size != window.size():
        window.resize(size)
    place = window.geometry().topLeft()
    lowest = QPoint(room.right() - size.width() + 1, room.bottom() - size.height() + 1)
    inside = QPoint(min(max(place.x(), room.x()), lowest.x()), min(max(place.y(), room.y()), lowest.y()))
    if inside != place and window.isVisible():
        window.move(window.pos() + inside - place)


def _room(window: QWidget) -> QRect:
    """What the window itself can have of the screen, beside the system's bars and its own frame."""
    whole, inner = window.frameGeometry(), window.geometry()
    frame = QMargins(
        inner.left() - whole.left(),
        inner.top() - whole.top(),
        whole.right() - inner.right(),
        whole.bottom() - inner.bottom(),
    )
    drawn = window.isVisible() and not frame.isNull()
    return window.screen().availableGeometry().marginsRemoved(frame if drawn else _FRAME)
