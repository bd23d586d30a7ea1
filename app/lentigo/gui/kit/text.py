"""Labels. Text from a model, a file or a book is never read as markup."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from lentigo.untrusted import markup, readable

LINE_HEIGHT = 145  # per cent
_HEADROOM = "<big>\u2060</big>"  # takes no width; Qt cuts off what stands above a first line's ascent: Thai tone marks


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text in one of the stylesheet's roles: muted, note, small, heading, title, chip, words, urgency, alarm."""
    made = QLabel(readable(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


class Paragraph(QLabel):
    """Wrapped text with room between its lines; can be selected with the mouse."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.say(text)

    def say(self, text: str, *, strong: str = "") -> None:
        """Show `strong` in bold, then `text`."""
        opening = f"<b>{markup(strong)}</b> " if strong else ""
        self.show_markup(f"{opening}{markup(text)}", plain=f"{strong} {text}".strip())

    def show_markup(self, markup: str, *, plain: str) -> None:
        """Show HTML whose foreign text is escaped; `plain` is the same for a screen reader."""
        headroom = _HEADROOM if any(unicodedata.category(each) == "Mn" for each in plain) else ""
        self.setText(f'<div style="line-height:{LINE_HEIGHT}%">{headroom}{markup}</div>')
        self.setAccessibleName(readable(plain))


def tip(text: str) -> str:
    """Foreign text as a tooltip, which Qt would take for rich text wherever it looks like that."""
    return f"<qt>{markup(text)}</qt>"
