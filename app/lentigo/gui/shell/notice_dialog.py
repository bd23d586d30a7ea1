"""The notice of the first start: without its acceptance the program closes."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.shell.language_choice import LanguageChoice
from lentigo.language import deferred, languages, translate

NOTICE_VERSION = "1"  # raise it when the words change in substance: the notice is then shown again

_WIDTH = 560  # pixels

_POINTS = (
    (deferred("What it is."), deferred(
        "A second pair of eyes for a qualified clinician. It drafts a report on a skin photograph; you check it, "
        "change it and answer for it.")),
    (deferred("What it is not."), deferred(
        "Not a diagnosis, and not for ruling anything out. It is not cleared or approved as a medical device anywhere. "
        "A negative or missing finding does not exclude disease.")),
    (deferred("The model."), deferred(
        "The one that comes with Lentigo is a small demonstration model for trying the program. Do not use it for the "
        "care of patients.")),
    (deferred("Your data."), deferred(
        "Photographs and what you type stay on this computer. Nothing is sent anywhere.")),
)  # fmt: skip


class NoticeDialog(ReadingDialog):
    """Accepted or rejected; there is no third way. It can be read in each language that the program speaks."""

    def __init__(self, parent: QWidget, *, language: str, speak: Callable[[str], bool]) -> None:
        """`language` is the one of the settings; `speak` has the program speak another one."""
        super().__init__("", parent, width=_WIDTH, closes=False)
        self.language = LanguageChoice(languages(), language)
        self.language.activated.connect(lambda _: self._speak(speak))
        self.content.addWidget(self.language)
        self._points = [Paragraph() for _ in _POINTS]
        for point in self._points:
            self.content.addWidget(point)
        self.accept_button = LineButton(role="primary", on_click=self.accept)
        self.refuse_button = LineButton(on_click=self.reject)
        self.accept_button.setDefault(True)
        for button in (self.refuse_button, self.accept_button):
            self.buttons.addWidget(button)
        self._say()
        self.accept_button.setFocus()

    def _speak(self, speak: Callable[[str], bool]) -> None:
        if speak(self.language.currentData()):
            self._say()
            self.fit()

    def _say(self) -> None:
        self.entitle(translate("Before you begin"))
        self.language.say()
        for point, (opening, text) in zip(self._points, _POINTS, strict=True):
            point.say(translate(text), strong=translate(opening))
        for button, words in (
            (self.accept_button, translate("I understand and accept")),
            (self.refuse_button, translate("Close Lentigo")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
