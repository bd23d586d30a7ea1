"""What the user can choose for the whole program: the language, and the size of all text. Each is used at once."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from lentigo.gui.kit import theme
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate

_NARROW = 440  # pixels
_LATER = deferred("The window speaks it from the next start: a case is open now, or something runs.")


class SettingsDialog(ReadingDialog):
    """`languages` are tags; "" is the system's."""

    language_chosen = Signal(str)

    def __init__(self, *, language: str, languages: Sequence[str], parent: QWidget) -> None:
        super().__init__(translate("Settings"), parent, width=_NARROW)
        self.language = Choice()
        for tag in ("", *languages):
            self.language.addItem(_own_name(tag), tag)
        self.language.setCurrentIndex(max(self.language.findData(language), 0))
        self.language.activated.connect(lambda _: self.language_chosen.emit(self.language.currentData()))
        self.text_size = Choice()
        for size in theme.TEXT_SIZES:
            self.text_size.addItem(translate("{size} %", size=size), size)
        self.text_size.setCurrentIndex(self.text_size.findData(theme.text_size()))
        self.text_size.activated.connect(lambda _: self._resize())
        self._later = Paragraph(translate(_LATER), "muted")
        self._later.hide()
        for name, choice in ((translate("Language"), self.language), (translate("Size of all text"), self.text_size)):
            caption = label(name, "heading")
            caption.setBuddy(choice)
            choice.setAccessibleName(name)
            self.content.addWidget(caption)
            self.content.addWidget(choice)
        self.content.insertWidget(2, self._later)
        self.content.addStretch(1)

    def tell_later(self) -> None:
        """The language that was chosen cannot be spoken yet."""
        self._later.show()
        self.fit()

    def _resize(self) -> None:
        theme.resize_text(self.text_size.currentData())
        self.fit()


def _own_name(tag: str) -> str:
    """A language in its own words, so that whoever reads it finds it."""
    if not tag:
        return translate("The system’s language")
    return QLocale(tag).nativeLanguageName() or tag
