"""What the clinician fills in before signing. The program fills in who that is, where it knows, and nothing else."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.red_flag import RedFlag
from lentigo.domain.sign_off import FinalDiagnosis, Review, Signer
from lentigo.domain.wording.clinician import signer_of
from lentigo.domain.wording.sign_off import AGREEMENTS, MISSING, codes_text
from lentigo.gui.case.diagnosis_line import DiagnosisLine
from lentigo.gui.case.flag_reply_row import FlagReplyRow
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.segments import Segments
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.gui.kit.undo_elsewhere import UndoElsewhere
from lentigo.language import translate

_REMARKS_HEIGHT = 56  # pixels


class ReviewForm(QWidget):
    """`review` reads it. Its edits are undone with all others of the case."""

    changed = Signal()
    sign_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._undo = UndoElsewhere(self)
        self.replies: list[FlagReplyRow] = []
        self._flags: tuple[RedFlag, ...] = ()
        self._coded = FinalDiagnosis()
        self._who: Clinician | None = None
        self.diagnosis = DiagnosisLine(translate("Final diagnosis"))
        self.codes = label(role="note")
        answers = [(answer, translate(words)) for answer, words in AGREEMENTS.items()]
        self.agreement = Segments(translate("With this draft"), answers)
        self.action, self.name, self.role = (
            self._line(name)
            for name in (translate("Action taken"), translate("Your name"), translate("Your role, such as nurse"))
        )
        self.remarks = QPlainTextEdit()
        self.remarks.setAccessibleName(translate("Remarks"))
        self.remarks.setTabChangesFocus(True)
        self.remarks.setUndoRedoEnabled(False)
        self.remarks.setAcceptDrops(False)
        self.remarks.setFixedHeight(scaled(_REMARKS_HEIGHT))
        self.bar = MessageBar()
        self.missing = Paragraph(role="note")
        self.binding = Paragraph(role="note")
        self.binding.hide()
        self.sign = LineButton(translate("Sign"), role="primary", name=translate("Sign this report"))
        self.sign.clicked.connect(lambda: self.sign_asked.emit())
        self._lay_out()
        self._listen()

    def bind(self, who: Clinician | None) -> None:
        """Have whoever unlocked the records sign, in no other name; None where nobody is known, and anybody may."""
        self._who = who
        signer = signer_of(who) if who else Signer()
        with QSignalBlocker(self):
            for line, words in ((self.name, signer.name), (self.role, signer.role)):
                line.setText(words)
                line.setReadOnly(bool(who))
        told = translate("Lentigo is unlocked for {name}. Lock it to let somebody else sign.", name=signer.name)
        assistant = translate("You prepare this report. A clinician unlocks Lentigo and signs it.")
        self.binding.say(told if self._may_sign else assistant)
        self.binding.setVisible(bool(who))

    def signed_by(self, review: Review) -> Review:
        """A review in the name that it would be signed in."""
        return replace(review, signer=signer_of(self._who)) if self._who else review

    @property
    def _may_sign(self) -> bool:
        return self._who is None or self._who.role is Role.CLINICIAN

    @property
    def review(self) -> Review:
        """What stands there; of a known person's name, only once they have signed."""
        return Review(
            agreement=self.agreement.value,
            diagnosis=self._diagnosis(),
            action=self.action.text().strip(),
            remarks=self.remarks.toPlainText().strip(),
            signer=Signer() if self._who else Signer(name=self.name.text().strip(), role=self.role.text().strip()),
            replies=tuple(row.reply for row in self.replies if row.reply.answer or row.reply.text),
        )

    def show_review(self, review: Review, flags: tuple[RedFlag, ...]) -> None:
        """Fill the form, without a word of change; `flags` are those that fired."""
        if flags != self._flags:
            self._ask_about(flags)
        typed = replace(review, signer=Signer()) if self._who else review
        if typed != self.review:
            with QSignalBlocker(self):
                self._fill(review)
        lacks = self.signed_by(review).missing(flags)
        self.sign.setEnabled(not lacks and self._may_sign)
        told = ", ".join(translate(MISSING[each]) for each in lacks)
        self.missing.say(translate("Before you can sign: {missing}.", missing=told) if lacks else "")
        self.missing.setVisible(bool(lacks))
        self.codes.setText(codes_text(review.diagnosis.icd10, review.diagnosis.icd11))
        self.codes.setVisible(bool(self.codes.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "remarks"):
            self.remarks.setFixedHeight(scaled(_REMARKS_HEIGHT))

    def _diagnosis(self) -> FinalDiagnosis:
        """A name that had its codes keeps them, even where the handbook's list is not there yet."""
        name, condition = self.diagnosis.text().strip(), self.diagnosis.condition
        if name == self._coded.name:
            return self._coded
        if condition is None:
            return FinalDiagnosis(name=name)
        return FinalDiagnosis(name=name, icd10=condition.icd10, icd11=condition.icd11)

    def _fill(self, review: Review) -> None:
        self._coded = review.diagnosis
        self.agreement.answer(review.agreement)
        signer = self.signed_by(review).signer
        for line, text in (
            (self.diagnosis, review.diagnosis.name),
            (self.action, review.action),
            (self.name, signer.name),
            (self.role, signer.role),
        ):
            line.setText(text)
        self.remarks.setPlainText(review.remarks)
        for row in self.replies:
            row.show_reply(review.reply_to(row.flag))

    def _ask_about(self, flags: tuple[RedFlag, ...]) -> None:
        known = self.review
        empty_layout(self._flag_box)
        self._flags = flags
        self.replies = [FlagReplyRow(flag) for flag in flags]
        for row in self.replies:
            row.show_reply(known.reply_to(row.flag))
            row.words.installEventFilter(self._undo)
            row.changed.connect(self.changed)
            self._flag_box.addWidget(row)
        self._flags_title.setVisible(bool(flags))

    def _line(self, name: str) -> LineEdit:
        line = LineEdit()
        line.setAccessibleName(name)
        line.setAcceptDrops(False)
        return line

    def _lay_out(self) -> None:
        self._flags_title = label(translate("What became of each red flag"), "muted", wrap=True)
        self._flag_box = QVBoxLayout()
        self._flag_box.setSpacing(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._flags_title)
        box.addLayout(self._flag_box)
        box.addSpacing(4)
        box.addLayout(self._fields())
        for part in (self.binding, self.missing, self.bar):
            box.addWidget(part)
        box.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignRight)
        self._flags_title.hide()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        places: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (translate("Final diagnosis, your own"), self.diagnosis, 0, 0, 2),
            (translate("With this draft"), self.agreement, 3, 0, 2),
            (translate("Action taken"), self.action, 5, 0, 2),
            (translate("Remarks"), self.remarks, 7, 0, 2),
            (translate("Name"), self.name, 9, 0, 1),
            (translate("Role"), self.role, 9, 1, 1),
        )
        for name, field, row, column, span in places:
            caption = label(name, "note")
            caption.setContentsMargins(0, 6, 0, 0)
            caption.setBuddy(field)
            grid.addWidget(caption, row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)
        grid.addWidget(self.codes, 2, 0, 1, 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        return grid

    def _listen(self) -> None:
        for line in (self.diagnosis, self.action, self.name, self.role):
            line.textChanged.connect(self.changed)
            line.installEventFilter(self._undo)
        self.remarks.textChanged.connect(self.changed)
        self.remarks.installEventFilter(self._undo)
        self.agreement.changed.connect(self.changed)
