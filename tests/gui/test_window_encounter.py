"""The patient's details belong to the case: the form shows them, and undo covers them like all else."""

import pytest
from brake import Brake
from desk import Desk, Opener
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QRadioButton, QWidget
from tab_order import tab_order

from lentigo.domain.encounter import Complaint, Encounter, History, Sex

CONTROL = Qt.KeyboardModifier.ControlModifier
FILLED = Encounter(
    age=54,
    sex=Sex.FEMALE,
    site="left shin",
    duration="three months",
    note="grew since spring\nworks outdoors",
    history={History.ITCH: True, History.FEVER: False},
)


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("lesion.jpg")
    return desk


def press(desk: Desk, field: QWidget, key: Qt.Key, *, shift: bool = False) -> None:
    """Ctrl and the key in a focused field."""
    field.setFocus()
    desk.bot.keyClick(field, key, CONTROL | Qt.KeyboardModifier.ShiftModifier if shift else CONTROL)


def test_the_form_shows_an_encounter_and_reads_it_back(desk: Desk) -> None:
    form = desk.column.encounter
    changes: list[None] = []
    form.changed.connect(lambda: changes.append(None))
    form.show_encounter(FILLED)
    assert form.encounter == FILLED
    form.show_encounter(Encounter())
    assert form.encounter == Encounter()
    assert not changes


def test_what_is_typed_in_one_field_is_undone_at_once(desk: Desk) -> None:
    form, before = desk.column.encounter, desk.case.history.count()
    desk.bot.keyClicks(form.site, "left shin")
    desk.bot.keyClicks(form.age, "54")
    assert desk.case.history.count() == before + 2
    assert desk.case.state.encounter == Encounter(site="left shin", age=54)
    desk.case_page.undo.trigger()
    assert desk.case.state.encounter == form.encounter == Encounter(site="left shin")
    desk.case_page.undo.trigger()
    assert desk.case.state.encounter == form.encounter == Encounter()
    desk.case_page.redo.trigger()
    desk.case_page.redo.trigger()
    assert desk.case.state.encounter == form.encounter == Encounter(site="left shin", age=54)
    assert len(desk.case.state.photographs) == 1


@pytest.mark.parametrize("name", ["age", "site", "duration", "note"])
def test_one_ctrl_z_in_a_field_does_one_thing(desk: Desk, name: str) -> None:
    form = desk.column.encounter
    desk.bot.keyClicks(form.duration if name != "duration" else form.site, "before")
    kept = desk.case.state.encounter
    field = getattr(form, name)
    desk.bot.keyClicks(field, "12")
    typed = desk.case.state.encounter
    press(desk, field, Qt.Key.Key_Z)
    assert desk.case.state.encounter == form.encounter == kept
    assert desk.case.history.canRedo()  # it was the case's undo, no further edit
    press(desk, field, Qt.Key.Key_Z, shift=True)
    assert desk.case.state.encounter == form.encounter == typed


def test_an_answer_and_the_sex_are_undone_too(desk: Desk) -> None:
    desk.answer(History.ITCH, "yes")
    desk.answer(History.FEVER, "no")
    desk.column.encounter.sex.setCurrentIndex(1)
    assert desk.case.state.encounter == Encounter(sex=Sex.FEMALE, history={History.ITCH: True, History.FEVER: False})
    for left in (
        Encounter(history={History.ITCH: True, History.FEVER: False}),
        Encounter(history={History.ITCH: True}),
    ):
        desk.case_page.undo.trigger()
        assert desk.case.state.encounter == desk.column.encounter.encounter == left


def test_what_was_typed_and_erased_leaves_nothing_to_undo(desk: Desk) -> None:
    form, before = desk.column.encounter, desk.case.history.count()
    desk.bot.keyClicks(form.site, "x")
    desk.bot.keyClick(form.site, Qt.Key.Key_Backspace)
    assert desk.case.history.count() == before


def test_blanks_stay_while_they_are_typed(desk: Desk) -> None:
    form = desk.column.encounter
    desk.bot.keyClicks(form.site, "left ")
    assert form.site.text() == "left "
    desk.bot.keyClicks(form.site, "shin")
    assert desk.case.state.encounter.site == "left shin"


def test_an_undone_detail_is_shown_where_the_report_stood(desk: Desk) -> None:
    desk.analyse()
    desk.bot.keyClicks(desk.column.encounter.site, "left shin")
    assert not desk.column.report.stale.isHidden()
    desk.case_page.show_report.trigger()
    desk.case_page.undo.trigger()
    assert desk.column.encounter.isVisible()
    assert desk.column.encounter.site.text() == ""
    assert desk.column.report.stale.isHidden()
    assert desk.case.state.report


