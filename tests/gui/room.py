"""What of a window is not seen as it should be: buttons outside of it, and words that have too little room."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from lentigo.gui.kit import theme

SLACK = 2  # pixels
LOOKS, BETWEEN_MS = 20, 100
# Of the window in the pixels that Qt counts in, and of the text in per cent.
SIZES = (((1362, 736), 100), ((1020, 568), 100), ((815, 448), 100), ((960, 600), 125), ((1362, 736), 150))


def unreachable(window: QWidget, buttons: Iterable[QWidget]) -> list[str]:
    """Names of the buttons that are not wholly within the window."""
    known = tuple(buttons)
    return _lasting(lambda: [_told(each) for each in known if not _inside(window).contains(_within(each, window))])


def cut_off(window: QWidget) -> list[str]:
    """Visible labels and buttons whose words need more room than they have, and what stands outside its page."""
    return _lasting(lambda: [_told(part) for part in _words(window) if _is_cut(part) or _is_beyond(part)])


def _lasting(look: Callable[[], list[str]]) -> list[str]:
    """What is still so after a while: heights follow widths, on a busy machine later."""
    for _ in range(LOOKS):
        if not (found := look()):
            break
        QTest.qWait(BETWEEN_MS)
    return found


def cut_off_in(window: QWidget, states: Iterable[str]) -> list[str]:
    """What is cut off in each of the states that are shown one after the other, at each size of window and text."""
    window.setMinimumSize(0, 0)
    found = []
    for state in states:
        for size, text in SIZES:
            theme.resize_text(text)
            window.resize(*size)
            settle()
            found += [f"{state} {size} {text} {fault}" for fault in cut_off(window)]
        theme.resize_text(100)
        settle()
    return found


def settle() -> None:
    """Let layouts that follow one another come to rest."""
    for _ in range(3):
        QApplication.processEvents()


def _words(window: QWidget) -> Iterator[QWidget]:
    for part in (*window.findChildren(QLabel), *window.findChildren(QPushButton), *window.findChildren(QRadioButton)):
        if part.isVisible() and part.window() is window and part.text():
            yield part


def _is_cut(part: QWidget) -> bool:
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() + SLACK < part.heightForWidth(part.width())
    return part.width() + SLACK < part.sizeHint().width() or part.height() + SLACK < part.minimumSizeHint().height()


def _is_beyond(part: QWidget) -> bool:
    """Outside of what scrolls around it, or of the window, sideways."""
    around = part.parentWidget()
    while around and not isinstance(around, QAbstractScrollArea) and not around.isWindow():
        around = around.parentWidget()
    if not around:
        return False
    edge = around.viewport() if isinstance(around, QAbstractScrollArea) else around
    inside = _within(part, edge)
    scrolls = isinstance(around, QAbstractScrollArea) and around.horizontalScrollBarPolicy() is not (
        Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    )
    return not scrolls and (inside.left() < -SLACK or inside.right() > edge.width() + SLACK)


def _inside(window: QWidget) -> QRect:
    return QRect(0, 0, window.width(), window.height())


def _within(part: QWidget, around: QWidget) -> QRect:
    return QRect(part.mapTo(around, QPoint(0, 0)), part.size())


def _told(part: QWidget) -> str:
    words = part.accessibleName() or (part.text() if isinstance(part, QLabel | QAbstractButton) else "")
    return f"{type(part).__name__} “{words[:60]}” {part.width()}×{part.height()}, wants {part.sizeHint().toTuple()}"
