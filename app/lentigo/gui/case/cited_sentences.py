"""Sentences of a model as the window shows them: with the number of their source, or folded away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lentigo.domain.explanation import CitedSentence, Support
from lentigo.domain.wording.explanation import SUPPORT
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate, translate_count


def sentence_row(sentence: CitedSentence, on_open: Callable[[int], None]) -> QWidget:
    """A sentence with the number of its source, which `on_open` is called with, or the word that it has none."""
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(12, 0, 0, 0)
    box.setSpacing(4)
    if sentence.citation is None:
        told = translate("{sentence} (not in the library)", sentence=sentence.text)
        box.addWidget(Paragraph(told, "muted"), 1)
        return row
    number = sentence.citation
    box.addWidget(Paragraph(sentence.text), 1)
    name = translate("Source {number} of this sentence", number=number)
    link = LineButton(f"[{number}]", role="link", name=name, tip=name, on_click=lambda: on_open(number))
    box.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    return row


def folded_sentences(sentences: Sequence[CitedSentence]) -> Section:
    """What no page supports, behind a fold."""
    title = translate_count(
        "{count} sentence that its page does not support",
        "{count} sentences that their pages do not support",
        len(sentences),
    )
    folded = Section(title, foldable=True)
    folded.body.addWidget(Paragraph(translate(SUPPORT[Support.UNSUPPORTED]), "note"))
    for sentence in sentences:
        folded.body.addWidget(Paragraph(sentence.text, "muted"))
    return folded
