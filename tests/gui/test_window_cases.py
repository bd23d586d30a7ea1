"""The cases of the clinic: found, opened, followed up, deleted and brought back; no two patients ever mix."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import OWN, PATIENT, locked_records, open_with, seen, wait_open
from made_up_clinic import NAMES, fill
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from lentigo.domain.case import Case
from lentigo.domain.encounter import History
from lentigo.domain.record import CaseFilter, CaseOrder
from lentigo.gui.case.intake import from_files
from lentigo.gui.records.case_list_model import STRETCH
from lentigo.gui.records.cases_page import CasesPage
from lentigo.paths import Paths

LONG_MS = 60_000
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lesions(phantoms: Path) -> tuple[Path, ...]:
    return phantoms / "phantom-pigmented.jpg", phantoms / "phantom-red-scaly.jpg"


@pytest.fixture
def full(open_desk: Opener, paths: Paths, lesions: tuple[Path, ...]) -> Desk:
    """The window of a clinic that has 300 cases."""
    fill(paths, lesions, 300)
    desk = open_desk()
    show(desk, 300)
    return desk


def cases(desk: Desk) -> CasesPage:
    return desk.opened.pages.cases


def show(desk: Desk, total: int) -> None:
    press(desk, Qt.Key.Key_O, CONTROL | SHIFT)
    wait(desk, lambda: cases(desk).list.cases.total == total and cases(desk).list.line)


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=LONG_MS)


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the focus is, as a keyboard does."""
    desk.bot.keyClick(QApplication.focusWidget() or desk.window, key, modifiers)


def write(desk: Desk, text: str) -> None:
    desk.bot.keyClicks(QApplication.focusWidget(), text)


def listed(desk: Desk) -> list[str]:
    model = cases(desk).list.cases
    lines = [model.line(row) for row in range(min(model.total, STRETCH))]
    return [line.id for line in lines if line]


def begin(desk: Desk, photograph: Path, name: str, site: str) -> str:
    """Begin a case of somebody new; returns its id."""
    desk.case_page.new.trigger()
    desk.case.add(from_files([str(photograph)]))
    wait(desk, lambda: desk.case.usable)
    form = desk.column.encounter
    desk.bot.keyClicks(form.patient, name)
    wait(desk, lambda: form.choices.buttons and form.choices.buttons[-1].text().endswith(f"“{name}”"))
    form.choices.buttons[-1].click()
    desk.bot.keyClicks(form.site, site)
    return desk.case_page.exchange.keeper.case_id


