"""The photographs of the case in a row; the first is the main one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from lentigo.domain.case import CasePhotograph
from lentigo.domain.photograph import Raster
from lentigo.gui.kit.picture_view import pixmap_of
from lentigo.gui.kit.text import tip
from lentigo.language import translate

_SIDE = 56  # pixels


class ThumbnailStrip(QListWidget):
    """Delete removes the chosen photograph, Home makes it the main one; both also stand in its menu."""

    chosen = Signal(int)
    removed = Signal(int)
    made_main = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("Photographs of this case"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setGridSize(QSize(_SIDE + 12, _SIDE + 8))
        self.setFixedHeight(_SIDE + 16)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.currentRowChanged.connect(self.chosen)
        to_main, remove = translate("Make this the main photograph"), translate("Remove this photograph")
        self._offer(to_main, QKeySequence(Qt.Key.Key_Home), self.made_main.emit)
        self._offer(remove, QKeySequence(QKeySequence.StandardKey.Delete), self.removed.emit)

    def show_photographs(self, photographs: Sequence[CasePhotograph], previews: Sequence[Raster], current: int) -> None:
        """Fill the row; a single photograph needs none."""
        self.blockSignals(True)
        self.clear()
        for index, (photograph, preview) in enumerate(zip(photographs, previews, strict=True)):
            item = QListWidgetItem(_thumbnail(preview), "")
            main = translate("photograph {number}", number=index + 1) if index else translate("main photograph")
            item.setSizeHint(QSize(_SIDE + 8, _SIDE + 6))
            told = translate(
                "{photograph} ({place}). Home makes it the main one, Delete removes it.",
                photograph=photograph.name,
                place=main,
            )
            item.setToolTip(tip(told))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{main}, {photograph.name}")
            self.addItem(item)
        self.setCurrentRow(current)
        self.blockSignals(False)
        self.setVisible(len(photographs) > 1)

    def _offer(self, text: str, key: QKeySequence, act_on: Callable[[int], None]) -> None:
        action = QAction(text, self, shortcut=key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: act_on(self.currentRow()))
        self.addAction(action)


def _thumbnail(preview: Raster) -> QIcon:
    whole = pixmap_of(preview)
    expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    filled = whole.scaled(_SIDE, _SIDE, expanding, Qt.TransformationMode.SmoothTransformation)
    square = filled.copy((filled.width() - _SIDE) // 2, (filled.height() - _SIDE) // 2, _SIDE, _SIDE)
    thumbnail = QIcon(square)
    thumbnail.addPixmap(square, QIcon.Mode.Selected)  # Qt would tint it
    return thumbnail
