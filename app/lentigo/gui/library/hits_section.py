"""What a search found."""

from PySide6.QtCore import Signal

from lentigo.domain.evidence import Hit
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.hit_row import HitRow
from lentigo.language import translate, translate_count


class HitsSection(Section):
    """Passages, best first."""

    opened = Signal(object)  # Passage

    def __init__(self) -> None:
        super().__init__(translate("Found"))
        self.rows: tuple[HitRow, ...] = ()
        self.body.setSpacing(0)

    def show_hits(self, query: str, hits: tuple[Hit, ...], notice: str) -> None:
        """Show them, with what the user must know of the search."""
        self.empty()
        told = translate_count(
            "{count} passage for “{query}”, best first",
            "{count} passages for “{query}”, best first",
            len(hits),
            query=query,
        )
        self.say(told if hits else "")
        if notice:
            self.body.addWidget(Paragraph(notice, "muted"))
        if not hits:
            self.body.addWidget(Paragraph(translate("Nothing fits “{query}”. Try other words, or fewer.", query=query)))
        by_meaning = any(hit.scores.dense for hit in hits)
        self.rows = tuple(self._make_row(hit, query, by_meaning) for hit in hits)
        for row in self.rows:
            self.body.addWidget(row)

    def _make_row(self, hit: Hit, query: str, by_meaning: bool) -> HitRow:
        row = HitRow(hit, query, by_meaning=by_meaning)
        row.opened.connect(lambda: self.opened.emit(hit.passage))
        return row
