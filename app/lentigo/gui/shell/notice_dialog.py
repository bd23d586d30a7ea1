"""The notice of the first start: without its acceptance the program closes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph, label

NOTICE_VERSION = "1"  # raise it when the words change in substance: the notice is then shown again

_WIDTH = 560  # pixels

_POINTS = (
    ("What it is.", "A second pair of eyes for a qualified clinician. It drafts a report on a skin photograph; you "
     "check it, change it and answer for it."),
    ("What it is not.", "Not a diagnosis, and not for ruling anything out. It is not cleared or approved as a medical "
     "device anywhere. A negative or missing finding does not exclude disease."),
    ("The model.", "The one that comes with Lentigo is a small demonstration model for trying the program. Do not use "
     "it for the care of patients."),
    ("Your data.", "Photographs and what you type stay on this computer. Nothing is sent anywhere."),
)  # fmt: skip


class NoticeDialog(QDialog):
    """Accepted or rejected; there is no third way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Before you begin")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 24)
        box.setSpacing(16)
        box.addWidget(label("Before you begin", "title"))
        for opening, text in _POINTS:
            point = Paragraph()
            point.say(text, strong=opening)
            box.addWidget(point)
        self.accept_button = LineButton("I understand and accept", role="primary", on_click=self.accept)
        self.refuse_button = LineButton("Close Lentigo", on_click=self.reject)
        self.accept_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.refuse_button)
        buttons.addWidget(self.accept_button)
        box.addSpacing(4)
        box.addLayout(buttons)
        self.accept_button.setFocus()
        self.setFixedHeight(box.totalHeightForWidth(_WIDTH))
