"""The models' page by keyboard and for a screen reader, at every size of text."""

from collections.abc import Iterator

import pytest
from desk import Desk, Opener
from fakes.scripted_models import FOREIGN, HIKARI, MEDGEMMA, MINI
from model_steps import enter, look, press, row_of, settle, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from tab_order import is_reading_order, tab_order

from lentigo.gui.kit import theme
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.shell.header import Header
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog

MOST_TABS = 120
STICK = "/media/nurse/CLINIC STICK"


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    """The window, turned to the models."""
    desk = open_desk("good")
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


def test_a_model_is_chosen_checked_and_removed_by_keyboard(desk: Desk) -> None:
    page = desk.models_page
    assert page.bring_button.hasFocus()
    activate(desk, row_of(desk, MEDGEMMA.id).check)
    settle(desk)
    assert row_of(desk, MEDGEMMA.id).check.hasFocus()
    activate(desk, row_of(desk, MEDGEMMA.id).use)
    wait_for(desk, lambda: desk.analyst.model == MEDGEMMA.id)
    settle(desk)
    assert row_of(desk, MEDGEMMA.id).check.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    settle(desk)
    wait_for(desk, lambda: row_of(desk, MEDGEMMA.id)._result.count() == 1)
    assert row_of(desk, MEDGEMMA.id).check.hasFocus()
    foreign = row_of(desk, FOREIGN.id)
    activate(desk, foreign.remove)
    assert foreign.question.keep.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    assert foreign.remove.hasFocus()
    press(desk, Qt.Key.Key_Space, control=False)
    activate(desk, foreign.question.confirm)
    assert page.busy
    settle(desk)
    assert page.isAncestorOf(QApplication.focusWidget())


def test_a_question_that_appears_is_scrolled_into_sight(desk: Desk) -> None:
    page = desk.models_page
    desk.window.resize(1000, 640)
    page.scroller.verticalScrollBar().setValue(0)
    row = row_of(desk, HIKARI.id)
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


def test_a_model_is_brought_in_by_keyboard(desk: Desk) -> None:
    page = desk.models_page
    press(desk, Qt.Key.Key_M, shift=True)
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()
    desk.window.activateWindow()
    wait_for(desk, desk.window.isActiveWindow)
    panel = look(desk, STICK)
    assert panel.question
    assert panel.question.fingerprint.hasFocus()
    activate(desk, panel.question.same)
    activate(desk, panel.rows[0].accept)
    assert panel.chosen == (MEDGEMMA.id,)
    activate(desk, panel.bring_button)
    assert page.busy
    settle(desk)
    wait_for(desk, lambda: page._next_focus == "")
    assert row_of(desk, MEDGEMMA.id).use.hasFocus()
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


def test_everything_is_reached_in_reading_order_and_has_a_name_of_its_own(desk: Desk) -> None:
    page = desk.models_page
    panel = look(desk, STICK)
    assert panel.question
    panel.question.same.click()
    reached = [part for part in tab_order(page.back_button) if page.isAncestorOf(part)]
    enabled = {part for part in controls(page) if part.isEnabled()}
    assert enabled <= set(reached)
    assert is_reading_order([part for part in reached if part is not page.scroller], page)
    names = [part.accessibleName() for part in enabled if "folded" not in part.accessibleName()]
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.usefixtures("usual_text")
@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_nothing_is_cut_off_at_any_size_of_text(desk: Desk, size: int) -> None:
    theme.resize_text(size)
    window, page = desk.window, desk.models_page
    window.resize(1000, 640)
    look(desk, STICK)
    row_of(desk, FOREIGN.id).remove.click()
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1000, 640)
    assert page.scroller.widget().width() <= page.scroller.viewport().width()
    head = window.findChild(Header)
    for part in (*controls(page), *head.findChildren(QAbstractButton)):
        if part.text():
            assert part.width() >= part.sizeHint().width(), part.text()
            assert part.height() >= part.fontMetrics().height(), part.text()
    for part in page.findChildren(QLabel):
        if part.isVisible() and part.hasHeightForWidth():
            assert part.height() >= part.heightForWidth(part.width()), part.text()


def test_what_happens_is_said_without_a_change_of_focus(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    for module in ("models_page", "model_changes", "model_loading", "page_parts"):
        monkeypatch.setattr(f"lentigo.gui.models.{module}.announce", lambda _widget, text: said.append(text))
    panel = look(desk, "/media/nurse/known stick")
    panel.rows[0].accept.click()
    panel.bring_button.click()
    settle(desk)
    row_of(desk, MEDGEMMA.id).use.click()
    wait_for(desk, lambda: desk.analyst.model == MEDGEMMA.id)
    look(desk, "/media/empty")
    assert said[0] == "4 models in known stick"
    assert "Brought in: MedGemma 1.5, 4B." in said[1]
    assert said[2] == "MedGemma 1.5, 4B is used from now on"
    assert said[3] == "The folder /media/empty is empty. Is the stick plugged in?"
