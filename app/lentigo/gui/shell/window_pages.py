"""The pages of the window: the case, the library and the models. One of them is looked at."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QStackedWidget

from lentigo.gui.case.case_page import CasePage
from lentigo.gui.library.library_page import LibraryPage
from lentigo.gui.models.models_page import ModelsPage

Page = CasePage | LibraryPage | ModelsPage


class WindowPages(QStackedWidget):
    """Tells a page when the user comes and goes; a drop goes to the one that is looked at."""

    turned = Signal()  # before the page that is turned to takes the focus

    def __init__(self, *, case: CasePage, library: LibraryPage, models: ModelsPage) -> None:
        super().__init__()
        self.case = case
        self.library = library
        self.models = models
        self._current: Page = case
        for page in (case, library, models):
            self.addWidget(page)

    @property
    def current(self) -> Page:
        """The page that is looked at."""
        return self._current

    def turn_to(self, page: Page) -> None:
        """Show a page."""
        before = self._current
        if before is page:
            return
        self._current = page
        self.setCurrentWidget(page)
        self.turned.emit()
        if not isinstance(before, CasePage):
            before.leave()
        if not isinstance(page, CasePage):
            page.enter()

    def toggle(self, page: Page) -> None:
        """Show a page, or the case where it is shown already."""
        self.turn_to(self.case if self._current is page else page)

    def takes(self, mime: QMimeData, *, analysing: bool) -> bool:
        """Whether the page that is looked at has a use for a drop of this kind."""
        if self._current is self.case:
            return not analysing and (mime.hasUrls() or mime.hasImage())
        return mime.hasUrls()
