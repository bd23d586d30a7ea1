"""Letters in the window: what they say can be changed by keyboard before they are written, and is kept while it may."""

from pathlib import Path

import pymupdf
import pytest
from desk import Desk, Opener
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox

from lentigo.domain.finding import FindingField
from lentigo.domain.letter import LetterKind, LetterPart
from lentigo.domain.sign_off import FinalDiagnosis, Review
from lentigo.gui.case import letter_dialog
from lentigo.gui.case.letter_dialog import LetterDialog
from lentigo.gui.case.report_export import suggested_name
from lentigo.language import ACCENTED, SOURCE
from lentigo.report.formats import FILE_FORMATS

FORMATS = {each.letter: each for each in FILE_FORMATS if each.letter}


@pytest.fixture
def desk(open_desk: Opener, phantoms: Path) -> Desk:
    desk = open_desk()
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    return desk


def open_letter(desk: Desk, kind: LetterKind) -> LetterDialog:
    desk.case_page.exports[FORMATS[kind]].trigger()
    return next(each for each in desk.window.findChildren(LetterDialog) if each.isVisible())


def save(desk: Desk, path: Path) -> str:
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    with desk.bot.waitSignal(desk.case_page.report_export.written, timeout=20_000):
        dialog.accept()
    with pymupdf.open(path) as written:
        return " ".join(" ".join(page.get_text() for page in written).split())


def test_a_referral_letter_is_edited_by_keyboard_and_written(desk: Desk, tmp_path: Path) -> None:
    desk.edit_finding(FindingField.BORDER, "sharp, my own words")
    dialog = open_letter(desk, LetterKind.REFERRAL)
    assert {each.accessibleName() for each in dialog.fields.values()} >= {"To", "Urgency", "Question", "History"}
    assert dialog.paper.accessibleName() == "Paper"
    assert "sharp, my own words" in dialog.fields[LetterPart.FINDINGS].toPlainText()
    to = dialog.fields[LetterPart.RECIPIENT]
    to.setFocus()
    desk.bot.keyClicks(to, "Dermatology, Padang")
    desk.bot.keyClick(to, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.fields[LetterPart.URGENCY]
    dialog.paper.setCurrentIndex(1)
    desk.bot.keyClick(dialog.export, Qt.Key.Key_Space)
    text = save(desk, tmp_path / "a.letter.pdf")
    for told in ("Dermatology, Padang", "sharp, my own words", "PRELIMINARY"):
        assert told in text
    with pymupdf.open(tmp_path / "a.letter.pdf") as written:
        assert round(written[0].rect.width) == 420  # A5
    assert desk.case.unwritten  # the report itself has not left the program


def test_what_was_typed_stays_with_the_case_and_the_rest_follows_the_report(desk: Desk) -> None:
    dialog = open_letter(desk, LetterKind.REFERRAL)
    to = dialog.fields[LetterPart.RECIPIENT]
    to.setFocus()
    desk.bot.keyClicks(to, "Dermatology, Padang")
    desk.bot.waitUntil(lambda: bool(desk.case.state.letters), timeout=2_000)  # before anything is closed
    assert desk.case.state.letter(LetterKind.REFERRAL).parts == ((LetterPart.RECIPIENT, "Dermatology, Padang"),)
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.edit_finding(FindingField.BORDER, "sharp, my own words")
    desk.case.history.undo()
    desk.case.history.redo()
    dialog = open_letter(desk, LetterKind.REFERRAL)
    assert dialog.fields[LetterPart.RECIPIENT].toPlainText() == "Dermatology, Padang"
    assert "sharp, my own words" in dialog.fields[LetterPart.FINDINGS].toPlainText()
    dialog.reject()


def test_what_was_typed_of_an_earlier_draft_is_gone(desk: Desk) -> None:
    dialog = open_letter(desk, LetterKind.PATIENT)
    dialog.fields[LetterPart.CONTACT].setPlainText("Tel. 0751")
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.analyse()
    dialog = open_letter(desk, LetterKind.PATIENT)
    assert dialog.fields[LetterPart.CONTACT].toPlainText() == ""
    assert "Ask us what to do next" in dialog.fields[LetterPart.DO].toPlainText()
    dialog.reject()


@pytest.mark.parametrize(("button", "replaced"), [("Replace", True), ("Cancel", False)])
def test_an_earlier_export_is_not_replaced_unasked(desk: Desk, tmp_path: Path, button: str, replaced: bool) -> None:
    report = desk.case.state.report
    assert report
    folder = tmp_path / "exported"
    folder.mkdir()
    earlier = folder / suggested_name(report, ".json")
    earlier.write_text("earlier")
    asked = []

    def answer() -> None:
        box = desk.window.findChild(QMessageBox)
        asked.append(box.text())
        next(each for each in box.buttons() if each.text().replace("&", "") == button).click()

    QTimer.singleShot(200, desk.window, answer)
    desk.case_page.report_export._write_all(str(folder))
    assert asked == ["1 file of this report is in that folder already."]
    if replaced:
        desk.bot.waitUntil(lambda: earlier.read_text() != "earlier", timeout=30_000)
    else:
        assert [each.name for each in folder.iterdir()] == [earlier.name]


def test_the_sheet_has_the_handbooks_words_on_a_diagnosis_that_no_model_named(desk: Desk) -> None:
    line = desk.column.report.sign_off.form.diagnosis
    desk.bot.waitUntil(lambda: line._names.rowCount() > 80, timeout=20_000)
    desk.case.edit_review(Review(diagnosis=FinalDiagnosis(name="Scabies")))
    dialog = open_letter(desk, LetterKind.PATIENT)
    assert "Treat the whole household" in dialog.fields[LetterPart.DO].toPlainText()
    assert "(p.\u00a0" in dict(dialog.letter.parts)[LetterPart.DO]
    dialog.reject()


def test_a_letter_that_cannot_be_written_is_offered_again(desk: Desk, tmp_path: Path) -> None:
    open_letter(desk, LetterKind.PATIENT).export.click()
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(tmp_path / "no such folder" / "a.sheet.pdf"))
    dialog.accept()
    desk.bot.waitUntil(lambda: desk.message() != "", timeout=20_000)
    desk.column.report.message.button.click()
    again = next(each for each in desk.window.findChildren(LetterDialog) if each.isVisible())
    assert LetterPart.SEEN in again.fields
    again.reject()


def test_the_sheet_takes_the_patients_language_and_what_was_typed_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_dialog, "languages", lambda: (SOURCE, ACCENTED))
    dialog = open_letter(desk, LetterKind.PATIENT)
    dialog.fields[LetterPart.RETURN].setPlainText("On Monday")
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog = open_letter(desk, LetterKind.PATIENT)
    assert dialog.language.accessibleName() == "Language of the sheet"
    dialog.language.setFocus()
    desk.bot.keyClick(dialog.language, Qt.Key.Key_Down)
    assert dialog.fields[LetterPart.SEEN].toPlainText().startswith("[Ŵé")
    assert dialog.fields[LetterPart.RETURN].toPlainText() == "On Monday"
    dialog.export.click()
    text = save(desk, tmp_path / "a.sheet.pdf")
    assert "[Àƀöûţ" in text
    assert "On Monday" in text