def tab_to(desk: Desk, part: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Go on until the part has the focus; the key must reach it."""
    for _ in range(60):
        if part.hasFocus():
            return
        press(desk, key)
    raise AssertionError(f"the key does not reach {part.accessibleName()}")


def test_a_keyboard_is_enough_from_the_start_to_a_follow_up(open_desk: Opener, lesions: tuple[Path, ...]) -> None:
    desk = open_desk()
    keeper, form = desk.case_page.exchange.keeper, desk.column.encounter
    QApplication.clipboard().setImage(QImage(str(lesions[0])))
    press(desk, Qt.Key.Key_V, CONTROL)
    wait(desk, lambda: desk.case.usable)
    press(desk, Qt.Key.Key_1, CONTROL)
    tab_to(desk, form.patient, Qt.Key.Key_Backtab)
    write(desk, "Sari Dewi")
    wait(desk, lambda: form.choices.buttons and form.choices.buttons[-1].text().endswith("“Sari Dewi”"))
    tab_to(desk, form.choices.buttons[-1])
    press(desk, Qt.Key.Key_Space)
    assert desk.case.state.encounter.patient_id
    for field, text in ((form.age, "54"), (form.site, "left shin")):
        tab_to(desk, field)
        write(desk, text)
    for item, answer in ((History.ITCH, "yes"), (History.FEVER, "no")):
        desk.answer(item, answer)
    with desk.bot.waitSignal(desk.analyst.ended, timeout=LONG_MS):
        press(desk, Qt.Key.Key_Return, CONTROL)
    show(desk, 1)
    assert listed(desk) == [keeper.case_id]
    press(desk, Qt.Key.Key_D, CONTROL)
    wait(desk, lambda: desk.case.state.encounter.patient)
    later = desk.case.state.encounter
    assert (later.patient, later.age, later.site) == ("Sari Dewi", 54, "left shin")
    assert later.history == {History.ITCH: True}  # what was absent then is asked again
    assert (desk.case.state.photographs, desk.case.state.report) == ((), None)
    show(desk, 2)
    line = cases(desk).list.cases.line(0)
    assert line
    assert (line.follow_up, line.patient_shown, line.id) == (True, "Sari Dewi", keeper.case_id)


def test_a_deleted_case_comes_back(open_desk: Opener, paths: Paths, lesions: tuple[Path, ...]) -> None:
    fill(paths, lesions, 6)
    desk = open_desk()
    show(desk, 6)
    page, before = cases(desk), listed(desk)
    press(desk, Qt.Key.Key_Return)  # from the search into the list
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Delete)
    wait(desk, lambda: page.list.cases.total == 5)
    press(desk, Qt.Key.Key_Delete)
    wait(desk, lambda: page.list.cases.total == 4)
    assert listed(desk) == [before[0], *before[3:]]
    press(desk, Qt.Key.Key_Z, CONTROL)
    wait(desk, lambda: page.list.cases.total == 5)
    assert listed(desk) == [before[0], *before[2:]]
    page.shown.setCurrentIndex(list(CaseFilter).index(CaseFilter.REMOVED))
    wait(desk, lambda: listed(desk) == [before[1]])
    assert not page.actions_row.open.isEnabled()
    page.actions_row.bring_back.click()
    wait(desk, lambda: page.list.cases.total == 0)
    page.shown.setCurrentIndex(list(CaseFilter).index(CaseFilter.ALL))
    wait(desk, lambda: listed(desk) == before)


def test_a_deleted_case_leaves_the_table(open_desk: Opener, lesions: tuple[Path, ...]) -> None:
    desk = open_desk()
    begin(desk, lesions[0], "Sari Dewi", "left shin")
    show(desk, 1)
    cases(desk).list.removal_asked.emit()
    wait(desk, lambda: cases(desk).list.cases.total == 0)
    assert desk.case.state == Case()
    cases(desk).list.undo_asked.emit()
    wait(desk, lambda: cases(desk).list.cases.total == 1)


def test_three_hundred_cases_are_searched_as_one_types(full: Desk) -> None:
    page = cases(full)
    assert page.query.hasFocus()
    write(full, "jose")
    wait(full, lambda: page.list.cases.total == 48)  # with or without the accent
    assert page.count.text() == "48 cases"
    write(full, " 0011 palm")
    wait(full, lambda: page.list.cases.total < 48)
    (line,) = [page.list.cases.line(row) for row in range(page.list.cases.total)]
    assert line
    assert (line.patient_shown, line.site) == (f"{NAMES[5]}, 0011", "palm")
    page.query.clear()
    wait(full, lambda: page.list.cases.total == 300)
    page.list.scrollToBottom()
    wait(full, lambda: page.list.cases.line(299))
    last = page.list.cases.line(299)
    assert last
    assert last.id == "case-0"
    begun = time.perf_counter()
    page.query.setText("nobody")
    wait(full, lambda: page.list.cases.total == 0)
    assert not page.list.isVisible()
    assert page.nothing.text() == "No case fits."
    assert time.perf_counter() - begun < 5


def test_a_page_that_nobody_looks_at_holds_nothing(full: Desk) -> None:
    page = cases(full)
    page.show_patient("patient-3")
    wait(full, lambda: page.patient.visits.cases.total == 3)
    press(full, Qt.Key.Key_O, CONTROL | SHIFT)
    assert page.patient.form.name.text() == ""
    assert page.patient.title.text() == ""
    assert page.patient.visits.cases.line(0) is None
    assert page.list.cases.total == 0
    assert not page.list.cases._thumbnails
    assert full.window.windowTitle() == "Lentigo"


def test_the_urgent_come_first_where_that_is_asked(open_desk: Opener, paths: Paths, lesions: tuple[Path, ...]) -> None:
    fill(paths, lesions, 3)
    desk = open_desk()
    flagged = begin(desk, lesions[0], "Sari Dewi", "left shin")
    desk.answer(History.SIZE_CHANGE, "yes")
    desk.answer(History.COLOUR_CHANGE, "yes")
    desk.analyse()
    assert desk.case.state.report
    later = begin(desk, lesions[1], "Budi Santoso", "scalp")
    show(desk, 5)
    wait(desk, lambda: listed(desk)[:2] == [later, flagged])
    cases(desk).order.setCurrentIndex(list(CaseOrder).index(CaseOrder.URGENT))
    wait(desk, lambda: listed(desk)[0] == flagged)
    cases(desk).shown.setCurrentIndex(list(CaseFilter).index(CaseFilter.FLAGGED))
    wait(desk, lambda: listed(desk) == [flagged])


def test_two_patients_never_mix(open_desk: Opener, lesions: tuple[Path, ...]) -> None:
    desk = open_desk()
    states = {}
    for photograph, name, site in ((lesions[0], "Ana", "left shin"), (lesions[1], "Budi", "scalp")):
        case = begin(desk, photograph, name, site)
        desk.analyse()
        states[case] = desk.case.state
    ana, budi = states
    for wanted in (ana, budi, ana):
        with desk.bot.waitSignal(desk.case_page.exchange.keeper.reopened, timeout=LONG_MS):
            cases(desk).open_asked.emit(wanted)
        assert desk.case.state == states[wanted]
        assert desk.column.encounter.encounter == states[wanted].encounter
        assert states[wanted].encounter.patient in desk.case_page.identity.words.text()
    cases(desk).open_asked.emit(budi)
    cases(desk).open_asked.emit(ana)  # before the other one has come
    cases(desk).open_asked.emit(budi)
    wait(desk, lambda: desk.case.state == states[budi])
    desk.bot.wait(500)
    assert desk.case.state == states[budi]
    assert desk.case_page.exchange.keeper.case_id == budi
    desk.bot.keyClicks(desk.column.encounter.duration, "a week")
    assert desk.case_page.exchange.keeper.settle()
    cases(desk).open_asked.emit(ana)
    wait(desk, lambda: desk.case.state == states[ana])


def test_recent_cases_are_named_by_day_and_site_only(
    open_desk: Opener, paths: Paths, lesions: tuple[Path, ...]
) -> None:
    fill(paths, lesions, 12)
    desk = open_desk()
    recent = cases(desk).recent
    recent.read()
    wait(desk, lambda: len(recent.actions()) == 8)
    told = [action.text() for action in recent.actions()]
    assert told[0] == "8 January 2026: upper lip · not analysed"
    assert not any(name in text for name in NAMES for text in told)
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.reopened, timeout=LONG_MS):
        recent.actions()[0].trigger()
    assert desk.case.state.encounter.site == "upper lip"


def test_a_locked_window_holds_no_list_and_shows_it_again_to_whoever_opens(open_desk: Opener, paths: Paths) -> None:
    locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    desk.add("lesion.jpg")
    desk.column.encounter.patient.setText(PATIENT)
    show(desk, 1)
    page = cases(desk)
    page.recent.read()
    wait(desk, lambda: page.recent.actions()[0].isEnabled())
    page.query.setText("sari")
    wait(desk, lambda: not page.list.cases.query.text or page.list.cases.total == 1)
    desk.opened.access.lock()
    assert page.list.cases.total == 0
    assert page.list.cases.line(0) is None
    assert page.query.text() == ""
    assert not page.recent.actions()[0].isEnabled()
    wait(desk, lambda: desk.window.cover.closed)
    assert PATIENT not in seen(desk)
    open_with(desk, OWN)
    wait_open(desk)
    wait(desk, lambda: page.list.cases.total == 1)
