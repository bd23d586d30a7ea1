"""Parts of a page beside each other, or one above the other where the window is too narrow for that."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from lentigo.gui.kit.theme import scaled

_SIDE_BY_SIDE, _STACKED = Qt.Orientation.Horizontal, Qt.Orientation.Vertical

_STACKED_HEIGHT = 260  # pixels, at the usual size of text


class Columns(QSplitter):
    """`narrowest` is what each part is to have at least, in pixels at the usual size of text; 0 is what it says itself.

    `shares` are those of a wide window, `lowest` the heights that each part is to have above another one.
    """

    def __init__(
        self, parts: Sequence[QWidget], *, narrowest: Sequence[int], shares: Sequence[int], lowest: Sequence[int] = ()
    ) -> None:
        super().__init__(_SIDE_BY_SIDE)
        self._parts = tuple(parts)
        self._narrowest = tuple(narrowest)
        self._shares = list(shares)
        self._lowest = tuple(lowest) or (_STACKED_HEIGHT,) * len(self._parts)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for part, share in zip(self._parts, shares, strict=True):
            self.addWidget(part)
            self.setStretchFactor(self.indexOf(part), share)
        self.setSizes(self._shares)
        self._widen()

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest, for the parts need not stand beside each other."""
        least = self._least
        widest, heights = max(size.width() for size in least), [size.height() for size in least]
        return QSize(widest, sum(heights) if self.orientation() == _STACKED else max(heights))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part needs more room than before, or less
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._widen()
            self._heighten()
            self._arrange()

    @property
    def _least(self) -> list[QSize]:
        return [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._parts]

    def _widen(self) -> None:
        """Each column grows with the size of text."""
        for part, width in zip(self._parts, self._narrowest, strict=True):
            part.setMinimumWidth(scaled(width))

    def _heighten(self) -> None:
        """Above one another, each is still high enough to read in; the page scrolls then."""
        for part, lowest in zip(self._parts, self._lowest, strict=True):
            part.setMinimumHeight(scaled(lowest) if self.orientation() == _STACKED else 0)

    def _arrange(self) -> None:
        needed = sum(size.width() for size in self._least) + self.handleWidth()
        wanted = _SIDE_BY_SIDE if self.width() >= needed else _STACKED
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self._heighten()
            self.setSizes(self._shares)
            self.updateGeometry()
