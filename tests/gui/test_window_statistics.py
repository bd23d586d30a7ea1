"""The cases page counts the signed cases into a file, and says how many there are."""

from pathlib import Path

import pytest
from desk import Desk, Opener
from PySide6.QtWidgets import QFileDialog, QLineEdit

from lentigo.gui.records.cases_page import CasesPage


@pytest.fixture
def cases(open_desk: Opener) -> tuple[Desk, CasesPage]:
    desk = open_desk()
    desk.add("lesion.jpg")
    return desk, desk.opened.pages.cases


def test_few_signed_cases_are_not_told(cases: tuple[Desk, CasesPage], tmp_path: Path) -> None:
    desk, page = cases
    page.statistics.action.trigger()
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(tmp_path / "district"))
    dialog.accept()
    desk.bot.waitUntil(lambda: bool(page.message.text.accessibleName()), timeout=20_000)
    assert page.message.text.accessibleName().startswith("Fewer than 5 cases are signed")
    assert (tmp_path / "district.csv").read_text("utf-8-sig").splitlines()[1].endswith("<5")
