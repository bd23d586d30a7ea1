"""The library: its documents, a search in them, and what is being added."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QHBoxLayout

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.drop import DropKind, local_files
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page import Entrance, Menu
from lentigo.gui.kit.page_reference import PageReference
from lentigo.gui.kit.page_viewer import PageViewer
from lentigo.gui.kit.reading_page import ReadingPage
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import label
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.gui.library.additions_panel import AdditionsPanel
from lentigo.gui.library.documents_section import DocumentsSection
from lentigo.gui.library.hits_section import HitsSection
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.library.library_search import LibrarySearch
from lentigo.gui.library.page_references import found, page_of
from lentigo.language import deferred, translate, translate_count
from lentigo.worker.messages.library import ListLibrary, RenderPage, SearchLibrary
from lentigo.worker.messages.message import Cancelled, Failed

_DROP = deferred("Drop PDF files on this page to add them.")
_TINY = 16  # pixels of a page that nobody looks at


class LibraryPage(ReadingPage):
    """The search and what concerns it stand still at the head; everything else scrolls under it."""

    def __init__(
        self, *, library: LibrarySearch, librarian: Librarian, desk: WorkerBridge, dialogs: FileDialogs
    ) -> None:
        super().__init__(_entrance())
        self.library = library
        self.librarian = librarian
        for part in (library, librarian):
            part.setParent(self)
        self._desk = desk
        self._dialogs = dialogs
        self._entered = False
        self._make_actions()
        self.back_button = LineButton(
            translate("Back to the case"), role="quiet", icon="previous", tip="Ctrl+B", on_click=self.turn.trigger
        )
        self.add_button = LineButton(
            translate("Add PDFs…"), icon="new", tip="Ctrl+Shift+B", on_click=self.add_documents.trigger
        )
        self.query = LineEdit()
        self.query.setPlaceholderText(translate("words, a sign or a diagnosis: for example “itch worse at night”"))
        self.query.setAccessibleName(translate("Search the library"))
        self.query.setAcceptDrops(False)  # documents are dropped on the page
        self.find_button = LineButton(
            translate("Search"), role="primary", name=translate("Search the library"), on_click=self.search
        )
        self.all_button = LineButton(translate("Show all documents"), on_click=self.show_documents)
        self.message = MessageBar()
        self.work = WorkRow(translate("Progress: reading the library"), stop=translate("Stop reading the library"))
        self.additions = AdditionsPanel(librarian)
        self.hits = HitsSection()
        self.documents = DocumentsSection()
        self._lay_out()
        self._connect()
        self.show_documents()

    # What the window asks for

    @property
    def busy(self) -> bool:
        return self.librarian.working

    @property
    def working(self) -> bool:
        return self.librarian.working

    def enter(self) -> None:
        self._entered = True
        self.library.read()
        self.query.setFocus()

    def leave(self) -> None:
        """What is being added goes on, and then the workers may rest."""
        self._entered = False
        self.message.hide()
        self.library.rest()
        self.librarian.rest()

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        files = local_files(mime)
        if documents := tuple(filter(_is_document, files)):
            self.librarian.add(documents)
        if len(documents) < max(len(files), 1):
            hint = translate("Photographs belong to the case, and models to the models page: drop them there.")
            self.message.tell(translate("Only PDF files can be added."), hint)

    # What the user asks for

    def add(self, files: Sequence[str]) -> None:
        """Turn to the page, and add documents."""
        self._dialogs.note(files[0])
        self.wanted.emit()
        self.librarian.add(files)

    def search(self) -> None:
        """Find what stands in the field; nothing in it shows the documents again."""
        self.message.hide()
        if words := self.query.text().strip():
            self.library.search(words)
        else:
            self.show_documents()

    def show_documents(self) -> None:
        """Show the list instead of what was found."""
        if self.all_button.hasFocus():
            self.query.setFocus()
        self._turn(to_hits=False)

    def _choose(self) -> None:
        kinds = translate("PDF documents ({endings})", endings="*.pdf")
        self._dialogs.choose_files(self, translate("Add documents to the library"), kinds, self.add)

    def _seek(self) -> None:
        self.wanted.emit()
        self.query.setFocus()
        self.query.selectAll()

    def _open(self, place: PageReference) -> None:
        PageViewer(place, desk=self._desk, parent=self.window()).open()

    # How it is put together

    def _make_actions(self) -> None:
        self.seek = Action(self, translate("Search the library"), "Ctrl+F", on=self._seek)
        add = translate("Add documents to the library")
        self.add_documents = Action(self, add, "Ctrl+Shift+B", on=self._choose)
        self.stop = Action(self, translate("Stop adding documents"), on=self.librarian.stop)
        self.menus = {Menu.FILE: ((self.add_documents,),), Menu.EDIT: ((self.seek,),)}
        self.addActions((self.seek, self.add_documents, self.stop))
        self.drop_kind = DropKind(
            holds=_is_document,
            take=self.add,
            one=translate("That is a document, not a photograph."),
            several=translate("These are documents."),
            hint=translate("The library takes PDF files."),
            action=translate("Add to the library"),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(label(translate("Library"), "title"))
        head.addSpacing(8)
        head.addWidget(label(translate(_DROP), "muted", wrap=True), 1)
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
        library, librarian = self.library, self.librarian
        self.query.returnPressed.connect(self.search)
        self.query.textChanged.connect(lambda text: None if text else self.show_documents())
        library.began.connect(lambda: self.work.begin(translate("Opening the library")))
        library.happened.connect(self.work.follow)
        library.rested.connect(self.work.end)
        library.listed.connect(self._list)
        library.listed.connect(self._prepare_pages, Qt.ConnectionType.SingleShotConnection)
        library.found.connect(self._show_hits)
        library.failed.connect(self._tell_failed)
        self.work.stop_asked.connect(library.stop)
        librarian.removed.connect(self._note_removed)
        librarian.kept.connect(self._tell_kept)
        for change in (librarian.began, librarian.rested):
            change.connect(self.busy_changed)
        librarian.rested.connect(lambda: library.read() if self._entered else self.leave())
        library.rested.connect(lambda: None if self._entered else self.leave())
        self.documents.removal_asked.connect(librarian.remove)
        librarian.changed.connect(lambda: follow_layout(self.scroller, self.content))
        for part in (self.documents, self.additions):
            part.opened.connect(lambda document, page: self._open(page_of(document, page)))
        self.hits.opened.connect(lambda passage: self._open(found(passage)))

    # What follows

    def _turn(self, *, to_hits: bool) -> None:
        self.hits.setVisible(to_hits)
        self.all_button.setVisible(to_hits)
        self.documents.setVisible(not to_hits)
        self.scroller.verticalScrollBar().setValue(0)

    def _list(self) -> None:
        self.documents.show_documents(self.library.documents or ())
        follow_layout(self.scroller, self.content)

    def _prepare_pages(self) -> None:
        """Have the desk load what draws pages, for the first page to open as quickly as the others."""
        if documents := self.library.documents:
            request = RenderPage(document=documents[0].file, page=1, longest_side=_TINY)
            self._desk.submit(request, on_result=ignore, on_failed=ignore)

    def _show_hits(self) -> None:
        library = self.library
        self.hits.show_hits(library.query, library.hits, library.notice)
        self._turn(to_hits=True)
        follow_layout(self.scroller, self.content)
        announce(self, translate_count("{count} passage found", "{count} passages found", len(library.hits)))

    def _tell_failed(self, request: ListLibrary | SearchLibrary, ending: Failed | Cancelled) -> None:
        again = self.library.read if isinstance(request, ListLibrary) else self.search
        if isinstance(ending, Failed):
            self.message.tell(ending.message, ending.hint, translate("Try again"), again)
        else:
            self.message.tell(translate("Stopped."), "", translate("Go on"), again)

    def _note_removed(self, document: LibraryDocument) -> None:
        announce(self, translate("{document} was removed", document=document.title))
        self.query.setFocus()

    def _tell_kept(self, key: str, ending: Failed | Cancelled) -> None:
        if row := self.documents.rows.get(key):
            row.stays()
        if isinstance(ending, Failed):
            self.message.tell(ending.message, ending.hint)
        else:
            self.message.tell(translate("Stopped."), translate("The document was not removed."))


def _entrance() -> Entrance:
    return Entrance(
        title=translate("Library"),
        icon="book",
        key="Ctrl+B",
        words=translate("Show the library, or go back to the case"),
    )


def _is_document(path: str) -> bool:
    return path.lower().endswith(".pdf")
