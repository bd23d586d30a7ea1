"""What a search found."""

from PySide6.QtCore import Signal

from lentigo.domain.evidence import Hit
from lentigo.gui.kit.phrases import counted
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.hit_row import HitRow


class HitsSection(Section):
    """Passages, best first."""

    opened = Signal(object)  # Passage

    def __init__(self) -> None:
        super().__init__("Found")
        self.rows: tuple[HitRow, ...] = ()
        self.body.setSpacing(0)

    def show_hits(self, query: str, hits: tuple[Hit, ...], notice: str) -> None:
        """Show them, with what the user must know of the search."""
        self.empty()
        self.say(f"{counted(len(hits), 'passage')} for “{query}”, best first" if hits else "")
        if notice:
            self.body.addWidget(Paragraph(notice, "muted"))
        if not hits:
            self.body.addWidget(Paragraph(f"Nothing fits “{query}”. Try other words, or fewer."))
        by_meaning = any(hit.scores.dense for hit in hits)
        self.rows = tuple(self._row(hit, query, by_meaning) for hit in hits)
        for row in self.rows:
            self.body.addWidget(row)

    def _row(self, hit: Hit, query: str, by_meaning: bool) -> HitRow:
        row = HitRow(hit, query, by_meaning=by_meaning)
        row.opened.connect(lambda: self.opened.emit(hit.passage))
        return row
