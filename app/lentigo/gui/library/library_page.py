"""The library: its documents, a search in them, and what is being added."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.intake import documents_in, local_files
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.progress_strip import announce
from lentigo.gui.kit.reading_page import ReadingPage
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import label
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.library.additions_panel import AdditionsPanel
from lentigo.gui.library.documents_section import DocumentsSection
from lentigo.gui.library.hits_section import HitsSection
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.library.library import Library
from lentigo.gui.library.place import found, page_of
from lentigo.worker.messages.library import ListLibrary, SearchLibrary
from lentigo.worker.messages.message import Cancelled, Failed

_DROP = "Drop PDF files on this page to add them."


class LibraryPage(ReadingPage):
    """The search and what concerns it stand still at the head; everything else scrolls under it."""

    opened = Signal(object)  # Place

    def __init__(
        self, *, library: Library, librarian: Librarian, on_add: Callable[[], None], on_back: Callable[[], None]
    ) -> None:
        super().__init__("Library")
        self._library = library
        self._librarian = librarian
        self._entered = False
        self.back_button = LineButton("Back to the case", role="quiet", icon="previous", tip="Ctrl+L", on_click=on_back)
        self.add_button = LineButton("Add PDFs…", icon="new", tip="Ctrl+Shift+O", on_click=on_add)
        self.query = QLineEdit()
        self.query.setPlaceholderText("words, a sign or a diagnosis: for example “itch worse at night”")
        self.query.setAccessibleName("Search the library")
        self.query.setAcceptDrops(False)  # documents are dropped on the page
        self.find_button = LineButton("Search", role="primary", name="Search the library", on_click=self.search)
        self.all_button = LineButton("Show all documents", on_click=self.show_documents)
        self.message = MessageBar()
        self.work = WorkRow("reading the library")
        self.additions = AdditionsPanel(librarian)
        self.hits = HitsSection()
        self.documents = DocumentsSection()
        self._lay_out()
        self._connect()
        self.show_documents()

    def enter(self) -> None:
        """The user comes to the page."""
        self._entered = True
        self._library.read()
        self.query.setFocus()

    def leave(self) -> None:
        """The user goes elsewhere; what is being added goes on, and then the workers may rest."""
        self._entered = False
        self.message.hide()
        self._library.rest()
        self._librarian.rest()

    def search(self) -> None:
        """Find what stands in the field; nothing in it shows the documents again."""
        self.message.hide()
        if words := self.query.text().strip():
            self._library.search(words)
        else:
            self.show_documents()

    def show_documents(self) -> None:
        """Show the list instead of what was found."""
        if self.all_button.hasFocus():
            self.query.setFocus()
        self._turn(to_hits=False)

    def take_drop(self, mime: QMimeData) -> None:
        """Add the documents of a drop."""
        if documents := documents_in(mime):
            self._librarian.add(documents)
        if len(documents) < max(len(local_files(mime)), 1):
            hint = "Photographs belong to the case, and models to the models page: drop them there."
            self.message.tell("Only PDF files can be added.", hint)

    # How it is put together

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(label("Library", "title"))
        head.addSpacing(8)
        head.addWidget(label(_DROP, "muted", wrap=True), 1)
        head.addWidget(self.add_button)
        seek = QHBoxLayout()
        seek.setSpacing(8)
        for widget in (self.query, self.find_button, self.all_button):
            seek.addWidget(widget)
        self.lay_out(
            lines=(head, seek),
            bars=(self.message, self.work),
            parts=(self.additions, self.hits, self.documents),
        )

    def _connect(self) -> None:
        library, librarian = self._library, self._librarian
        self.query.returnPressed.connect(self.search)
        self.query.textChanged.connect(lambda text: None if text else self.show_documents())
        library.began.connect(lambda: self.work.begin("Opening the library"))
        library.happened.connect(self.work.follow)
        library.rested.connect(self.work.end)
        library.listed.connect(self._list)
        library.found.connect(self._show_hits)
        library.failed.connect(self._tell_failed)
        self.work.stop_asked.connect(library.stop)
        librarian.removed.connect(self._note_removed)
        librarian.kept.connect(self._tell_kept)
        librarian.rested.connect(lambda: library.read() if self._entered else self.leave())
        library.rested.connect(lambda: None if self._entered else self.leave())
        self.documents.removal_asked.connect(librarian.remove)
        librarian.changed.connect(lambda: follow_layout(self.scroller, self.content))
        for part in (self.documents, self.additions):
            part.opened.connect(lambda document, page: self.opened.emit(page_of(document, page)))
        self.hits.opened.connect(lambda passage: self.opened.emit(found(passage)))

    # What follows

    def _turn(self, *, to_hits: bool) -> None:
        self.hits.setVisible(to_hits)
        self.all_button.setVisible(to_hits)
        self.documents.setVisible(not to_hits)
        self.scroller.verticalScrollBar().setValue(0)

    def _list(self) -> None:
        self.documents.show_documents(self._library.documents or ())
        follow_layout(self.scroller, self.content)

    def _show_hits(self) -> None:
        library = self._library
        self.hits.show_hits(library.query, library.hits, library.notice)
        self._turn(to_hits=True)
        follow_layout(self.scroller, self.content)
        announce(self, f"{len(library.hits)} passages found")

    def _tell_failed(self, request: ListLibrary | SearchLibrary, ending: Failed | Cancelled) -> None:
        again = self._library.read if isinstance(request, ListLibrary) else self.search
        if isinstance(ending, Failed):
            self.message.tell(ending.message, ending.hint, "Try again", again)
        else:
            self.message.tell("Stopped.", "", "Go on", again)

    def _note_removed(self, document: LibraryDocument) -> None:
        announce(self, f"{document.title} was removed")
        self.query.setFocus()

    def _tell_kept(self, key: str, ending: Failed | Cancelled) -> None:
        if row := self.documents.rows.get(key):
            row.stays()
        if isinstance(ending, Failed):
            self.message.tell(ending.message, ending.hint)
        else:
            self.message.tell("Stopped.", "The document was not removed.")
