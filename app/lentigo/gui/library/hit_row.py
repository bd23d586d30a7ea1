"""A passage that a search found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.evidence import Hit
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.caution_row import CautionRow
from lentigo.gui.library.document_words import Caution
from lentigo.gui.library.search_words import excerpt

_INSTRUCTIONS = Caution(
    subject="This reads like instructions to a program.", sentence="Reports do not quote it; do not rely on it."
)


class HitRow(QFrame):
    """Where it stands, its words, and how well it fits."""

    opened = Signal()

    def __init__(self, hit: Hit, query: str, *, by_meaning: bool) -> None:
        super().__init__()
        passage, scores = hit.passage, hit.scores
        place = f"{passage.title}, p. {passage.label}"
        section = " › ".join(part for part in (passage.chapter, passage.section) if part)
        heading = Paragraph()
        heading.say("" if not section else place, strong=section or place)
        self.button = LineButton("Open page", role="link", name=f"Open {place}", on_click=self.opened.emit)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(heading, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        words = Paragraph()
        words.show_markup(excerpt(query, passage.text), plain=passage.text)
        meaning = f"by its meaning {scores.dense:.2f}" if by_meaning else "meaning not compared"
        fit = f"Fits by its words {scores.lexical:.2f} · {meaning} · together {scores.hybrid:.2f}  (of 1)"
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(words)
        if passage.suspicious:
            box.addWidget(CautionRow(_INSTRUCTIONS))
        box.addWidget(Paragraph(fit, "note"))
