"""What the model wrote of each candidate with the library's pages before it; what no page supports is folded away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lentigo.domain.explanation import CitedSentence, Explanation, Support
from lentigo.domain.wording.explanation import SUPPORT, parts_of
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate, translate_count


class ExplanationSection(Section):
    """Hidden where the model explains nothing; a sentence's number opens its page."""

    opened = Signal(int)  # citation id

    def __init__(self) -> None:
        super().__init__(translate("The model's explanation"))
        self.hide()

    def show_explanations(self, explanations: tuple[Explanation, ...]) -> None:
        """Show them, candidate by candidate."""
        self.empty()
        self.setVisible(bool(explanations))
        self.say(translate("a draft, no evidence: numbers name the pages that say so"))
        for told in explanations:
            self.body.addWidget(label(told.label[:1].upper() + told.label[1:], "heading", wrap=True))
            for title, sentences in parts_of(told):
                self._add_part(title, [each for each in sentences if each.support is not Support.UNSUPPORTED])
        if dropped := [each for told in explanations for each in told.sentences if each.support is Support.UNSUPPORTED]:
            self.body.addWidget(self._folded(dropped))

    def _add_part(self, title: str, sentences: list[CitedSentence]) -> None:
        self.body.addWidget(label(title, "note"))
        for sentence in sentences:
            self.body.addWidget(self.sentence_row(sentence))
        if not sentences:
            self.body.addWidget(Paragraph(translate("nothing usable"), "muted"))

    def sentence_row(self, sentence: CitedSentence) -> QWidget:
        """A sentence with the number of its source, or the word that it has none."""
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
        link = LineButton(f"[{number}]", role="link", name=name, tip=name, on_click=lambda: self.opened.emit(number))
        box.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _folded(self, sentences: list[CitedSentence]) -> Section:
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
