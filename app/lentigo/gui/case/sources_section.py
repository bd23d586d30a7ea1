"""The cited passages; each opens its page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.evidence import Citation
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate


class SourcesSection(Section):
    """Title, page and words of each citation."""

    opened = Signal(int)  # citation id

    def __init__(self) -> None:
        super().__init__(translate("Sources"))
        self.wait()

    def wait(self) -> None:
        """Before there is a report."""
        self.empty()
        self.say(translate("searched with the findings"))

    def show_citations(self, citations: tuple[Citation, ...]) -> None:
        """Show the citations in their order."""
        self.empty()
        self.say(translate("open a page with a click or Enter") if citations else "")
        for citation in citations:
            self.body.addWidget(self._citation_row(citation))
        if not citations:
            self.body.addWidget(Paragraph(translate("No passage of the library supports this draft."), "muted"))

    def _citation_row(self, citation: Citation) -> QWidget:
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        place = translate(
            "[{number}] {title}, p. {label}", number=citation.id, title=citation.title, label=citation.label
        )
        name = translate("Open {place}", place=place)
        link = LineButton(place, role="link", name=name, on_click=lambda: self.opened.emit(citation.id))
        box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if citation.withheld:
            differing = translate("Not quoted: two readings of that page differ in its numbers. Read the page itself.")
            box.addWidget(Paragraph(differing, "note"))
            return row
        box.addWidget(Paragraph(f"“{citation.quote}”"))
        if not citation.supported:
            warning = Paragraph(translate("These words were not found on that page: do not rely on them."), "note")
            box.addWidget(warning)
        return row
