"""Whatever stands over the window when it is locked is gone with it, and nothing comes over the lock afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest
from brake import Brake
from desk import Desk, Opener
from gate_steps import OWN, PATIENT, SLOW_MS, locked_records, open_with, page, seen, wait_open
from PySide6.QtCore import QPoint
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QWidget

from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.body.body_dialog import BodyDialog
from lentigo.gui.case.intake import from_files
from lentigo.gui.case.statement_dialog import Statement
from lentigo.paths import Paths
from lentigo.report.formats import USUAL_FORMAT

Opening = Callable[[Desk], object]


def over(desk: Desk) -> list[str]:
    """What stands over the window or beside it."""
    shown = (each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not desk.window)
    return [f"{type(each).__name__} {each.windowTitle()}" for each in shown]


def lock(desk: Desk) -> None:
    desk.opened.access.lock()  # as the clock does: it asks no dialog
    assert not over(desk)
    page(desk, UnlockPage)
    assert not over(desk)
    assert PATIENT not in seen(desk)


@pytest.fixture
def desk(open_desk: Opener, paths: Paths, phantoms: Path) -> Desk:
    """A window that somebody has opened, with a report on its table."""
    locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.column.encounter.patient.setText(PATIENT)
    desk.analyse()
    return desk


def print_report(desk: Desk) -> None:
    desk.case_page.print.trigger()
    desk.bot.waitUntil(lambda: desk.window.findChild(QPrintDialog) is not None, timeout=SLOW_MS)


def ask_whose(desk: Desk, phantoms: Path) -> None:
    desk.case_page.add(from_files([str(phantoms / "phantom-ring.jpg")]))


def place_on_body(desk: Desk) -> None:
    BodyDialog(desk.window, pin=None, age=54, sex=None).open()


def hover(desk: Desk) -> None:
    words = desk.case_page.identity.words
    from PySide6.QtWidgets import QToolTip

    QToolTip.showText(words.mapToGlobal(QPoint(4, 4)), words.toolTip(), words)
    desk.bot.waitUntil(lambda: bool(over(desk)))


def open_list(desk: Desk) -> None:
    desk.case_page.photograph.kind.showPopup()


def open_menu(desk: Desk) -> None:
    menu = next(each.menu() for each in desk.window.menuBar().actions() if each.menu())
    menu.popup(desk.window.mapToGlobal(QPoint(40, 40)))


OPENINGS: dict[str, Opening] = {
    "print": print_report,
    "export": lambda desk: desk.case_page.exports[USUAL_FORMAT].trigger(),
    "open": lambda desk: desk.case_page.open.trigger(),
    "source": lambda desk: desk.case_page.open_citation(desk.case.state.report.citations[0].id),
    "body": place_on_body,
    "statement": lambda desk: desk.case_page.signing._ask_statement(Statement.ADDENDUM),
    "settings": lambda desk: desk.window.dialogs.show_settings(),
    "people": lambda desk: desk.opened.menu.people.trigger(),
    "list": open_list,
    "menu": open_menu,
    "tip": hover,
}


def test_no_dialog_no_list_and_no_tip_outlives_the_lock(desk: Desk, phantoms: Path) -> None:
    for name, opening in (*OPENINGS.items(), ("whose", lambda desk: ask_whose(desk, phantoms))):
        opening(desk)
        assert over(desk), name
        lock(desk)
        open_with(desk, OWN)
        wait_open(desk)
        assert desk.case.state.report, name


def test_two_dialogs_over_one_another_go_both(desk: Desk) -> None:
    desk.window.dialogs.show_settings()
    print_report(desk)
    assert len(over(desk)) == 2
    lock(desk)


def test_pages_that_are_drawn_behind_the_lock_open_no_print_dialog(desk: Desk) -> None:
    """The dialog used to come over the lock once the worker had drawn them."""
    with Brake(desk.workers.desk) as brake:
        brake.hold()
        desk.case_page.print.trigger()
        lock(desk)
        with desk.bot.waitSignal(desk.case_page.report_print.drawn, timeout=SLOW_MS):
            brake.release()
    desk.bot.wait(50)
    assert not over(desk)
    assert desk.window.findChild(QPrintDialog) is None
    open_with(desk, OWN)
    wait_open(desk)
    assert desk.message().startswith("The report was not printed: Lentigo was locked meanwhile.")


def test_what_is_locked_is_not_in_a_picture_of_the_window(desk: Desk) -> None:
    """Not only hidden words: the photograph's pixels, too."""
    view = desk.case_page.photograph.view
    skin = view.grab().toImage().pixelColor(view.rect().center())
    lock(desk)
    picture = desk.window.grab().toImage()
    place = view.mapTo(desk.window, view.rect().center())
    assert picture.pixelColor(place) != skin
    assert isinstance(desk.window.cover.currentWidget(), QWidget)
