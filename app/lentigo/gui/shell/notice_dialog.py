"""The notice of the first start: without its acceptance the program closes."""

from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph
from lentigo.language import deferred, translate

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
    """Accepted or rejected; there is no third way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(translate("Before you begin"), parent, width=_WIDTH, closes=False)
        for opening, text in _POINTS:
            point = Paragraph()
            point.say(translate(text), strong=translate(opening))
            self.content.addWidget(point)
        self.accept_button = LineButton(translate("I understand and accept"), role="primary", on_click=self.accept)
        self.refuse_button = LineButton(translate("Close Lentigo"), on_click=self.reject)
        self.accept_button.setDefault(True)
        for button in (self.refuse_button, self.accept_button):
            self.buttons.addWidget(button)
        self.accept_button.setFocus()
