"""The models' page by keyboard and for a screen reader, at every size of text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clinic_models import LARGE, MINI, NEW, SIGNED, UNSIGNED, ClinicModels
from desk import Desk, Opener
from lasting_worker import LastingWorkers
from model_steps import enter, look, press, row_of, settle, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from tab_order import is_reading_order, tab_order

from lentigo.gui.kit import theme
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.shell.header import Header
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog
from lentigo.paths import Paths

MOST_TABS = 120


@pytest.fixture
def desk(open_desk: Opener, clinic_workers: LastingWorkers) -> Desk:
    """The window, turned to models that no test changes."""
    desk = open_desk(lent=clinic_workers)
    enter(desk)
    return desk


@pytest.fixture
def own_desk(open_desk: Opener, clinic_models: ClinicModels, paths: Paths) -> Desk:
    """The window, turned to models of the test's own."""
    clinic_models.copied_to(paths.data)
    desk = open_desk("real")
    enter(desk)
    return desk


@pytest.fixture
def usual_text() -> Iterator[None]:
    """Text is as large as usual again in the end."""
    yield
    theme.resize_text(100)


def tab_to(desk: Desk, wanted: QWidget) -> None:
    """Press Tab until the focus is there."""
    for _ in range(MOST_TABS):
        if wanted.hasFocus():
            return
        press(desk, Qt.Key.Key_Tab, control=False)
    pytest.fail(f"{wanted.accessibleName()} cannot be reached with the tab key")


def activate(desk: Desk, wanted: QWidget) -> None:
    """Go there with the tab key, and press the space bar."""
    tab_to(desk, wanted)
    press(desk, Qt.Key.Key_Space, control=False)


def test_a_model_is_chosen_checked_and_removed_by_keyboard(own_desk: Desk) -> None:
    desk, page = own_desk, own_desk.models_page
    assert page.bring_button.hasFocus()
    activate(desk, row_of(desk, SIGNED).check)
    settle(desk)
    assert row_of(desk, SIGNED).check.hasFocus()
    activate(desk, row_of(desk, SIGNED).use)
    wait_for(desk, lambda: desk.analyst.model == SIGNED)
    settle(desk)
    assert row_of(desk, SIGNED).check.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    settle(desk)
    wait_for(desk, lambda: row_of(desk, SIGNED)._result.count() == 1)
    assert row_of(desk, SIGNED).check.hasFocus()
    unsigned = row_of(desk, UNSIGNED)
    activate(desk, unsigned.remove)
    assert unsigned.question.keep.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    assert unsigned.remove.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    activate(desk, unsigned.question.confirm)
    assert page.busy
    settle(desk)
    assert page.isAncestorOf(QApplication.focusWidget())


def test_a_question_that_appears_is_scrolled_into_sight(desk: Desk) -> None:
    page = desk.models_page
    desk.window.resize(1000, 640)
    page.scroller.verticalScrollBar().setValue(0)
    row = row_of(desk, LARGE)
    assert row.question.visibleRegion().isEmpty()
    row.remove.click()
    wait_for(desk, lambda: not row.question.keep.visibleRegion().isEmpty())


def test_terms_unfold_by_keyboard(desk: Desk) -> None:
    terms = row_of(desk, MINI).terms
    assert terms.folded
    assert terms._fold
    assert terms._fold.accessibleName() == "Terms and limits, folded"
    activate(desk, terms._fold)
    assert not terms.folded


def test_a_model_is_brought_in_by_keyboard(own_desk: Desk, clinic_models: ClinicModels) -> None:
    desk, page = own_desk, own_desk.models_page
    press(desk, Qt.Key.Key_M, shift=True)
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()
    desk.window.activateWindow()
    wait_for(desk, desk.window.isActiveWindow)
    panel = look(desk, clinic_models.unknown)
    assert panel.question
    assert panel.question.fingerprint.hasFocus()
    activate(desk, panel.question.same)
    activate(desk, panel.rows[0].accept)
    assert panel.chosen == (NEW,)
    activate(desk, panel.bring_button)
    assert page.busy
    settle(desk)
    wait_for(desk, lambda: page._next_focus == "")
    assert row_of(desk, NEW).use.hasFocus()
    activate(desk, panel.documents_button)
    assert desk.library_page.isVisible()


