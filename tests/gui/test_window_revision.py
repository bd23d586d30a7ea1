"""The draft is the clinician's to accept, change, reject and add to: by keyboard, undoable, the draft beside it."""

from itertools import pairwise

import pytest
from desk import PHANTOMS, Desk, Opener
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.finding import FindingField, FindingSource, FindingState
from lentigo.gui.case.candidate_row import Step

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add(str(PHANTOMS[0]))
    desk.analyse()
    return desk


def report(desk: Desk) -> Assessment:
    assert desk.case.state.report
    return desk.case.state.report


def labels(desk: Desk) -> list[str]:
    return [candidate.label for candidate in report(desk).differential]


def press(desk: Desk, diagnosis: str, step: Step) -> None:
    rows = desk.column.report.differential.rows
    button = next(row for row in rows if row.candidate.label == diagnosis).buttons[step]
    desk.bot.waitUntil(button.isVisible)
    button.setFocus()
    desk.bot.keyClick(button, Qt.Key.Key_Space)


def focused(desk: Desk) -> QWidget:
    widget = desk.window.focusWidget()
    assert widget
    return widget


def shown(widget: QWidget) -> str:
    return " | ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_a_finding_is_accepted_and_rejected(desk: Desk) -> None:
    row = desk.column.report.findings.rows[FindingField.COLOUR]
    row.tick.setFocus()
    desk.bot.keyClick(row.tick, Qt.Key.Key_Space)
    assert report(desk).findings[0].accepted
    assert "accepted by you" in shown(row)
    desk.bot.keyClick(row.tick, Qt.Key.Key_Space)
    assert not report(desk).findings[0].accepted
    desk.bot.keyClick(row.cross, Qt.Key.Key_Space)
    assert report(desk).findings[0].state is FindingState.NOT_ASSESSED
    assert "draft: black, dark brown, light brown" in shown(row)
    assert focused(desk) is row.pencil
    assert row.tick.isHidden()
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, CTRL)
    assert report(desk) == desk.case.state.draft


def test_the_prose_is_edited_beside_the_draft_and_undone(desk: Desk) -> None:
    prose = desk.column.report.findings.prose
    draft = report(desk).description.text
    prose.pencil.setFocus()
    desk.bot.keyClick(prose.pencil, Qt.Key.Key_F2)
    assert focused(desk) is prose.field
    prose.field.selectAll()
    desk.bot.keyClicks(prose.field, "A dark plaque.")
    desk.bot.keyClick(prose.field, Qt.Key.Key_Return)
    desk.bot.keyClicks(prose.field, "Two sites.")
    desk.bot.keyClick(prose.field, Qt.Key.Key_Return, CTRL)
    assert not prose.editing
    assert focused(desk) is prose.pencil
    written = report(desk).description
    assert (written.text, written.source) == ("A dark plaque.\nTwo sites.", FindingSource.CLINICIAN)
    assert written.draft == draft
    assert not desk.analyst.running  # Ctrl+Enter was the field's
    fold = next(each for each in prose.findChildren(QAbstractButton) if "Before your change" in each.text())
    assert draft not in shown(prose)
    fold.click()
    assert draft in shown(prose)
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, CTRL)
    assert report(desk).description.text == draft


def test_escape_drops_an_edit_of_the_prose(desk: Desk) -> None:
    prose = desk.column.report.findings.prose
    prose.pencil.click()
    desk.bot.keyClicks(prose.field, "Nonsense")
    desk.bot.keyClick(prose.field, Qt.Key.Key_Escape)
    assert not prose.editing
    assert report(desk) == desk.case.state.draft


def test_undo_while_the_prose_is_open_leaves_the_case_alone(desk: Desk) -> None:
    prose = desk.column.report.findings.prose
    desk.edit_finding(FindingField.BORDER, "sharp")
    prose.pencil.click()
    desk.bot.keyClicks(prose.field, "x")
    desk.bot.keyClick(prose.field, Qt.Key.Key_Z, CTRL)
    assert report(desk).findings != desk.case.state.draft.findings  # type: ignore[union-attr]
    assert prose.field.toPlainText() == report(desk).description.text


def test_candidates_are_accepted_moved_taken_out_and_put_back_by_keyboard(desk: Desk) -> None:
    first, second, *rest = labels(desk)
    press(desk, second, Step.UP)
    assert labels(desk)[:2] == [second, first]
    desk.bot.waitUntil(lambda: "moved by you; the draft said: 2" in shown(desk.column.report.differential))
    name = focused(desk).accessibleName()  # the focus stays with what was moved
    assert second in name
    press(desk, second, Step.ACCEPT)
    assert report(desk).differential[0].accepted
    press(desk, first, Step.REMOVE)
    assert labels(desk) == [second, *rest]
    desk.bot.waitUntil(lambda: f"Taken out by you: {first}" in shown(desk.column.report.differential))
    back = f"Put back {first}"
    buttons = desk.column.report.differential.findChildren(QAbstractButton)
    next(each for each in buttons if each.accessibleName() == back and each.isVisible()).click()
    assert labels(desk) == [second, *rest, first]
    for _ in range(4):
        desk.bot.keyClick(desk.window, Qt.Key.Key_Z, CTRL)
    assert report(desk) == desk.case.state.draft


def test_a_diagnosis_of_ones_own_is_added_with_enter(desk: Desk) -> None:
    line = desk.column.report.differential.line
    line.setFocus()
    desk.bot.keyClicks(line, "Spitz naevus")
    desk.bot.keyClick(line, Qt.Key.Key_Return)
    assert labels(desk)[-1] == "Spitz naevus"
    assert line.text() == ""
    assert focused(desk) is line
    desk.bot.waitUntil(lambda: "added by you" in shown(desk.column.report.differential))
    assert not desk.analyst.running


def test_the_handbooks_names_are_offered_and_bring_their_code(open_desk: Opener) -> None:
    desk = open_desk()
    line = desk.column.report.differential.line
    desk.case_page._names.fetch()
    desk.bot.waitUntil(lambda: line._names.rowCount() > 80, timeout=20_000)
    line.setText("BCC")
    assert line.condition
    condition = line.condition
    assert (condition.title, condition.icd10, condition.icd11) == ("Basal cell carcinoma", "C44", "2C32")


def test_each_control_has_a_name_of_its_own_and_tab_follows_the_page(desk: Desk) -> None:
    press(desk, labels(desk)[1], Step.UP)  # the rows are made anew
    desk.bot.waitUntil(lambda: "moved by you" in shown(desk.column.report.differential))
    controls = [
        each
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for section in (desk.column.report.findings, desk.column.report.differential)
        for each in section.findChildren(kind)
        if each.isVisible()
    ]
    names = [each.accessibleName() for each in controls if "Source" not in each.accessibleName()]
    assert all(names)
    assert len(set(names)) == len(names)
    stop, places = focused(desk), []
    for _ in range(120):
        desk.bot.keyClick(desk.window, Qt.Key.Key_Tab)
        stop = focused(desk)
        if desk.column.report.scroller.widget().isAncestorOf(stop):
            places.append(stop.mapTo(desk.column.report.scroller.widget(), stop.rect().topLeft()).y())
        elif places:
            break
    assert len(places) > 20
    assert all(later >= earlier - 40 for earlier, later in pairwise(places))
