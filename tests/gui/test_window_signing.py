"""Signing: nothing is answered for the clinician, what is signed is frozen and kept, and its PDF can be checked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import wait_open
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from lentigo.analysis.revision import accept_candidate
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField
from lentigo.domain.sign_off import SHORTEST_LOOK, FlagAnswer, ReportStatus, Signer
from lentigo.gui.case.intake import from_files
from lentigo.gui.case.review_form import ReviewForm
from lentigo.gui.case.statement_dialog import Statement, StatementDialog
from lentigo.gui.case.whose_dialog import Whose, WhoseDialog
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.paths import Paths
from lentigo.records.vault import create_records
from lentigo.settings import load_settings

CTRL = Qt.KeyboardModifier.ControlModifier
SIGNER = Signer(name="Dr Sari", role="clinician")  # whom the records of the tests know
WORK = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.domain.sign_off import *
from lentigo.gui.case.intake import from_files
from lentigo.paths import Paths, default_paths

app = prepare_application()
paths = Paths(resources=default_paths().resources, data=Path(sys.argv[1]))
opened = open_window(paths, connect_workers(paths))
page = opened.pages.case


def until(done):
    loop, timer = QEventLoop(), QTimer(interval=20)
    timer.timeout.connect(lambda: done() and loop.quit())
    timer.start()
    loop.exec()


opened.access.begin()
until(lambda: opened.access.state)
page.case.add(from_files([sys.argv[2]]))
until(lambda: page.case.usable)
page.analyse.trigger()
until(lambda: page.case.state.report and not page.analyst.running)
replies = tuple(
    FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=FlagAnswer.ACTED_ON)
    for flag in fired(page.case.state.report.red_flags)
)
page.case.edit_review(Review(
    agreement=Agreement.AGREE, diagnosis=FinalDiagnosis(name="Melanoma", icd10="C43"), action="Referred",
    replies=replies,
))
page.case.note_seconds(100)
page.column.report.sign_off.form.sign.click()
until(lambda: page.case.state.frozen)
print("signed", flush=True)
app.exec()
"""


@pytest.fixture
def lesion(phantoms: Path) -> str:
    return str(phantoms / "phantom-pigmented.jpg")


@pytest.fixture
def desk(open_desk: Opener, lesion: str) -> Desk:
    desk = open_desk()
    desk.opened.access.begin()
    wait_open(desk)
    desk.add(lesion)
    desk.analyse()
    return desk


def report(desk: Desk) -> Assessment:
    assert desk.case.state.report
    return desk.case.state.report


def form(desk: Desk) -> ReviewForm:
    return desk.column.report.sign_off.form


def choose(desk: Desk, strip: QWidget, place: int) -> None:
    button = strip.findChildren(QRadioButton)[place]
    button.setFocus()
    desk.bot.keyClick(button, Qt.Key.Key_Space)


def fill(desk: Desk) -> None:
    """By keyboard alone."""
    filled = form(desk)
    for row in filled.replies:
        choose(desk, row.answer, 0)
        desk.bot.keyClicks(row.words, "Referred to Padang")
    for line, words in (
        (filled.diagnosis, "Melanoma"),
        (filled.action, "Referral"),
        (filled.remarks, "Ulcer at the edge"),
    ):
        desk.bot.keyClicks(line, words)
    choose(desk, filled.agreement, 1)


def sign(desk: Desk) -> None:
    desk.case.note_seconds(SHORTEST_LOOK)
    with desk.bot.waitSignal(desk.case_page.signing.signed, timeout=20_000):
        desk.bot.keyClick(form(desk).sign, Qt.Key.Key_Space)
    desk.bot.waitUntil(lambda: "Status:" in shown(desk.column.report.sign_off))


def state(desk: Desk, statement: Statement, text: str) -> None:
    """What the dialog asks for, typed and stated."""
    desk.column.report.sign_off.card.buttons[statement].click()
    dialog = next(each for each in desk.window.findChildren(StatementDialog) if each.isVisible())
    assert not dialog.button.isEnabled()
    desk.bot.keyClicks(dialog.text, text)
    dialog.button.click()


def shown(widget: QWidget) -> str:
    labels = (each for each in widget.findChildren(QLabel) if each.isVisible())
    return " | ".join(each.accessibleName() or each.text() for each in labels)


def export(desk: Desk, path: Path) -> None:
    with desk.bot.waitSignal(desk.case_page.report_export.written, timeout=20_000):
        desk.case_page.report_export._write(str(path))


