"""The question whether a stick's signature is the packager's, which only the user can answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate

_HOW = deferred(
    "Compare these letters and digits with those on the packager’s sheet, or have them read to you on the telephone; "
    "never with anything that came on the stick itself."
)


class KeyQuestion(QFrame):
    """Shows the fingerprint large; nothing can be brought in before the answer."""

    answered = Signal(bool)  # whether they are the same

    def __init__(self, fingerprint: str) -> None:
        super().__init__()
        self.setProperty("role", "disclaimer")
        words = Paragraph()
        opening = translate("This is signed with a key that this computer does not know yet.")
        words.say(translate(_HOW), strong=opening)
        self.fingerprint = label(fingerprint, "fingerprint", wrap=True)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(translate("The key’s fingerprint: {fingerprint}", fingerprint=fingerprint))
        self.same = LineButton(translate("These are the same"), on_click=lambda: self.answered.emit(True))
        self.differ = LineButton(translate("They differ"), on_click=lambda: self.answered.emit(False))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.same)
        buttons.addWidget(self.differ)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(words)
        box.addWidget(self.fingerprint)
        box.addLayout(buttons)