def test_escape_and_the_shortcut_lead_back(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Escape, control=False)
    assert desk.case_page.isVisible()
    press(desk, Qt.Key.Key_M)
    assert desk.models_page.isVisible()
    press(desk, Qt.Key.Key_B)
    assert desk.library_page.isVisible()
    press(desk, Qt.Key.Key_Escape, control=False)
    assert desk.case_page.isVisible()
    press(desk, Qt.Key.Key_M)
    press(desk, Qt.Key.Key_M)
    assert desk.case_page.isVisible()


def test_the_keys_are_listed(desk: Desk) -> None:
    press(desk, Qt.Key.Key_F1, control=False)
    dialog = desk.window.findChild(ShortcutsDialog)
    listed = [part.text() for part in dialog.findChildren(QLabel)]
    dialog.accept()
    assert {"Ctrl+M", "Ctrl+Shift+M", "Bring in a model", "Back to the case"} <= set(listed)


def controls(page: ModelsPage) -> list[QWidget]:
    return [part for part in page.findChildren(QWidget) if isinstance(part, QAbstractButton) and part.isVisible()]


def test_everything_is_reached_in_reading_order_and_has_a_name_of_its_own(
    desk: Desk, clinic_models: ClinicModels
) -> None:
    page = desk.models_page
    panel = look(desk, clinic_models.unknown)
    assert panel.question
    panel.question.same.click()
    reached = [part for part in tab_order(page.back_button) if page.isAncestorOf(part)]
    enabled = {part for part in controls(page) if part.isEnabled()}
    assert enabled <= set(reached)
    assert is_reading_order([part for part in reached if part is not page.scroller], page)
    names = [part.accessibleName() for part in enabled if "folded" not in part.accessibleName()]
    assert all(names)
    assert len(set(names)) == len(names)


def cut_labels(page: ModelsPage) -> list[str]:
    labels = (part for part in page.findChildren(QLabel) if part.isVisible() and part.hasHeightForWidth())
    return [part.text() for part in labels if part.height() < part.heightForWidth(part.width())]


@pytest.mark.usefixtures("usual_text")
def test_nothing_is_cut_off_at_any_size_of_text(desk: Desk, clinic_models: ClinicModels) -> None:
    window, page = desk.window, desk.models_page
    window.resize(1000, 640)
    look(desk, clinic_models.unknown)
    row_of(desk, UNSIGNED).remove.click()
    head = window.findChild(Header)
    for size in theme.TEXT_SIZES:
        theme.resize_text(size)
        for _ in range(3):
            QApplication.processEvents()
        assert (window.width(), window.height()) == (1000, 640), size
        assert page.scroller.widget().width() <= page.scroller.viewport().width(), size
        for part in (*controls(page), *head.findChildren(QAbstractButton)):
            if part.text():
                assert part.width() >= part.sizeHint().width(), (size, part.text())
                assert part.height() >= part.fontMetrics().height(), (size, part.text())
        desk.bot.waitUntil(
            lambda: not cut_labels(page), timeout=10_000
        )  # heights follow widths, on a busy machine later


def test_what_happens_is_said_without_a_change_of_focus(
    own_desk: Desk, clinic_models: ClinicModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = own_desk
    said: list[str] = []
    for module in ("models_page", "model_changes", "model_loading", "page_parts"):
        monkeypatch.setattr(f"lentigo.gui.models.{module}.announce", lambda _widget, text: said.append(text))
    panel = look(desk, clinic_models.known)
    panel.rows[0].accept.click()
    panel.bring_button.click()
    settle(desk)
    row_of(desk, NEW).use.click()
    wait_for(desk, lambda: desk.analyst.model == NEW)
    (tmp_path / "empty").mkdir()
    look(desk, tmp_path / "empty")
    assert said[0] == "4 models in known stick"
    assert "Brought in: New Mini 3." in said[1]
    assert said[2] == "New Mini 3 is used from now on"
    assert said[3].startswith(f"The folder {tmp_path / 'empty'} is empty. Is the stick plugged in?")