def verify(data: Path, file: Path) -> tuple[int, str]:
    """The exit code and all that is said, with the records below a data folder."""
    home = file.parent / data.name
    if not home.exists():
        home.mkdir()
        (home / "Lentigo").symlink_to(data)
    command = [sys.executable, "-m", "lentigo", "verify", str(file)]
    environment = os.environ | {"XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


def test_nothing_is_ticked_and_each_lack_is_named_until_it_is_filled(desk: Desk) -> None:
    filled = form(desk)
    assert report(desk).status is ReportStatus.PARTIAL
    assert len(filled.replies) == 2
    assert not [each for each in filled.findChildren(QRadioButton) if each.isChecked()]
    own = (filled.name, filled.role)
    assert not [each for each in filled.findChildren(QLineEdit) if each.text() and each not in own]
    assert not filled.sign.isEnabled()
    for lack in ("an answer to each red flag", "the final diagnosis", "whether you agree", "the action taken"):
        assert lack in filled.missing.accessibleName()
    fill(desk)
    assert report(desk).status is ReportStatus.PRELIMINARY
    assert filled.sign.isEnabled()
    assert filled.missing.isHidden()
    choose(desk, filled.replies[0].answer, 1)
    filled.replies[0].words.clear()
    assert "an answer to each red flag, with the reason where nothing was done" in filled.missing.accessibleName()
    assert not filled.sign.isEnabled()


def test_the_handbooks_codes_come_with_its_name_and_not_with_another(desk: Desk) -> None:
    line = form(desk).diagnosis
    desk.bot.waitUntil(lambda: line._names.rowCount() > 80, timeout=20_000)
    desk.bot.keyClicks(line, "Melanoma")
    diagnosis = report(desk).sign_off.review.diagnosis
    assert (diagnosis.name, diagnosis.icd10, diagnosis.icd11) == ("Melanoma", "C43", "2C30")
    assert "ICD-10 C43 · ICD-11 2C30" in shown(form(desk))
    desk.bot.keyClicks(line, "tous")
    diagnosis = report(desk).sign_off.review.diagnosis
    assert (diagnosis.name, diagnosis.icd10, diagnosis.icd11) == ("Melanomatous", "", "")


def test_a_field_is_undone_as_one_and_a_new_flag_must_be_answered_too(desk: Desk) -> None:
    filled = form(desk)
    desk.bot.keyClicks(filled.action, "Referral")
    choose(desk, filled.agreement, 2)
    for _ in range(2):
        desk.bot.keyClick(filled.action, Qt.Key.Key_Z, CTRL)
    assert filled.action.text() == ""
    assert filled.agreement.value is None
    assert report(desk) == desk.case.state.draft
    fill(desk)
    desk.answer(History.SIZE_CHANGE, "yes")
    for item in (History.NON_BLANCHING, History.FEVER):
        desk.answer(item, "yes")
    assert len(filled.replies) == 3
    assert [row.reply.answer for row in filled.replies].count(FlagAnswer.ACTED_ON) == 2  # what was said stays
    assert not filled.sign.isEnabled()


def test_a_hasty_signature_asks_whether_the_clinician_looked(desk: Desk) -> None:
    fill(desk)
    seconds = desk.case.state.seconds
    assert seconds < SHORTEST_LOOK
    form(desk).sign.click()
    assert not desk.case.state.signed
    assert "Have you looked?" in form(desk).bar.text.accessibleName()
    assert desk.window.focusWidget() is form(desk).bar.button
    with desk.bot.waitSignal(desk.case_page.signing.signed, timeout=20_000):
        form(desk).bar.button.click()
    assert report(desk).sign_off.signatures[0].seconds >= seconds


def test_time_is_counted_while_the_report_is_in_sight_and_undo_keeps_it(desk: Desk) -> None:
    begun = desk.case.state.seconds
    desk.bot.waitUntil(lambda: desk.case.state.seconds >= begun + 2, timeout=10_000)
    desk.edit_finding(FindingField.BORDER, "sharp")
    known = desk.case.state.seconds
    desk.case_page.undo.trigger()
    assert desk.case.state.seconds >= known
    desk.column.show_encounter()
    begun = desk.case.state.seconds
    desk.bot.wait(2200)
    assert desk.case.state.seconds <= begun + 1


def test_what_is_signed_is_frozen_in_the_window(desk: Desk) -> None:
    fill(desk)
    sign(desk)
    frozen = desk.case.state
    assert report(desk).status is ReportStatus.FINAL
    page = desk.column.report
    assert "Status: FINAL. Signed by Dr Sari (clinician)" in shown(page.sign_off)
    assert "Status: FINAL" in shown(page.disclaimer)
    assert form(desk).isHidden()
    for row in page.findings.rows.values():
        assert row.tick.isHidden()
        assert row.pencil.isHidden()
        assert row.cross.isHidden()
    assert page.findings.prose.pencil.isHidden()
    assert not page.differential.rows[0].buttons
    assert not page.differential.line.isVisible()
    for action in (desk.case_page.undo, desk.case_page.redo, desk.case_page.analyse):
        assert not action.isEnabled()
    desk.edit_finding(FindingField.BORDER, "sharp")
    desk.case.revise(lambda known: accept_candidate(known, "melanoma"))
    desk.case.remove(0)
    desk.column.show_encounter()
    desk.bot.keyClicks(desk.column.encounter.patient, "Another")
    assert not desk.column.encounter.answers[History.ITCH].findChildren(QRadioButton)[1].isEnabled()
    assert desk.case.state is frozen
    assert [each for each in desk.column.encounter.findChildren(QPlainTextEdit) if each.isReadOnly()]


def test_a_photograph_of_the_same_lesion_begins_a_case_of_its_own(desk: Desk, phantoms: Path) -> None:
    desk.bot.keyClicks(desk.column.encounter.site, "left shin")
    desk.analyse()
    fill(desk)
    sign(desk)
    desk.case_page.add(from_files([str(phantoms / "phantom-ring.jpg")]))
    dialog = next(each for each in desk.window.findChildren(WhoseDialog) if each.isVisible())
    dialog.buttons[Whose.SAME_LESION].click()
    desk.bot.waitUntil(lambda: len(desk.case.state.photographs) == 1 and not desk.case.opening, timeout=20_000)
    assert desk.case.state.report is None
    assert desk.case.state.encounter.site == "left shin"
    assert desk.case_page.analyse.isEnabled()


def test_addendum_correction_and_withdrawal_leave_what_was_signed(desk: Desk) -> None:
    fill(desk)
    sign(desk)
    signatures = report(desk).sign_off.signatures
    state(desk, Statement.ADDENDUM, "Histology: melanoma in situ")
    assert (report(desk).status, report(desk).sign_off.signatures) == (ReportStatus.APPENDED, signatures)
    desk.bot.waitUntil(lambda: "Histology: melanoma in situ" in shown(desk.column.report.sign_off))
    appended = report(desk)
    state(desk, Statement.CORRECTION, "The wrong arm")
    assert report(desk).status is ReportStatus.PRELIMINARY
    assert not desk.case_page.analyse.isEnabled()
    desk.column.report.sign_off.give_up.click()
    assert report(desk) == appended
    state(desk, Statement.CORRECTION, "The wrong arm")
    desk.bot.keyClicks(desk.column.encounter.site, "right arm")
    filled = form(desk)
    assert filled.agreement.value is None
    assert "whether you agree" in filled.missing.accessibleName()
    choose(desk, filled.agreement, 0)
    sign(desk)
    assert report(desk).status is ReportStatus.CORRECTED
    assert report(desk).encounter.site == "right arm"  # not analysed again, and yet corrected
    assert desk.case.state.originals == (appended,)
    desk.column.report.sign_off.original.click()
    desk.bot.wait(100)
    dialog = next(each for each in desk.window.findChildren(ReadingDialog) if each.isVisible())
    assert "Status: APPENDED" in "".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.reject()
    assert desk.case_page.exchange.keeper.settle()
    assert desk.case_page.exchange.trouble.isHidden()


def test_a_withdrawn_report_is_kept_and_said_to_be_in_error(desk: Desk) -> None:
    fill(desk)
    sign(desk)
    state(desk, Statement.WITHDRAWAL, "Another patient")
    assert report(desk).status is ReportStatus.ENTERED_IN_ERROR
    assert not any(button.isVisible() for button in desk.column.report.sign_off.card.buttons.values())
    assert desk.case_page.exchange.keeper.settle()
    assert desk.case_page.exchange.trouble.isHidden()


def test_a_signed_case_is_there_and_frozen_after_a_kill(open_desk: Opener, paths: Paths, lesion: str) -> None:
    create_records(paths.records, "", name="Dr Sari")
    command = [sys.executable, "-c", WORK, str(paths.data), lesion]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout
        assert window.stdout.readline() == "signed\n"
        window.kill()
    desk = open_desk()
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.reopened, timeout=30_000):
        desk.case_page.exchange.open_last(load_settings(paths.settings).open_case)
    assert desk.case.state.frozen
    assert report(desk).status is ReportStatus.FINAL
    assert report(desk).sign_off.signatures[0].review.signer.name == "Dr Sari"
    assert not desk.case_page.analyse.isEnabled()
    assert not desk.column.report.differential.rows[0].buttons


def test_the_exported_pdf_verifies_and_one_byte_is_noticed(desk: Desk, paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "exported" / "report.pdf"
    file.parent.mkdir()
    export(desk, file)
    code, told = verify(paths.data, file)
    assert (code, "bears no signature" in told) == (2, True)
    fill(desk)
    sign(desk)
    state(desk, Statement.ADDENDUM, "Histology: benign")
    export(desk, file)
    code, told = verify(paths.data, file)
    assert code == 0, told
    for words in ("each byte is as it was", report(desk).id, "status appended", SIGNER.name, "is this clinic’s"):
        assert words in told
    assert report(desk).sign_off.signatures[0].key in told
    code, told = verify(tmp_path / "other clinic", file)
    assert (code, "do not know" in told, SIGNER.name in told) == (2, True, True)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    code, told = verify(paths.data, file)
    assert (code, "was changed after it was signed" in told) == (2, True)
    assert SIGNER.name not in told
