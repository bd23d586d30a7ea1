"""The case: where to drop a photograph, then the photograph with the patient and the report beside it."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget

from lentigo.gui.case.case import Case
from lentigo.gui.case.case_column import CaseColumn
from lentigo.gui.case.empty_page import EmptyPage
from lentigo.gui.case.photograph_page import PhotographPage
from lentigo.gui.kit import intake
from lentigo.gui.kit.message_bar import MessageBar

_NARROWEST_REPORT = 440  # pixels
_SHARES = (740, 626)  # of the two columns


class CasePage(QStackedWidget):
    """Follows one case."""

    photographs_dropped = Signal(object)  # tuple of PhotographSource
    documents_dropped = Signal(object)  # tuple of paths
    models_dropped = Signal(object)  # tuple of paths

    def __init__(self, case: Case, *, on_open: Callable[[], None], on_paste: Callable[[], None]) -> None:
        super().__init__()
        self._case = case
        self.empty = EmptyPage(on_open=on_open, on_paste=on_paste)
        self.photograph = PhotographPage(case, on_add=on_open)
        self.column = CaseColumn()
        self.column.setMinimumWidth(_NARROWEST_REPORT)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for page, stretch in ((self.photograph, 2), (self.column, 1)):
            self.splitter.addWidget(page)
            self.splitter.setStretchFactor(self.splitter.indexOf(page), stretch)
        self.splitter.setSizes(_SHARES)
        self.addWidget(self.empty)
        self.addWidget(self.splitter)

    @property
    def message(self) -> MessageBar:
        """Where to say what went wrong with a photograph."""
        return self.photograph.message if self._case.state.photographs else self.empty.message

    def hide_messages(self) -> None:
        """What was said is over."""
        for message in (self.empty.message, self.photograph.message):
            message.hide()

    def follow_case(self) -> bool:
        """Turn to the place to drop, or to the photograph; True where that was another one."""
        self.empty.show_opening(self._case.opening)
        page = self.splitter if self._case.state.photographs else self.empty
        turned = self.currentWidget() is not page
        self.setCurrentWidget(page)
        return turned

    def take_drop(self, mime: QMimeData) -> None:
        """Pass on what was dropped, or say why not."""
        documents, models, sources = intake.documents_in(mime), intake.models_in(mime), intake.from_mime(mime)
        if documents:
            self.message.tell(
                "That is a document, not a photograph." if len(documents) == 1 else "These are documents.",
                "The library takes PDF files.",
                "Add to the library",
                lambda: self.documents_dropped.emit(documents),
            )
        elif models:
            self.message.tell(
                "That is a folder or a model’s file, not a photograph.",
                "The models page takes folders and model files.",
                "Look for models there",
                lambda: self.models_dropped.emit(models),
            )
        others = {*documents, *models}
        if photographs := tuple(source for source in sources if source.path not in others):
            self.photographs_dropped.emit(photographs)
        elif not others:
            self.message.tell("What was dropped is not a file on this computer.", "Save the photograph first.")

    def mark(self, over: bool) -> None:
        """Show that something hovers over the page."""
        self.empty.mark(over)
