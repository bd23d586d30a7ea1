"""The dialogs about the program itself: help, keys, settings, the check of the installation, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell.about_dialog import AboutDialog
from lentigo.gui.shell.check_dialog import CheckDialog
from lentigo.gui.shell.help_dialog import HelpDialog
from lentigo.gui.shell.keys_table import KeyMeaning, keys_of
from lentigo.gui.shell.settings_dialog import SettingsDialog
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog
from lentigo.language import languages

if TYPE_CHECKING:
    from lentigo.gui.shell.main_window import MainWindow


class ProgramDialogs:
    """Opens them over the window; `checker` is asked what is installed, `desk` what takes a moment."""

    def __init__(
        self, *, window: MainWindow, checker: WorkerBridge, desk: WorkerBridge, speak: Callable[[str], bool]
    ) -> None:
        """`speak` as in MainWindow."""
        self._window = window
        self._checker = checker
        self._desk = desk
        self._speak = speak

    def show_shortcuts(self) -> None:
        """List the keys."""
        _open(ShortcutsDialog(self._keys(), self._window))

    def show_help(self) -> None:
        """How to take a photograph, what the program cannot do, and the keys."""
        _open(HelpDialog(self._keys(), self._window))

    def show_settings(self) -> None:
        """What the clinic chooses."""
        dialog = SettingsDialog(
            settings=lambda: self._window.settings,
            languages=languages(),
            keep=self._window.keep_settings,
            desk=self._desk,
            parent=self._window,
        )
        dialog.language_chosen.connect(lambda language: self._choose_language(language, dialog))
        _open(dialog)

    def show_check(self) -> None:
        """Try engine, model and library."""
        _open(CheckDialog(bridge=self._checker, model=self._window.settings.model, parent=self._window))

    def show_about(self) -> None:
        """Versions and licences."""
        _open(AboutDialog(bridge=self._checker, parent=self._window))

    def speak(self, language: str) -> bool:
        """Keep the choice of a language, "" for the system's; whether it is spoken at once."""
        self._window.keep_settings(replace(self._window.settings, language=language))
        return self._speak(language)

    def _choose_language(self, language: str, dialog: SettingsDialog) -> None:
        if self.speak(language):
            dialog.accept()
            self.show_settings()
        else:
            dialog.tell_later()

    def _keys(self) -> list[KeyMeaning]:
        in_place = [key for page in self._window.pages.all for key in page.keys_in_place]
        return keys_of(self._window.actions(), in_place)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
