"""A letter before it leaves the program: each of its parts can be changed, and the paper chosen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from lentigo.domain.letter import Letter, LetterKind, LetterPaper, LetterPart
from lentigo.domain.wording.letter import HEADINGS, PARTS
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.language import deferred, language_spoken, languages, translate

_LINE = 19  # pixels
_AROUND = 18
_LINES = (2, 8)  # at least, at most
_PAUSE_MS = 500  # in typing, after which what was typed is kept
_PAPERS: tuple[tuple[LetterPaper, str], ...] = (("A4", deferred("A4")), ("A5", deferred("A5, half of that")))
_MEANINGS = {
    LetterKind.REFERRAL: deferred(
        "Made of what you entered and accepted, and of the handbook’s words with their page. Change what you like; an "
        "empty field becomes a line to fill in by hand."
    ),
    LetterKind.PATIENT: deferred(
        "In plain words, with the handbook’s own sentences and their page. Take out what does not fit this patient; an "
        "empty field becomes lines to fill in by hand."
    ),
}


Draft = Callable[[str], Letter]  # by the tag of a language


class LetterDialog(ReadingDialog):
    """`asked` is the letter as it stands, and the paper; what was typed is kept for the next time."""

    asked = Signal(object, str)
    kept = Signal(object)  # Letter

    def __init__(self, letter: Letter, parent: QWidget, *, paper: LetterPaper, signed: bool, draft: Draft) -> None:
        super().__init__(translate(HEADINGS[letter.kind]), parent)
        self._letter = letter
        self._drafted, self._draft = draft(letter.language), draft
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.content.addWidget(Paragraph(translate(_MEANINGS[letter.kind])))
        if not signed:
            words = translate("The report is not signed yet, and this page will say so.")
            unsigned = Paragraph(words, "alarm")
            unsigned.setContentsMargins(8, 6, 8, 6)
            self.content.addWidget(unsigned)
        self.fields: dict[LetterPart, QPlainTextEdit] = {}
        for part, text in letter.parts:
            self._add_field(part, text)
        self.paper = Choice()
        self.paper.setAccessibleName(translate("Paper"))
        for each, words in _PAPERS:
            self.paper.addItem(translate(words), each)
        self.paper.setCurrentIndex(self.paper.findData(paper))
        self.export = LineButton(translate("Export…"), role="primary", icon="export", on_click=self._ask)
        self.buttons.insertWidget(0, self.paper)
        self._offer_languages()
        self.buttons.addWidget(self.export)
        self.finished.connect(lambda _result: self._keep())

    @property
    def letter(self) -> Letter:
        """As it stands."""
        letter = self._letter
        for part, field in self.fields.items():
            letter = letter.with_part(part, _text(field).strip())
        return letter

    def _offer_languages(self) -> None:
        """The patient's own, where there is a catalogue for it."""
        self.language = Choice()
        self.language.setAccessibleName(translate("Language of the sheet"))
        for tag in languages():
            self.language.addItem(QLocale(tag).nativeLanguageName() or tag, tag)
        self.language.setCurrentIndex(max(self.language.findData(self._letter.language or language_spoken()), 0))
        self.language.currentIndexChanged.connect(self._change_language)
        self.language.setVisible(self._letter.kind is LetterKind.PATIENT and self.language.count() > 1)
        self.buttons.insertWidget(0, self.language)

    def _change_language(self) -> None:
        """What was typed stays as it is."""
        known = self.letter
        before, self._drafted = dict(self._drafted.parts), self._draft(self.language.currentData())
        self._letter = self._drafted
        for part, text in self._drafted.parts:
            typed = dict(known.parts)[part]
            self.fields[part].setPlainText(text if typed == before[part] else typed)

    def _add_field(self, part: LetterPart, text: str) -> None:
        field = self.fields[part] = QPlainTextEdit(text)
        name = translate(PARTS[part])
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        field.setAcceptDrops(False)
        field.textChanged.connect(partial(_fit, field))
        field.textChanged.connect(self._pause.start)
        _fit(field)
        caption = label(name, "heading")
        caption.setBuddy(field)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(caption)
        box.addWidget(field)
        self.content.addLayout(box)

    def _keep(self) -> None:
        self._pause.stop()
        self.kept.emit(self.letter)

    def _ask(self) -> None:
        letter, paper = self.letter, self.paper.currentData()
        self.accept()
        self.asked.emit(letter, paper)


def _fit(field: QPlainTextEdit) -> None:
    """As high as its text, within limits."""
    least, most = _LINES
    lines = min(max(field.document().blockCount() + len(field.toPlainText()) // 80, least), most)
    field.setFixedHeight(scaled(lines * _LINE + _AROUND))


def _text(field: QPlainTextEdit) -> str:
    """Qt's own makes spaces of those that must not break, as before the number of a page."""
    return field.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
