"""From the analysed photograph to the signed and sealed PDF, the letter and the sheet, counted in actions."""

import os
import subprocess
import sys
from pathlib import Path

import pymupdf
from desk import Desk, Opener
from gate_steps import wait_open
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from lentigo.domain.letter import LetterPart
from lentigo.domain.sign_off import (
    SHORTEST_LOOK,
    Agreement,
    FinalDiagnosis,
    FlagAnswer,
    FlagReply,
    Review,
    fired,
)
from lentigo.gui.case.letter_dialog import LetterDialog
from lentigo.paths import Paths

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST_ACTIONS = 6


class Actions:
    """Counts keys that command something. What is answered and typed in forms is the clinician's work, not counted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.count = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
        self.count += 1
        self._desk.bot.keyClick(on or self._desk.window, key, modifiers)


def answer(desk: Desk) -> None:
    report = desk.case.state.report
    assert report
    replies = tuple(
        FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=FlagAnswer.ACTED_ON)
        for flag in fired(report.red_flags)
    )
    diagnosis = FinalDiagnosis(name="Melanoma", icd10="C43", icd11="2C30")
    desk.case.edit_review(
        Review(agreement=Agreement.AGREE, diagnosis=diagnosis, action="Referred to Padang", replies=replies)
    )
    desk.case.note_seconds(SHORTEST_LOOK)


def read(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def assert_verifies(pdf: Path, paths: Paths, home: Path) -> None:
    home.mkdir()
    (home / "Lentigo").symlink_to(paths.data)
    environment = os.environ | {"XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home)}
    command = [sys.executable, "-m", "lentigo", "verify", str(pdf)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_signed_pdf_letter_and_sheet_in_six_actions_at_most(
    open_desk: Opener, paths: Paths, phantoms: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    desk.opened.access.begin()
    wait_open(desk)
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    line = desk.column.report.sign_off.form.diagnosis
    desk.bot.waitUntil(lambda: line._names.rowCount() > 80, timeout=20_000)
    answer(desk)
    actions, target = Actions(desk), tmp_path
    with desk.bot.waitSignal(desk.case_page.signing.signed, timeout=20_000):
        actions.press(Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, desk.column.report.sign_off.form.sign)
    actions.press(Qt.Key.Key_R, CTRL)
    letter = next(each for each in desk.window.findChildren(LetterDialog) if each.isVisible())
    desk.bot.keyClicks(letter.fields[LetterPart.RECIPIENT], "Dermatology, Padang")
    actions.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, letter)
    actions.press(Qt.Key.Key_S, CTRL | SHIFT)
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(target))
    actions.count += 1  # "Choose"
    dialog.accept()
    desk.bot.waitUntil(lambda: len([each for each in target.iterdir() if each.suffix]) >= 4, timeout=30_000)
    assert actions.count <= MOST_ACTIONS
    sheet, pdf, written = sorted(target.glob("*.pdf"), key=lambda path: (path.suffixes, path.name), reverse=True)
    assert "Dermatology, Padang" in read(written)
    assert "Signed by Dr Sari (clinician)" in read(written)
    assert "Dr Sari checked this on" in read(sheet)
    assert "This mark could be a skin cancer." in read(sheet)
    assert_verifies(pdf, paths, tmp_path / "home")
