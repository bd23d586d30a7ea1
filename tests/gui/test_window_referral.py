"""A case begins with a file of another system: its details stand in the form, and the case before is kept."""

import json
from pathlib import Path

import pytest
from desk import Desk, Opener
from PySide6.QtWidgets import QFileDialog, QLineEdit

from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter, Sex

REFERRAL = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "name": [{"text": "Ibu Sari"}], "gender": "female"}},
        {"resource": {"resourceType": "ServiceRequest", "status": "active", "bodySite": [{"text": "left calf"}]}},
    ],
}


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    return open_desk()


def open_referral(desk: Desk, path: Path) -> None:
    """As if the user had typed the path and pressed Open."""
    desk.case_page.refer.trigger()
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


def test_a_referral_begins_a_case(desk: Desk, tmp_path: Path) -> None:
    desk.add("lesion.jpg")
    path = tmp_path / "referral.json"
    path.write_text(json.dumps(REFERRAL))
    open_referral(desk, path)
    known = Encounter(patient="Ibu Sari", sex=Sex.FEMALE, site="left calf")
    desk.bot.waitUntil(lambda: desk.case.state == Case(encounter=known), timeout=20_000)
    assert desk.column.encounter.encounter == known
    bar = desk.case_page.exchange.bar
    assert bar.text.accessibleName().startswith("The details of this case come from referral.json.")
    assert desk.case_page.before.isEnabled()


def test_a_file_that_is_none_leaves_the_case(desk: Desk, tmp_path: Path) -> None:
    desk.add("lesion.jpg")
    state = desk.case.state
    path = tmp_path / "referral.json"
    path.write_text("<Patient/>")
    open_referral(desk, path)
    trouble = desk.case_page.exchange.trouble
    desk.bot.waitUntil(lambda: not trouble.isHidden(), timeout=20_000)
    assert trouble.text.accessibleName().startswith("The file is written in XML.")
    assert desk.case.state == state
