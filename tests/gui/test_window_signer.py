"""Whoever has unlocked the records signs, in no other name; an assistant prepares; a stale report is asked about."""

from pathlib import Path

from desk import Desk, Opener
from gate_steps import OWN, SECOND, locked_records, open_with, page, wait_open

from lentigo.domain.encounter import Encounter
from lentigo.domain.sign_off import (
    SHORTEST_LOOK,
    Agreement,
    FinalDiagnosis,
    FlagAnswer,
    FlagReply,
    ReportStatus,
    Review,
    Signer,
    fired,
)
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.case.review_form import ReviewForm
from lentigo.gui.case.statement_dialog import Statement, StatementDialog
from lentigo.paths import Paths


def form(desk: Desk) -> ReviewForm:
    return desk.column.report.sign_off.form


def prepare(desk: Desk) -> None:
    """All but who signs."""
    report = desk.case.state.report
    assert report
    replies = tuple(
        FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=FlagAnswer.ACTED_ON)
        for flag in fired(report.red_flags)
    )
    desk.case.edit_review(
        Review(agreement=Agreement.AGREE, diagnosis=FinalDiagnosis(name="Naevus"), action="Seen again", replies=replies)
    )
    desk.case.note_seconds(SHORTEST_LOOK)


def unlock_as(desk: Desk, place: int, passphrase: str) -> None:
    page(desk, UnlockPage).who.setCurrentIndex(place)
    open_with(desk, passphrase)
    wait_open(desk)


def test_the_name_is_that_of_who_unlocked_and_an_assistant_leaves_it_to_them(
    open_desk: Opener, paths: Paths, phantoms: Path
) -> None:
    locked_records(paths, second=True)
    desk = open_desk()
    desk.opened.access.begin()
    unlock_as(desk, 1, SECOND)
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    filled = form(desk)
    assert (filled.name.text(), filled.name.isReadOnly(), filled.role.text()) == ("Ibu Wati", True, "assistant")
    prepare(desk)
    assert not filled.sign.isEnabled()
    assert "A clinician unlocks Lentigo" in filled.binding.accessibleName()
    desk.opened.access.lock()
    unlock_as(desk, 0, OWN)
    assert filled.name.text() == "Dr Sari"
    desk.bot.keyClicks(filled.name, " and others")
    assert filled.name.text() == "Dr Sari"
    assert filled.sign.isEnabled()
    with desk.bot.waitSignal(desk.case_page.signing.signed, timeout=20_000):
        filled.sign.click()
    report = desk.case.state.report
    assert report
    assert report.sign_off.signatures[0].review.signer == Signer(name="Dr Sari", role="clinician")
    assert desk.case_page.exchange.keeper.settle()
    desk.opened.access.lock()
    unlock_as(desk, 1, SECOND)
    assert not any(button.isVisible() for button in desk.column.report.sign_off.card.buttons.values())


def test_a_known_name_is_no_trace_of_a_reader(open_desk: Opener, phantoms: Path) -> None:
    desk = open_desk()
    desk.opened.access.begin()
    wait_open(desk)
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    assert form(desk).name.text() == "Dr Sari"
    assert desk.case.state.report
    assert desk.case.state.report.status is ReportStatus.PARTIAL
    prepare(desk)
    form(desk).action.setText("Seen again in June")
    form(desk).action.setCursorPosition(4)
    desk.bot.keyClicks(form(desk).action, "!")
    assert form(desk).action.text() == "Seen! again in June"
    assert form(desk).action.cursorPosition() == 5


def test_a_stale_report_is_signed_only_once_that_was_confirmed(open_desk: Opener, phantoms: Path) -> None:
    desk = open_desk()
    desk.opened.access.begin()
    wait_open(desk)
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    prepare(desk)
    desk.case.edit_encounter(Encounter(site="right arm"))
    assert desk.case.state.stale
    filled = form(desk)
    filled.sign.click()
    assert not desk.case.state.signed
    assert "have changed since the model read them" in filled.bar.text.accessibleName()
    assert desk.window.focusWidget() is filled.bar.button
    with desk.bot.waitSignal(desk.case_page.signing.signed, timeout=20_000):
        filled.bar.button.click()
    report = desk.case.state.report
    assert report
    assert report.sign_off.signatures[0].stale
    desk.column.report.sign_off.card.buttons[Statement.ADDENDUM].click()
    dialog = next(each for each in desk.window.findChildren(StatementDialog) if each.isVisible())
    assert (dialog.name.text(), dialog.name.isReadOnly()) == ("Dr Sari", True)
    dialog.reject()
