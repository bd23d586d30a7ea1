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

_FITS = (  # of the two scores together, which reach 1
    (0.75, deferred("Fits very well")),
    (0.5, deferred("Fits well")),
    (0.25, deferred("Fits in part")),
    (-1.0, deferred("Fits loosely")),
)
_COUNTS = 0.3  # a score below is not why a passage was found


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
    """How well a passage fits, and by what."""
    fit = next(words for least, words in _FITS if scores.hybrid >= least)
    return translate("{fit} · {reason}", fit=translate(fit), reason=_reason(scores, by_meaning))


def _reason(scores: Scores, by_meaning: bool) -> str:
    if not by_meaning:
        return translate("by its words; the meaning was not compared")
    if min(scores.lexical, scores.dense) >= _COUNTS:
        return translate("by its words and its meaning")
    if scores.lexical >= scores.dense:
        return translate("mostly by its words")
    return translate("mostly by its meaning")
