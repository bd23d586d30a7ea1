"""The report leaves as DICOM files, a signed one with its seal."""

from pathlib import Path

import pydicom
import pytest
from desk import Desk, Opener
from PySide6.QtWidgets import QFileDialog, QLineEdit

from lentigo.domain.sign_off import Agreement, FinalDiagnosis, FlagAnswer, FlagReply, Review, Signer, fired
from lentigo.report.seal import State, read_seal


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.analyse()
    return desk


def export(desk: Desk, folder: Path) -> list[pydicom.FileDataset]:
    """As if the user had typed the folder and pressed Choose."""
    desk.case_page.dicom.action.trigger()
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(folder))
    dialog.accept()
    desk.bot.waitUntil(lambda: not desk.case.unwritten, timeout=30_000)
    return [pydicom.dcmread(path) for path in sorted(folder.iterdir(), key=lambda path: len(path.name))]


def test_a_report_and_its_photograph_are_written(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "to the archive"
    folder.mkdir()
    report, photograph = export(desk, folder)
    assert report.VerificationFlag == "UNVERIFIED"
    assert photograph.StudyInstanceUID == report.StudyInstanceUID
    assert desk.strip.stage.text().startswith("Report saved: lentigo-report-")


def test_a_signed_report_bears_its_seal(desk: Desk, tmp_path: Path) -> None:
    state = desk.case.state.report
    assert state
    replies = tuple(
        FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=FlagAnswer.ACTED_ON)
        for flag in fired(state.red_flags)
    )
    review = Review(
        agreement=Agreement.AGREE,
        diagnosis=FinalDiagnosis(name="Melanoma", icd10="C43"),
        action="Referred",
        signer=Signer(name="Dr Sari", role="clinician"),
        replies=replies,
    )
    desk.case.edit_review(review)
    desk.case.note_seconds(100)
    desk.column.report.sign_off.form.sign.click()
    desk.bot.waitUntil(lambda: desk.case.state.frozen, timeout=20_000)
    folder = tmp_path / "to the archive"
    folder.mkdir()
    report, _photograph = export(desk, folder)
    assert report.VerificationFlag == "VERIFIED"
    pdf = bytes(report.EncapsulatedDocument[: report.EncapsulatedDocumentLength])
    assert read_seal(pdf).state is State.WHOLE
