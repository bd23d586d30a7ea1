"""The comparison fits small windows, is reached by keys, has names for a screen reader, and is translated."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from language_walk import Walk
from made_up_clinic import NAMES, SITES, fill, patient
from made_up_language import only_marked_sentences
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QSlider, QWidget
from room import cut_off_in
from tab_order import is_reading_order, tab_order

from lentigo.gui.kit import theme
from lentigo.gui.records.compare_canvas import CompareCanvas
from lentigo.gui.records.compare_findings import CompareFindings
from lentigo.gui.records.compare_frame import Manner
from lentigo.paths import Paths

CONTROLS = (QAbstractButton, QComboBox, QSlider, CompareCanvas, CompareFindings)


@pytest.fixture
def open_clinic(open_desk: Opener, paths: Paths, phantoms: Path) -> Iterator[Callable[[], Desk]]:
    """A window of a clinic with three visits, of which two have a report."""

    def open_one() -> Desk:
        fill(paths, (phantoms / "phantom-pigmented.jpg", phantoms / "phantom-red-scaly.jpg"), 3)
        desk = open_desk()
        for case in ("case-0", "case-1"):
            desk.case_page.door.open(case)
            wait(desk, lambda case=case: desk.case_page.exchange.keeper.case_id == case and desk.case.usable)
            desk.analyse()
            assert desk.case_page.exchange.keeper.settle()  # what is compared is what the records hold
        return desk

    yield open_one
    theme.resize_text(100)


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=60_000)


def states(desk: Desk) -> Iterator[str]:
    """Shows one state after the other."""
    page = desk.opened.pages.cases
    page.compare("case-1")
    pictures = page.comparison.pictures
    wait(desk, lambda: not any(size.isEmpty() for size in pictures.canvas.frame.sizes))
    for manner in Manner:
        next(button for button, meaning in pictures.manners.buttons.items() if meaning is manner).click()
        yield manner.value
    pictures.aligning.begin.click()
    yield "marking"
    for _ in range(4):
        QTest.keyClick(pictures.canvas, Qt.Key.Key_Return)
    yield "marked"
    pictures.aligning.use.click()
    yield "refused"
    pictures.canvas.setFocus()
    for _ in range(4):
        QTest.keyClick(pictures.canvas, Qt.Key.Key_Left)
        QTest.keyClick(pictures.canvas, Qt.Key.Key_Return)
        QTest.keyClick(pictures.canvas, Qt.Key.Key_Down)
    pictures.aligning.use.click()
    yield "aligned"
    page.compare("case-2")
    wait(desk, lambda: page.comparison.findings.rows)
    yield "one report"


def as_written(desk: Desk) -> set[str]:
    """What the model wrote, which stays in its words."""
    records = desk.opened.pages.cases.comparison._records.values()
    return {finding.value for record in records if record.case.report for finding in record.case.report.findings}


def test_nothing_is_cut_off(open_clinic: Callable[[], Desk]) -> None:
    desk = open_clinic()
    found = cut_off_in(desk.window, states(desk))
    assert not found, "\n".join(found)


def test_every_control_has_a_name_and_its_place_in_the_order_of_tabs(open_clinic: Callable[[], Desk]) -> None:
    desk = open_clinic()
    page = desk.opened.pages.cases
    for state in states(desk):
        controls: list[QWidget] = [each for kind in CONTROLS for each in page.findChildren(kind) if each.isVisible()]
        assert not [each for each in controls if not each.accessibleName()], state
        reached = [part for part in tab_order(desk.case_page.strip.analyse) if page.isAncestorOf(part)]
        assert {each for each in controls if each.isEnabled()} <= {*reached}, state
        left = [part for part in reached if not isinstance(part, CompareFindings)]
        assert is_reading_order(left, page), state
    said = " ".join(each.text() for each in page.comparison.findings.findChildren(QLabel))
    assert "There is no report of" in said
    assert "different things" not in said, "nothing is told of a report that is not there"


def test_no_english_is_left(open_clinic: Callable[[], Desk]) -> None:
    with only_marked_sentences():
        desk = open_clinic()
        walk = Walk(desk, [])
        walk.known.update(NAMES, SITES, (patient(0).shown,), ("0.jpg", "1.jpg"))
        for state in states(desk):
            walk.known.update(as_written(desk))
            walk.look(state)
    assert not walk.found
