"""Starting and ending: the notice, the settings, crashes, the screen's absence, and the whole program."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Opener
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox

from lentigo import application
from lentigo.errors import EngineError
from lentigo.gui.shell.crash import CrashGuard, describe
from lentigo.gui.shell.notice_dialog import NOTICE_VERSION
from lentigo.paths import Paths
from lentigo.settings import load_settings, save_settings


def test_the_notice_is_stored_when_accepted(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    notice = application.show_notice(desk.window)
    notice.accept_button.click()
    assert load_settings(paths.settings).notice_accepted == NOTICE_VERSION
    assert desk.window.isVisible()


def test_refusing_the_notice_closes_the_program(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    notice = application.show_notice(desk.window)
    notice.refuse_button.click()
    assert not desk.window.isVisible()
    assert load_settings(paths.settings).notice_accepted == ""


def test_the_columns_are_remembered_beside_other_settings(open_desk: Opener, paths: Paths) -> None:
    save_settings(replace(load_settings(paths.settings), language="fr"), paths.settings)
    first = open_desk()
    first.window.resize(960, 640)  # what the off-screen screen has room for
    first.column.show()
    first.case_page.columns.setSizes([400, 559])
    first.window.close()
    assert load_settings(paths.settings).language == "fr"
    second = open_desk()
    assert second.window.height() == 640
    assert second.case_page.columns.saveState() == first.case_page.columns.saveState()


def test_damaged_window_settings_do_no_harm(open_desk: Opener, paths: Paths) -> None:
    save_settings(replace(load_settings(paths.settings), window_state="!? ünusable"), paths.settings)
    assert open_desk().window.isVisible()


def test_a_full_disk_does_not_hold_the_window_open(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    paths.settings.mkdir(parents=True)  # the settings cannot be written now
    assert desk.window.close()


@pytest.mark.timed
def test_closing_during_an_analysis_stops_it_quickly(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk("hang")  # one that does not listen
    desk.add("lesion.jpg")
    desk.case_page.analyse.trigger()
    desk.bot.waitUntil(lambda: "step 1" in desk.strip.stage.text(), timeout=20_000)
    desk.bot.waitUntil(lambda: bool(load_settings(paths.settings).open_case), timeout=20_000)  # it is saved
    began = time.monotonic()
    desk.window.close()
    for worker in desk.workers:
        worker.close()
    assert time.monotonic() - began < 3


def test_a_bug_is_told_and_logged_without_what_was_typed(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk()
    log = tmp_path / "window.log"
    guard = CrashGuard(window=desk.window, log=log)
    try:
        int("Ny. Sari binti Canary")
    except ValueError:
        guard.take(*sys.exc_info())  # type: ignore[arg-type]
    desk.bot.waitUntil(lambda: desk.window.findChild(QMessageBox) is not None)
    box = desk.window.findChild(QMessageBox)
    assert "still here" in box.text()
    assert "ValueError" in log.read_text()
    assert "test_window_start.py" in log.read_text()
    assert "Canary" not in log.read_text()
    box.close()


def test_the_hook_catches_what_nobody_caught(
    open_desk: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    guard = CrashGuard(window=desk.window, log=tmp_path / "window.log")
    guard.install()
    sys.excepthook(KeyError, KeyError("patient"), None)
    assert (tmp_path / "window.log").read_text() == describe(KeyError, None)


def test_signals_do_not_use_up_pythons_true(qapp: object) -> None:
    """PySide6 6.12.0 takes a reference of True at each emit; before Python 3.12 the process dies when none is left."""
    timer = QTimer()
    before = sys.getrefcount(True)
    for _ in range(100):
        timer.objectNameChanged.emit("name")
    assert sys.getrefcount(True) > before - 50


def test_without_a_screen_the_program_says_so(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_has_display", lambda: False)
    with pytest.raises(EngineError, match="no screen"):
        application.main(paths)
