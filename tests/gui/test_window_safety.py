"""Answers and edits take along what follows from them, and silence before the questions were asked is no comfort."""

import pytest
from desk import Desk, Opener
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.analyse()
    return desk


def texts(widget: QWidget) -> str:
    """What its labels say, whether a paragraph or plain."""
    return " ".join(part.accessibleName() or part.text() for part in widget.findChildren(QLabel))


def test_an_answer_runs_the_rules_again_without_an_analysis(desk: Desk) -> None:
    flags = desk.column.report.red_flags
    assert "Incomplete: 9 questions not answered." in texts(flags)
    desk.answer(History.NON_BLANCHING, "yes")
    desk.answer(History.FEVER, "yes")
    fired = "Present: does not fade when pressed, fever or unwell."
    desk.bot.waitUntil(lambda: fired in texts(flags))
    assert not desk.case.state.stale
    assert desk.case.unwritten
    desk.answer(History.FEVER, "no")
    desk.bot.waitUntil(lambda: fired not in texts(flags))


def test_a_corrected_finding_takes_the_reasons_along_and_marks_the_prose(desk: Desk) -> None:
    page = desk.column.report
    row = page.findings.rows[FindingField.BORDER]
    row.pencil.setFocus()
    desk.bot.keyClick(row.pencil, Qt.Key.Key_F2)
    desk.bot.keyClicks(row.editor, "blurred")
    desk.bot.keyClick(row.editor, Qt.Key.Key_Return)
    marked = "Written by the model before the clinician changed: border."
    desk.bot.waitUntil(lambda: marked in texts(page.findings))
    desk.bot.waitUntil(lambda: "border: irregular" not in texts(page.differential))
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: marked not in texts(page.findings))
