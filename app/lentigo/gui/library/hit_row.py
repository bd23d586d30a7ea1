"""A passage that a search found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.evidence import Hit, Scores
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.library.caution_row import CautionRow
from lentigo.gui.library.document_words import Caution
from lentigo.gui.library.search_words import excerpt
from lentigo.language import deferred, translate


class HitRow(QFrame):
    """Where it stands, its words, and how well it fits."""

    opened = Signal()

    def __init__(self, hit: Hit, query: str, *, by_meaning: bool) -> None:
        super().__init__()
        passage = hit.passage
        place = translate("{title}, p. {label}", title=passage.title, label=passage.label)
        section = " › ".join(part for part in (passage.chapter, passage.section) if part)
        heading = Paragraph()
        heading.say("" if not section else place, strong=section or place)
        self.button = LineButton(
            translate("Open page"), role="link", name=translate("Open {place}", place=place), on_click=self.opened.emit
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(heading, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        words = Paragraph()
        words.show_markup(excerpt(query, passage.text), plain=passage.text)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(words)
        if passage.suspicious:
            box.addWidget(CautionRow(_instructions()))
        box.addWidget(Paragraph(_fit(hit.scores, by_meaning), "note"))


def _instructions() -> Caution:
    return Caution(
        subject=translate("This reads like instructions to a program."),
        sentence=translate("Reports do not quote it; do not rely on it."),
    )


def _fit(scores: Scores, by_meaning: bool) -> str:
    """How well a passage fits, each of the numbers 0 to 1."""
    told = deferred("Fits by its words {words:.2f} · meaning not compared · together {together:.2f}  (of 1)")
    if by_meaning:
        told = deferred(
            "Fits by its words {words:.2f} · by its meaning {meaning:.2f} · together {together:.2f}  (of 1)"
        )
    return translate(told, words=scores.lexical, meaning=scores.dense, together=scores.hybrid)
