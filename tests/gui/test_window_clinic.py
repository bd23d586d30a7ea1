"""The clinic's choices in the settings: kept at once, and its name and logo come into what is written."""

from pathlib import Path

from desk import Desk, Opener
from gate_steps import SLOW_MS, dialog
from PIL import Image
from PySide6.QtCore import Qt

from lentigo.gui.shell.settings_dialog import SettingsDialog
from lentigo.inference.stopping import StopFlag
from lentigo.paths import Paths
from lentigo.settings import load_settings
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.parts import Parts


def settings(desk: Desk) -> SettingsDialog:
    desk.bot.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    return dialog(desk, SettingsDialog)


def test_what_the_clinic_chooses_is_kept_at_once(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    shown = settings(desk)
    assert (shown.auto_lock.currentText(), shown.backups.currentText()) == ("10 minutes", "7 days")
    for choice, words in ((shown.auto_lock, "2 minutes"), (shown.backups, "never")):
        choice.setCurrentText(words)
        choice.activated.emit(choice.currentIndex())
    desk.bot.keyClicks(shown.clinic, "Puskesmas Kota")
    shown.accept()
    kept = load_settings(paths.settings)
    assert (kept.clinic_name, kept.auto_lock_minutes, kept.backup_days) == ("Puskesmas Kota", 2, 0)


def test_name_and_logo_reach_the_reports(open_desk: Opener, paths: Paths, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGB", (1500, 300), "#1b5a74").save(picture)
    (tmp_path / "words.png").write_text("no picture")
    desk = open_desk("real")
    shown = settings(desk)
    desk.bot.keyClicks(shown.clinic, "Puskesmas Kota")
    shown.logo.save(str(tmp_path / "words.png"))
    desk.bot.waitUntil(lambda: not shown.logo.message.isHidden(), timeout=SLOW_MS)
    shown.logo.save(str(picture))
    desk.bot.waitUntil(lambda: shown.logo.picture.isVisible(), timeout=SLOW_MS)
    shown.accept()
    clinic = read_clinic(Parts(paths=paths, stop=StopFlag()))
    assert (clinic.name, clinic.logo.width) == ("Puskesmas Kota", 600)
    desk.window.dialogs.show_settings()
    again = dialog(desk, SettingsDialog).logo
    desk.bot.waitUntil(again.forget.isVisible, timeout=SLOW_MS)
    again.forget.click()
    desk.bot.waitUntil(lambda: not paths.logo.exists(), timeout=SLOW_MS)
    assert read_clinic(Parts(paths=paths, stop=StopFlag())).logo is None
