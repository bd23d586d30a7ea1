"""Ask about this photograph: questions and answers of a model that can converse, each sentence with its source."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lentigo.domain.conversation import LONGEST_QUESTION, Turn
from lentigo.domain.explanation import Support
from lentigo.domain.wording.answer_flag import FLAWS
from lentigo.domain.wording.conversation import SUGGESTIONS, forgotten_text
from lentigo.gui.case.cited_sentences import folded_sentences, sentence_row
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate


class ConversationPage(QWidget):
    """The turns so far, and a line to ask in."""

    asked = Signal(str)
    stopped = Signal()
    opened = Signal(int, int)  # which turn, and the id of one of its citations

    def __init__(self) -> None:
        super().__init__()
        self.message = MessageBar()
        self.line = LineEdit()
        self.line.setAccessibleName(translate("Question about the photograph"))
        self.line.setPlaceholderText(translate("Ask about this photograph"))
        self.line.setMaxLength(LONGEST_QUESTION)
        self.line.setAcceptDrops(False)
        self.line.returnPressed.connect(self._submit_question)
        self.ask = LineButton(translate("Ask"), on_click=self._submit_question)
        self.stop = LineButton(translate("Stop"), icon="stop", on_click=self.stopped.emit)
        self.stop.setAccessibleName(translate("Stop the answer"))
        self.suggestions = [self._suggestion(translate(each)) for each in SUGGESTIONS]
        self._growing = Paragraph(role="muted")
        self._turns = QVBoxLayout()
        self._turns.setSpacing(8)
        self._lay_out()
        self.rest(possible=False)

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show the whole conversation."""
        empty_layout(self._turns)
        for index, turn in enumerate(turns):
            self._add_turn(index, turn)
        bar = self._scroller.verticalScrollBar()
        bar.setValue(bar.maximum())

    def begin(self, question: str) -> None:
        """Show that a question is being answered."""
        self.message.hide()
        self.line.clear()
        self._growing.say(translate("…"), strong=question)
        self._growing.show()
        self._enable(answering=True, possible=True)

    def grow(self, question: str, text: str) -> None:
        """Show how far the answer is, unchecked."""
        self._growing.say(text, strong=question)

    def rest(self, *, possible: bool) -> None:
        """Nothing is being answered; `possible` says whether anything can be asked."""
        self._growing.hide()
        self._enable(answering=False, possible=possible)

    def _enable(self, *, answering: bool, possible: bool) -> None:
        for widget in (self.line, self.ask, *self.suggestions):
            widget.setEnabled(possible and not answering)
        self.stop.setVisible(answering)

    def _submit_question(self) -> None:
        if text := self.line.text().strip():
            self.asked.emit(text)

    def _suggestion(self, text: str) -> LineButton:
        name = translate("Ask: {question}", question=text)
        return LineButton(text, role="quiet", name=name, on_click=lambda: self.asked.emit(text))

    def _add_turn(self, index: int, turn: Turn) -> None:
        self._turns.addWidget(label(turn.question, "heading", wrap=True))
        shown = [each for each in turn.answer if each.support is not Support.UNSUPPORTED]
        for sentence in shown:
            self._turns.addWidget(sentence_row(sentence, lambda number: self.opened.emit(index, number)))
        if not shown:
            self._turns.addWidget(Paragraph(translate("No usable answer."), "muted"))
        for flaw in turn.flaws:
            self._turns.addWidget(Paragraph(translate(FLAWS[flaw]), "note"))
        if turn.forgotten:
            self._turns.addWidget(Paragraph(forgotten_text(turn.forgotten), "note"))
        if dropped := [each for each in turn.answer if each.support is Support.UNSUPPORTED]:
            self._turns.addWidget(folded_sentences(dropped))

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 12, 24, 12)
        inside.setSpacing(12)
        told = translate("A draft by the model, no evidence, kept with the case. It can be wrong: look at its sources.")
        inside.addWidget(Paragraph(told, "note"))
        inside.addLayout(self._turns)
        inside.addWidget(self._growing)
        inside.addStretch(1)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setAccessibleName(translate("Conversation"))
        self._scroller.setWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 12)
        box.setSpacing(8)
        box.addWidget(self.message)
        box.addWidget(self._scroller, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        for suggestion in self.suggestions:
            foot.addWidget(suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        asking = QHBoxLayout()
        for widget, room in ((self.line, 1), (self.ask, 0), (self.stop, 0)):
            asking.addWidget(widget, room)
        foot.addLayout(asking)
        box.addLayout(foot)