def test_details_that_are_typed_during_an_analysis_do_not_disturb_it(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.analyse()
    with Brake(desk.workers.analyst) as brake:
        desk.case_page.analyse.trigger()
        desk.bot.waitUntil(lambda: "step 1" in desk.strip.stage.text(), timeout=20_000)
        brake.hold()
        assert not desk.column.report.findings.rows
        desk.case_page.show_patient.trigger()
        desk.bot.keyClicks(desk.column.encounter.site, "left shin")
        assert desk.analyst.running
        assert not desk.column.report.findings.rows
    desk.bot.waitUntil(lambda: not desk.analyst.running, timeout=20_000)
    assert desk.column.encounter.isVisible()
    assert not desk.column.report.stale.isHidden()


def test_a_new_case_begins_without_the_former_patient(desk: Desk) -> None:
    form = desk.column.encounter
    desk.bot.keyClicks(form.site, "left shin")
    desk.bot.keyClicks(form.note, " ")
    desk.case.remove(0)
    assert desk.case_page.new.isEnabled()  # the details are still there
    desk.case_page.new.trigger()
    assert form.encounter == desk.case.state.encounter == Encounter()
    assert form.note.toPlainText() == ""
    assert not desk.case_page.new.isEnabled()
    assert not desk.case.history.canUndo()


def test_who_it_is_stands_above_the_case_and_not_in_the_title(desk: Desk) -> None:
    said = desk.case_page.identity.words
    assert said.text() == "Patient not named"
    desk.bot.keyClicks(desk.column.encounter.patient, "Sari, 4711")
    desk.bot.keyClicks(desk.column.encounter.age, "54")
    desk.column.encounter.sex.setCurrentIndex(1)
    desk.bot.keyClicks(desk.column.encounter.site, "left shin")
    assert said.text() == "Sari, 4711 · 54 years · female · left shin"
    desk.analyse()
    assert said.isVisible()
    assert "Sari" not in desk.window.windowTitle()
    desk.case_page.new.trigger()
    assert not said.isVisible()


def test_control_1_goes_to_the_age(desk: Desk) -> None:
    desk.analyse()
    desk.bot.keyClick(desk.window, Qt.Key.Key_1, CONTROL)
    assert desk.window.focusWidget() is desk.column.encounter.age


def test_a_question_is_answered_with_a_letter(desk: Desk) -> None:
    row = desk.column.encounter.answers[History.FEVER]
    desk.bot.keyClick(desk.window, Qt.Key.Key_1, CONTROL)
    first = row.findChildren(QRadioButton)[0]
    first.setFocus()
    for key, answer in ((Qt.Key.Key_Y, True), (Qt.Key.Key_N, False), (Qt.Key.Key_Minus, None)):
        desk.bot.keyClick(desk.window.focusWidget(), key)
        assert row.value is answer
        assert desk.case.state.encounter.history.get(History.FEVER) is answer
        assert row.isAncestorOf(desk.window.focusWidget())
    desk.bot.keyClicks(desk.column.encounter.note, "n-y")
    assert row.value is None
    assert desk.column.encounter.note.toPlainText() == "n-y"


def questions(desk: Desk) -> list[History]:
    """As they stand, from the top."""
    rows = desk.column.encounter.answers
    return sorted(rows, key=lambda item: rows[item].y())


def test_the_questions_follow_the_complaint_and_what_was_found(desk: Desk) -> None:
    form = desk.column.encounter
    form.complaint.setCurrentText("blisters")
    desk.bot.waitUntil(lambda: questions(desk)[:2] == [History.MUCOSA, History.NEAR_EYE])
    assert desk.case.state.encounter.complaint is Complaint.BLISTERS
    reached = tab_order(form.patient)
    rows = [row for part in reached for row in form.answers.values() if row.isAncestorOf(part)]
    assert list(dict.fromkeys(row.item for row in rows)) == questions(desk)
    desk.case_page.undo.trigger()
    assert form.complaint.currentIndex() == 0
    desk.analyse()  # a pigmented lesion
    desk.case_page.show_patient.trigger()
    desk.bot.waitUntil(lambda: questions(desk)[:2] == [History.SIZE_CHANGE, History.SHAPE_CHANGE])
    before = questions(desk)
    desk.answer(History.SIZE_CHANGE, "yes")
    desk.bot.wait(50)
    assert questions(desk) == before  # nothing moves under the hand


def test_an_answer_tells_the_new_urgency_where_it_is_given(desk: Desk) -> None:
    desk.analyse()
    desk.case_page.show_patient.trigger()
    for item in (History.NON_BLANCHING, History.FEVER):
        desk.answer(item, "yes")
    assert desk.column.encounter.isVisible()
    assert desk.strip.stage.text() == "Urgency now: same day."
    assert desk.column.report.stale.isHidden()
    desk.case_page.show_report.trigger()
    shown = desk.column.report.summary
    desk.bot.waitUntil(lambda: "Same day" in " ".join(each.text() for each in shown.findChildren(QLabel)))


def test_a_name_does_not_make_a_report_old(desk: Desk) -> None:
    desk.analyse()
    desk.case_page.show_patient.trigger()
    desk.bot.keyClicks(desk.column.encounter.patient, "Sari")
    assert desk.column.encounter.isVisible()
    assert desk.column.report.stale.isHidden()
    assert desk.case.state.report
    assert desk.case.state.report.encounter.patient == "Sari"
