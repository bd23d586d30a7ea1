"""The licences in full, where the program was packed with all its parts."""

import json
from pathlib import Path

import pytest
from desk import Opener

from lentigo.gui.shell import about_dialog
from lentigo.gui.shell.about_dialog import AboutDialog
from lentigo.gui.shell.licences import BILL
from lentigo.gui.shell.licences_dialog import LicencesDialog
from lentigo.paths import Paths

PARTS = [
    {
        "name": "Lens",
        "version": "1.2",
        "licenses": [{"expression": "MIT"}],
        "evidence": {
            "licenses": [{"license": {"name": "LICENSE", "text": {"content": "Permission is hereby granted"}}}]
        },
    },
    {"name": "Spot", "version": "3", "licenses": [{"license": {"name": "see its text"}}]},
]


@pytest.fixture
def packed(paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an installer packs it."""
    (tmp_path / BILL).write_text(json.dumps({"components": PARTS}), encoding="utf-8")
    resources = Paths(resources=tmp_path, data=paths.data)
    monkeypatch.setattr(about_dialog, "default_paths", lambda: resources)


@pytest.mark.usefixtures("packed")
def test_about_shows_each_part_with_its_licence_in_full(open_desk: Opener) -> None:
    desk = open_desk()
    about = AboutDialog(bridge=desk.workers.desk, parent=desk.window)
    about.licences_button.click()
    dialog = about.findChild(LicencesDialog)
    assert dialog.isVisible()
    shown = dialog.text.toPlainText()
    assert shown.startswith("Lens 1.2\n\nMIT\n\nPermission is hereby granted\n\n")
    assert shown.endswith("Spot 3\n\nsee its text")
    assert dialog.text.isReadOnly()


def test_a_checkout_offers_none(open_desk: Opener) -> None:
    desk = open_desk()
    about = AboutDialog(bridge=desk.workers.desk, parent=desk.window)
    assert not about.licences_button.parent()
