"""The list of the library's documents."""

from PySide6.QtCore import Signal

from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.section import Section, empty_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.document_row import DocumentRow
from lentigo.language import deferred, translate, translate_count

_EMPTY = deferred("There is no document yet. Without one, reports cite nothing.")


class DocumentsSection(Section):
    """Rows of documents that stay the same are kept, with the question that may stand in them."""

    opened = Signal(object, int)  # LibraryDocument, page
    removal_asked = Signal(str)  # document id

    def __init__(self) -> None:
        super().__init__(translate("Documents"))
        self.rows: dict[str, DocumentRow] = {}
        self.body.setSpacing(0)
        self.say(translate("being listed…"))

    def show_documents(self, documents: tuple[LibraryDocument, ...]) -> None:
        """Show the list as it is now."""
        kept = {key: row for key, row in self.rows.items() if row.document in documents}
        for row in kept.values():
            self.body.removeWidget(row)
        empty_layout(self.body)
        self.rows = {document.id: kept.get(document.id) or self._make_row(document) for document in documents}
        for row in self.rows.values():
            self.body.addWidget(row)
        if not documents:
            self.body.addWidget(Paragraph(translate(_EMPTY), "muted"))
        pages = sum(document.pages for document in documents)
        told = translate_count(
            "{documents}, with {count} page in all",
            "{documents}, with {count} pages in all",
            pages,
            documents=len(documents),
        )
        self.say(told if documents else "")

    def _make_row(self, document: LibraryDocument) -> DocumentRow:
        row = DocumentRow(document)
        row.opened.connect(lambda page: self.opened.emit(document, page))
        row.removal_asked.connect(lambda: self.removal_asked.emit(document.id))
        return row
