"""The list of keys."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.shell.keys_table import KeyMeaning, keys_table
from lentigo.language import translate


class ShortcutsDialog(ReadingDialog):
    """`keys` are those of the window as it is."""

    def __init__(self, keys: Sequence[KeyMeaning], parent: QWidget) -> None:
        super().__init__(translate("Keyboard shortcuts"), parent)
        self.content.addWidget(keys_table(keys))
        self.content.addStretch(1)
