"""Photographs that could not be opened: each stays named, with the reason, until it is dismissed."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph, tip
from lentigo.language import translate

_MOST_NAMED = 4  # files in one row


class Refusals(QWidget):
    """One row a reason, under which all files stand that were refused for it; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[tuple[str, str], _Refusal] = {}  # by the sentence and its hint
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.hide()

    def tell(self, name: str, sentence: str, hint: str) -> None:
        """Add a file."""
        reason = sentence, hint
        if reason not in self.rows:
            self.rows[reason] = _Refusal(sentence, hint, on_close=lambda: self._dismiss(reason))
            self._box.addWidget(self.rows[reason])
        self.rows[reason].add(name)
        self.show()

    def clear(self) -> None:
        """Dismiss all."""
        for reason in tuple(self.rows):
            self._dismiss(reason)

    def _dismiss(self, reason: tuple[str, str]) -> None:
        row = self.rows.pop(reason)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self.rows))


class _Refusal(QFrame):
    def __init__(self, sentence: str, hint: str, *, on_close: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._sentence, self._hint = sentence, hint
        self._names: list[str] = []
        self.text = Paragraph()
        self.text.setContentsMargins(0, 4, 0, 0)  # the line height leaves its room under the line
        self.close_button = LineButton(role="quiet", icon="close", on_click=on_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(Sign("notice"))
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)

    def add(self, name: str) -> None:
        self._names.append(name)
        told = f"{_named(self._names)}: {self._sentence}"
        self.text.say(self._hint, strong=told)
        self.text.setToolTip(tip(", ".join(self._names)))
        self.close_button.setAccessibleName(translate("Dismiss the message about {files}", files=_named(self._names)))
        announce(self, self.text.accessibleName())


def _named(names: list[str]) -> str:
    first = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return first if more <= 0 else translate("{files} and {count} more", files=first, count=more)
