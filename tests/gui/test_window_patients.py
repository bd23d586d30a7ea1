"""Patients: chosen and made beside a case, their page, pseudonyms, and erasing them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from desk import Desk, Opener
from made_up_clinic import fill, patient
from PySide6.QtWidgets import QLabel

from lentigo.domain.case import Case
from lentigo.domain.encounter import SkinType
from lentigo.domain.visit import of_patient
from lentigo.gui.case.intake import from_files
from lentigo.gui.records.cases_page import CasesPage
from lentigo.gui.records.patient_form import date_in
from lentigo.paths import Paths
from lentigo.report.text import render_text
from lentigo.worker.messages.clinic import FindPatients, ListCases
from lentigo.worker.messages.records import DescribeRecords, OpenRecords
from lentigo.worker.synchronous import SynchronousWorker

LONG_MS = 60_000


@pytest.fixture
def desk(open_desk: Opener, paths: Paths, phantoms: Path) -> Desk:
    """A clinic with four patients, of three cases each; a photograph is on the table."""
    fill(paths, (phantoms / "phantom-pigmented.jpg",), 12)
    desk = open_desk()
    desk.case.add(from_files([str(phantoms / "phantom-red-scaly.jpg")]))
    wait(desk, lambda: desk.case.usable)
    return desk


def cases(desk: Desk) -> CasesPage:
    return desk.opened.pages.cases


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=LONG_MS)


def choose(desk: Desk, typed: str, told: str) -> None:
    form = desk.column.encounter
    desk.bot.keyClicks(form.patient, typed)
    wait(desk, lambda: any(told in button.text() for button in form.choices.buttons))
    next(button for button in form.choices.buttons if told in button.text()).click()


def open_page(desk: Desk, number: int) -> None:
    cases(desk).show_patient(f"patient-{number}")
    wait(desk, lambda: cases(desk).patient.visits.cases.total)


def test_a_chosen_patient_is_known_with_age_and_sex(desk: Desk) -> None:
    choose(desk, "santoso", "Budi Santoso, 0001 · born 9 March 1951")
    known, encounter = patient(1), desk.case.state.encounter
    assert (encounter.patient, encounter.patient_id) == (known.shown, known.id)
    assert (encounter.age, encounter.sex) == (known.age(date.today()), known.sex)
    assert desk.column.encounter.age.text() == str(encounter.age)
    desk.bot.keyClicks(desk.column.encounter.patient, "x")  # somebody else by now
    assert desk.case.state.encounter.patient_id == ""
    desk.case_page.undo.trigger()
    assert desk.case.state.encounter == encounter


def test_nobody_is_taken_for_a_patient_by_the_name_alone(desk: Desk) -> None:
    desk.bot.keyClicks(desk.column.encounter.patient, patient(1).shown)
    choices = desk.column.encounter.choices
    wait(desk, lambda: [f"New patient “{patient(1).shown}”"] == [each.text() for each in choices.buttons[1:]])
    assert patient(1).shown in choices.buttons[0].text()
    assert desk.case.state.encounter.patient_id == ""


def test_what_comes_for_the_case_before_is_dropped(desk: Desk) -> None:
    form = desk.column.encounter
    desk.bot.keyClicks(form.patient, "santoso")
    wait(desk, lambda: form.choices.buttons)
    desk.case_page.new.trigger()
    assert form.patient.text() == ""
    desk.bot.wait(400)
    assert form.choices.isHidden()


def test_a_patients_page_tells_all_and_keeps_what_is_typed(desk: Desk, paths: Paths) -> None:
    open_page(desk, 2)
    view = cases(desk).patient
    assert [view.visits.cases.line(row).id for row in range(3)] == ["case-8", "case-7", "case-6"]
    view.form.born.setText("29.2.1980")
    view.form.skin_type.setCurrentIndex(SkinType.V)
    view.form.consent.setCurrentIndex(1)
    view.form.background.setPlainText("kidney transplant")
    assert any("29 February 1980" in each.text() for each in view.form.findChildren(QLabel))
    cases(desk).show_cases()
    open_page(desk, 2)
    kept = view.form.patient
    assert (kept.born, kept.skin_type, kept.background) == (date(1980, 2, 29), SkinType.V, "kidney transplant")
    assert kept.consent
    assert (kept.consent.given, kept.consent.on) == (True, date.today())
    assert of_patient(desk.case.state.encounter, kept, date(2026, 3, 1)).note == "kidney transplant"


def test_a_pseudonym_stands_for_the_name_on_screen_and_paper(desk: Desk) -> None:
    choose(desk, "sari", "0002")
    desk.analyse()
    open_page(desk, 2)
    form = cases(desk).patient.form
    form.hidden.setChecked(True)
    shown = form.patient.shown
    assert shown
    assert "Sari" not in shown
    cases(desk).show_cases()
    wait(desk, lambda: desk.case.state.encounter.patient == shown)
    wait(desk, lambda: cases(desk).list.cases.total == 13 and cases(desk).list.cases.line(0).patient_shown == shown)
    assert desk.case_page.identity.words.text().startswith(shown)
    report = desk.case.state.report
    assert report
    printed = render_text(report)
    assert shown in printed
    assert "Sari" not in printed
    assert "Sari" not in cases(desk).patient.title.text()
    assert "Sari" not in repr(desk.case.state)


def test_erasing_is_asked_for_twice_and_leaves_nothing(desk: Desk, paths: Paths) -> None:
    choose(desk, "wayan", "0003")
    assert desk.case_page.exchange.keeper.settle()
    open_page(desk, 3)
    view = cases(desk).patient
    wait(desk, lambda: view.visits.cases.total == 4)
    view.erase.click()
    assert "4 cases" in view.question.words.accessibleName()
    assert view.question.keep.hasFocus()
    view.question.keep.click()
    view.erase.click()
    view.question.confirm.click()
    assert view.question.isVisible()
    assert view.question.keep.hasFocus()
    view.question.confirm.click()
    wait(desk, lambda: cases(desk).list.cases.total == 9)
    assert desk.case.state == Case()
    assert not desk.case_page.before.isEnabled()
    assert not desk.case_page.undo.isEnabled()
    assert desk.window.close()
    desk.workers.registrar.close()
    with SynchronousWorker(paths=paths) as worker:
        (clinician,) = worker.run(DescribeRecords()).clinicians
        worker.run(OpenRecords(clinician=clinician.id))
        assert worker.run(FindPatients(text="wayan")) == ()
        assert worker.run(ListCases()).total == 9


def test_a_case_whose_patient_was_erased_elsewhere_opens_as_nobodys(desk: Desk) -> None:
    """A dangling link is let go, and the case can still be saved."""
    choose(desk, "wayan", "0003")
    encounter = desk.case.state.encounter
    desk.case.edit_encounter(of_patient(encounter, patient(40), date.today()))  # nobody the records know
    keeper = desk.case_page.exchange.keeper
    assert keeper.settle()
    case = keeper.case_id
    desk.case_page.new.trigger()
    with desk.bot.waitSignal(keeper.reopened, timeout=LONG_MS):
        cases(desk).open_asked.emit(case)
    assert desk.case.state.encounter.patient_id == ""
    assert desk.case.state.encounter.patient == patient(40).shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1980-02-29", date(1980, 2, 29)),
        (" 9.3.1951", date(1951, 3, 9)),
        ("09/03/1951", date(1951, 3, 9)),
        ("31.2.1951", None),
        ("1951", None),
        ("", None),
    ],
)
def test_a_birth_date_is_read_as_people_write_it(typed: str, meant: date | None) -> None:
    assert date_in(typed) == meant
