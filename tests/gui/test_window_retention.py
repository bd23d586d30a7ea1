"""The clinic's choice of how long cases are kept: off at first, then offered, asked twice, and never by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk, Opener
from made_up_clinic import fill

from lentigo.domain.record import CaseFilter
from lentigo.gui.records.cases_page import CasesPage
from lentigo.gui.records.retention_bar import RetentionBar
from lentigo.gui.shell.settings_dialog import SettingsDialog
from lentigo.paths import Paths
from lentigo.settings import Settings, load_settings, save_settings

LONG_MS = 60_000


@pytest.fixture
def desk(open_desk: Opener, paths: Paths, phantoms: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A clinic of two patients whose six cases are of January 2026; the clock says 2031."""
    fill(paths, (phantoms / "phantom-pigmented.jpg",), 6)
    monkeypatch.setattr("lentigo.gui.records.retention_bar.datetime", Later)
    return open_desk()


class Later:
    """Five years and some days after."""

    @staticmethod
    def now(zone: object) -> object:
        from datetime import datetime

        return datetime(2031, 3, 1, tzinfo=zone)  # type: ignore[arg-type]


def cases(desk: Desk) -> CasesPage:
    return desk.opened.pages.cases


def bar(desk: Desk) -> RetentionBar:
    return cases(desk).retention


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=LONG_MS)


def choose(desk: Desk, years: int) -> None:
    desk.window.dialogs.show_settings()
    dialog = desk.window.findChild(SettingsDialog)
    dialog.retention.setCurrentIndex(dialog.retention.findData(years))
    dialog.retention.activated.emit(dialog.retention.currentIndex())
    dialog.accept()
    desk.window.activateWindow()  # as a window manager does once a dialog is gone
    desk.bot.waitUntil(desk.window.isActiveWindow)


def open_cases(desk: Desk) -> None:
    cases(desk).wanted.emit()
    wait(desk, lambda: cases(desk).list.cases.total)


def test_nothing_is_offered_before_the_clinic_chooses(desk: Desk) -> None:
    assert Settings().retention_years == 0
    open_cases(desk)
    desk.bot.wait(200)
    assert bar(desk).isHidden()
    cases(desk).shown.setCurrentIndex(list(CaseFilter).index(CaseFilter.OVERDUE))
    wait(desk, lambda: not cases(desk).list.cases.total)
    assert bar(desk).isHidden()


def test_a_longer_time_offers_nothing_either(desk: Desk) -> None:
    choose(desk, 10)
    open_cases(desk)
    desk.bot.wait(200)
    assert bar(desk).isHidden()


def test_what_is_older_is_offered_looked_at_and_erased_after_two_questions(desk: Desk, paths: Paths) -> None:
    choose(desk, 5)
    assert load_settings(paths.settings).retention_years == 5
    open_cases(desk)
    wait(desk, lambda: bar(desk).isVisible())
    told = bar(desk).bar.text.accessibleName()
    assert told == (
        "6 cases are older than the clinic keeps them: last changed before 1 March 2026. Nothing is erased by itself."
    )
    assert cases(desk).list.cases.total == 6
    bar(desk).bar.button.click()
    wait(desk, lambda: cases(desk).list.cases.query.shown is CaseFilter.OVERDUE)
    wait(desk, lambda: bar(desk).isVisible() and bar(desk).bar.button.text() == "Erase all…")
    bar(desk).bar.button.click()
    question = bar(desk).question
    assert question.keep.hasFocus()
    assert "6 cases, last changed before 1 March 2026" in question.words.accessibleName()
    question.keep.click()
    assert question.isHidden()
    assert cases(desk).list.cases.total == 6
    bar(desk).bar.button.click()
    question.confirm.click()
    assert "no undo, and no backup either" in question.words.accessibleName()
    question.confirm.click()
    wait(desk, lambda: not cases(desk).list.cases.total)
    assert cases(desk).message.text.accessibleName().startswith("They were erased")
    assert bar(desk).isHidden()


def test_who_comes_again_is_not_offered(desk: Desk) -> None:
    choose(desk, 5)
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.reopened, timeout=LONG_MS):
        cases(desk).open_asked.emit("case-0")
    desk.column.encounter.duration.setText("a week")
    assert desk.case_page.exchange.keeper.settle()
    open_cases(desk)
    wait(desk, lambda: bar(desk).isVisible())
    assert bar(desk).bar.text.accessibleName().startswith("3 cases are older")  # of the other patient


def test_a_choice_that_the_program_does_not_know_offers_nothing(open_desk: Opener, paths: Paths) -> None:
    save_settings(Settings(retention_years=-3), paths.settings)
    desk = open_desk()
    cases(desk).wanted.emit()
    desk.bot.wait(200)
    assert bar(desk).isHidden()
