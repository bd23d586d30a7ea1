"""A list of the languages that the program speaks, each in its own words, so that whoever reads it finds it."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale

from lentigo.gui.kit.choice import Choice
from lentigo.language import translate

_NAMES = {  # Qt's are those of one country: "español de España"
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "id": "Bahasa Indonesia",
    "pt-BR": "Português (Brasil)",
    "th": "ไทย",
}


class LanguageChoice(Choice):
    """The items' data are tags; "" is the system's language."""

    def __init__(self, languages: Sequence[str], chosen: str) -> None:
        super().__init__()
        for tag in ("", *languages):
            self.addItem("", tag)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.say()

    def say(self) -> None:
        """Show the names again, where another language is spoken now."""
        self.setAccessibleName(translate("Language"))
        for index in range(self.count()):
            tag = self.itemData(index)
            self.setItemText(index, _name_of(tag) if tag else translate("The system’s language"))


def _name_of(tag: str) -> str:
    return _NAMES.get(tag) or QLocale(tag).nativeLanguageName() or tag
