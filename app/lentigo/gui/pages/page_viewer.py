"""A page of a cited document, with the quoted words marked."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.evidence import Citation
from lentigo.gui.widgets.line_button import LineButton
from lentigo.gui.widgets.message_bar import MessageBar
from lentigo.gui.widgets.picture_view import PictureView
from lentigo.gui.widgets.text import Paragraph, label
from lentigo.gui.worker_bridge import Listener, WorkerBridge
from lentigo.worker.messages import Completed, Ending, Failed, PageImage, RenderPage

_PAGE_SIDE = 1800  # pixels: sharp at twice the window's usual size


class PageViewer(QDialog):
    """Opens at a citation; left and right turn the pages."""

    def __init__(self, citation: Citation, *, desk: WorkerBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(citation.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._citation = citation
        self._desk = desk
        self._asked = 0  # the last request; answers to earlier ones are dropped
        self.page = citation.page
        self.pages = citation.page
        self.view = PictureView("Page of the source", fit_width=True)
        self.message = MessageBar()
        self.place = label("Opening the page…", "heading")
        self._note = Paragraph(role="muted")
        self._lay_out()
        for keys, pages in ((("Left", "PgUp"), -1), (("Right", "PgDown"), 1)):
            for key in keys:
                QShortcut(QKeySequence(key), self, lambda pages=pages: self.turn(pages))
        room = parent.size()
        self.resize(min(880, room.width() - 48), max(room.height() - 48, 480))
        self.view.setFocus()
        self._ask()

    def turn(self, pages: int) -> None:
        """Go forward, or back by a negative number."""
        target = min(max(self.page + pages, 1), self.pages)
        if target != self.page:
            self.page = target
            self._ask()

    def done(self, result: int) -> None:
        self._asked += 1
        super().done(result)

    def _lay_out(self) -> None:
        self._previous = LineButton(icon="previous", name="Previous page", tip="←", on_click=lambda: self.turn(-1))
        self._next = LineButton(icon="next", name="Next page", tip="→", on_click=lambda: self.turn(1))
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._previous)
        head.addWidget(self._next)
        head.addSpacing(8)
        head.addWidget(self.place, 1)
        for icon, name, action in (
            ("zoom out", "Zoom out", lambda: self.view.zoom(-1)),
            ("zoom in", "Zoom in", lambda: self.view.zoom(1)),
            ("fit", "Fit the width", self.view.fit),
        ):
            head.addWidget(LineButton(role="quiet", icon=icon, name=name, tip=name, on_click=action))
        head.addWidget(LineButton("Close", tip="Esc", on_click=self.accept))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.message)
        box.addWidget(self.view, 1)
        self._note.setContentsMargins(16, 8, 16, 8)
        box.addWidget(self._note)

    def _ask(self) -> None:
        self._asked += 1
        cited = self.page == self._citation.page
        request = RenderPage(
            document=self._citation.document,
            page=self.page,
            quote=self._citation.quote if cited else "",
            longest_side=_PAGE_SIDE,
        )
        self._desk.submit(request, Listener(on_ending=partial(self._show, self._asked)))

    def _show(self, asked: int, ending: Ending) -> None:
        if asked != self._asked:
            return
        if isinstance(ending, Completed) and ending.page:
            self._show_page(ending.page)
        elif isinstance(ending, Failed):
            self.message.tell(ending.message, ending.hint, "Try again", self._ask)

    def _show_page(self, page: PageImage) -> None:
        self.pages = page.pages
        self.view.show_raster(page.raster)
        self.view.scroll_to_top()
        self.place.setText(f"{page.title}, p. {page.label}  ({self.page} of {page.pages})")
        self._previous.setEnabled(self.page > 1)
        self._next.setEnabled(self.page < page.pages)
        if self.page != self._citation.page:
            self._note.say(f"The report cites page {self._citation.label}.")
        elif page.marked:
            self._note.say("The words that the report quotes are marked.")
        else:
            self._note.say("The words that the report quotes could not be found on this page. Do not rely on them.")
