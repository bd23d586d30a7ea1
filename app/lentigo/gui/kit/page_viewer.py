"""A page of a document, with the words marked for which it was opened."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page_reference import PageReference
from lentigo.gui.kit.picture_view import PictureView
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.library import PageImage, RenderPage
from lentigo.worker.messages.message import Failed

_PAGE_SIDE = 1800  # pixels: sharp at twice the window's usual size


class PageViewer(QDialog):
    """Opens at a place; left and right turn the pages."""

    def __init__(self, place: PageReference, *, desk: WorkerBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(place.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._place = place
        self._desk = desk
        self._asked = 0  # the last request; answers to earlier ones are dropped
        self.page = place.page
        self.pages = place.page
        self.view = PictureView(translate("Page of the source"), fit_width=True)
        self.message = MessageBar()
        self.place = label(translate("Opening the page…"), "heading", wrap=True)
        self._note = Paragraph(role="muted")
        self._lay_out()
        for keys, pages in ((("Left", "PgUp"), -1), (("Right", "PgDown"), 1)):
            for key in keys:
                QShortcut(QKeySequence(key), self, lambda pages=pages: self.turn(pages))
        room = parent.size()
        self.resize(min(880, room.width() - 48), max(room.height() - 48, 480))
        self.view.setFocus()
        self._request_page()

    def turn(self, pages: int) -> None:
        """Go forward, or back by a negative number."""
        target = min(max(self.page + pages, 1), self.pages)
        if target != self.page:
            self.page = target
            self._request_page()

    def done(self, result: int) -> None:
        self._asked += 1
        super().done(result)

    def _lay_out(self) -> None:
        back, on = translate("Previous page"), translate("Next page")
        self._previous = LineButton(icon="previous", name=back, tip="←", on_click=lambda: self.turn(-1))
        self._next = LineButton(icon="next", name=on, tip="→", on_click=lambda: self.turn(1))
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._previous)
        head.addWidget(self._next)
        head.addSpacing(8)
        head.addWidget(self.place, 1)
        for icon, name, action in (
            ("zoom out", translate("Zoom out"), lambda: self.view.zoom(-1)),
            ("zoom in", translate("Zoom in"), lambda: self.view.zoom(1)),
            ("fit", translate("Fit the width"), self.view.fit),
        ):
            head.addWidget(LineButton(role="quiet", icon=icon, name=name, tip=name, on_click=action))
        head.addWidget(LineButton(translate("Close"), tip="Esc", on_click=self.accept))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.message)
        box.addWidget(self.view, 1)
        self._note.setContentsMargins(16, 8, 16, 8)
        box.addWidget(self._note)

    def _request_page(self) -> None:
        self._asked += 1
        there = self.page == self._place.page
        request = RenderPage(
            document=self._place.document,
            page=self.page,
            quote=self._place.quote if there else "",
            longest_side=_PAGE_SIDE,
        )
        asked = self._asked
        self._desk.submit(request, on_result=partial(self._show, asked), on_failed=partial(self._tell_failed, asked))

    def _tell_failed(self, asked: int, failed: Failed) -> None:
        if asked == self._asked:
            self.message.tell(failed.message, failed.hint, translate("Try again"), self._request_page)

    def _show(self, asked: int, page: PageImage) -> None:
        if asked != self._asked:
            return
        self.pages = page.pages
        self.view.show_raster(page.raster)
        self.view.scroll_to_top()
        place = translate(
            "{title}, p. {label}  ({number} of {pages})",
            title=page.title,
            label=page.label,
            number=self.page,
            pages=page.pages,
        )
        self.place.setText(place)
        self._previous.setEnabled(self.page > 1)
        self._next.setEnabled(self.page < page.pages)
        self._show_note(page.marked)

    def _show_note(self, marked: bool) -> None:
        there = self._place.marked if marked else self._place.unmarked
        note = there if self.page == self._place.page else self._place.elsewhere
        self._note.say(note)
        self._note.setVisible(bool(note))
