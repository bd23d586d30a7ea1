"""What the model wrote of each candidate with the library's pages before it; what no page supports is folded away."""

from PySide6.QtCore import Signal

from lentigo.domain.explanation import CitedSentence, Explanation, Support
from lentigo.domain.wording.explanation import parts_of
from lentigo.gui.case.cited_sentences import folded_sentences, sentence_row
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate


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
            self.body.addWidget(folded_sentences(dropped))

    def _add_part(self, title: str, sentences: list[CitedSentence]) -> None:
        self.body.addWidget(label(title, "note"))
        for sentence in sentences:
            self.body.addWidget(sentence_row(sentence, self.opened.emit))
        if not sentences:
            self.body.addWidget(Paragraph(translate("nothing usable"), "muted"))
