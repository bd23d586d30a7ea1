"""The pages of the records fit small windows, are reached by keys, have names for a screen reader, are translated."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from language_walk import Walk
from made_up_clinic import NAMES, SITES, fill, patient
from made_up_language import only_marked_sentences
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from room import cut_off_in
from tab_order import is_reading_order, tab_order

from lentigo.gui.kit import theme
from lentigo.gui.records.cases_page import CasesPage
from lentigo.paths import Paths

INTERACTIVE = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)


@pytest.fixture
def open_clinic(open_desk: Opener, paths: Paths, phantoms: Path) -> Iterator[Callable[[], Desk]]:
    """A window of a clinic with six cases."""

    def open_one() -> Desk:
        fill(paths, (phantoms / "phantom-pigmented.jpg",), 6)
        return open_desk()

    yield open_one
    theme.resize_text(100)


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=60_000)


def states(desk: Desk) -> Iterator[str]:
    """Shows one page after the other."""
    page: CasesPage = desk.opened.pages.cases
    page.wanted.emit()
    wait(desk, lambda: page.list.line)
    yield "cases"
    page.list.removal_asked.emit()
    wait(desk, lambda: page.list.cases.total == 5)
    yield "deleted"
    page.list.undo_asked.emit()
    wait(desk, lambda: page.list.cases.total == 6)
    page.query.setText("zzz")
    wait(desk, lambda: page.list.cases.total == 0)
    yield "nothing found"
    page.query.clear()
    page.show_patient("patient-1")
    wait(desk, lambda: page.patient.visits.line)
    page.patient.form.hidden.setChecked(True)
    page.patient.form.consent.setCurrentIndex(2)
    yield "patient"
    page.patient.erase.click()
    yield "erase"
    page.patient.question.confirm.click()
    yield "erase for good"
    page.patient.question.keep.click()
    page.recent.read()
    wait(desk, lambda: len(page.recent.actions()) == 6)
    yield "recent"


def test_nothing_is_cut_off(open_clinic: Callable[[], Desk]) -> None:
    desk = open_clinic()
    found = cut_off_in(desk.window, states(desk))
    assert not found, "\n".join(found)


def test_every_control_has_a_name_and_its_place_in_the_order_of_tabs(open_clinic: Callable[[], Desk]) -> None:
    desk = open_clinic()
    page: CasesPage = desk.opened.pages.cases
    for state in states(desk):
        controls: list[QWidget] = [each for kind in INTERACTIVE for each in page.findChildren(kind) if each.isVisible()]
        nameless = [each for each in controls if not each.accessibleName() and not isinstance(each.parent(), QComboBox)]
        assert not nameless, state
        reached = [part for part in tab_order(desk.case_page.strip.analyse) if page.isAncestorOf(part)]
        assert {each for each in controls if each.isEnabled() and not isinstance(each.parent(), QComboBox)} <= {
            *reached
        }, state
        if state in ("cases", "deleted"):
            assert is_reading_order(reached, page), state


def test_no_english_is_left(open_clinic: Callable[[], Desk]) -> None:
    with only_marked_sentences():
        desk = open_clinic()
        walk = Walk(desk, [])
        walk.known.update(NAMES, SITES, ("zzz", "PATIEN", *(patient(number).shown for number in range(2))))
        for state in states(desk):
            walk.look(state)
            told = [action.text() for action in desk.opened.pages.cases.recent.actions()]
            assert all("[" in text for text in told), told
        form = desk.column.encounter
        desk.case_page.wanted.emit()
        form.patient.setText("budi")
        form.patient.textEdited.emit("budi")
        wait(desk, lambda: form.choices.buttons)
        walk.known.update(("budi", "0001"))
        walk.look("whom is meant")
        form.choices.buttons[0].click()
        wait(desk, lambda: not form.choices.buttons)
        walk.look("known")
    assert not walk.found
