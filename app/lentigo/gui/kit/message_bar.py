"""One sentence about something that went wrong, where it went wrong, with one action."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate


class MessageBar(QFrame):
    """Hidden until it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._action: Callable[[], None] = self.hide
        self.text = Paragraph()
        self.text.setContentsMargins(0, 4, 0, 0)  # the line height leaves its room under the line
        self.button = LineButton(name=translate("Act on this message"), on_click=self._act)
        self._close = LineButton(role="quiet", icon="close", name=translate("Dismiss this message"), on_click=self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(Sign("notice"))
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self.hide()

    def tell(
        self, sentence: str, hint: str = "", action: str = "", on_action: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence and what to do about it; the button carries out `on_action`."""
        self.text.say(hint, strong=sentence)
        self._action = on_action or self.hide
        self.button.setVisible(bool(action))
        if action:
            self.button.setText(action)
            self.button.setAccessibleName(action)
        self.show()

    def _act(self) -> None:
        self.hide()
        self._action()
