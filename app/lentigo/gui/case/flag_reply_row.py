"""One red flag that fired, and what the clinician says to it before signing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.red_flag import RedFlag
from lentigo.domain.sign_off import FlagAnswer, FlagReply
from lentigo.domain.wording.red_flag import rule_text
from lentigo.domain.wording.sign_off import FLAG_ANSWERS
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.segments import Segments
from lentigo.gui.kit.text import label
from lentigo.language import translate


class FlagReplyRow(QWidget):
    """Acted on, or not and why."""

    changed = Signal()

    def __init__(self, flag: RedFlag) -> None:
        super().__init__()
        self.flag = flag
        rule = rule_text(flag)
        self.answer = Segments(rule, [(answer, translate(words)) for answer, words in FLAG_ANSWERS.items()])
        self.words = LineEdit()
        self.words.setAccessibleName(translate("{rule}: what was done, or why not", rule=rule))
        self.words.setAcceptDrops(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(label(rule, wrap=True))
        box.addWidget(self.answer)
        box.addWidget(self.words)
        self.answer.changed.connect(self._show_placeholder)
        self.answer.changed.connect(self.changed)
        self.words.textChanged.connect(self.changed)
        self._show_placeholder()

    @property
    def reply(self) -> FlagReply:
        """What stands there."""
        flag = self.flag
        text = self.words.text().strip()
        return FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=self.answer.value, text=text)

    def show_reply(self, reply: FlagReply) -> None:
        """Show what was said so far."""
        self.answer.answer(reply.answer)
        self.words.setText(reply.text)
        self._show_placeholder()

    def _show_placeholder(self) -> None:
        not_done = self.answer.value is FlagAnswer.NOT_ACTED_ON
        self.words.setPlaceholderText(translate("why not") if not_done else translate("what was done"))
