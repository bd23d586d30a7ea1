"""The models' page finds a stick that is plugged in, where desktops put drives."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Opener
from model_places import put_stick
from model_steps import press, wait_for
from PySide6.QtCore import Qt

MEDIA = Path("/media")


@pytest.fixture
def stick() -> Iterator[Path]:
    """A signed stick with a copy of Lentigo Mini."""
    if not os.access(MEDIA, os.W_OK):
        pytest.skip("NO STICK CAN BE PLUGGED IN HERE: only an administrator can write to /media")
    drive = Path(tempfile.mkdtemp(prefix="STICK é 皮 ", dir=MEDIA))
    try:
        (drive / "lentigo").mkdir()
        put_stick(drive / "lentigo", "lentigo-mini", "clinic-mini")
        yield drive / "lentigo"
    finally:
        shutil.rmtree(drive)


def test_it_is_offered_and_looked_at_with_one_click(open_desk: Opener, stick: Path) -> None:
    desk = open_desk("real")
    press(desk, Qt.Key.Key_M)
    page = desk.models_page
    wait_for(desk, page.message.isVisible)
    assert page.message.text.accessibleName() == f"A stick for Lentigo is plugged in. {stick}"
    page.message.button.click()
    wait_for(desk, page.place.isVisible)
    assert [row.offer.facts.id for row in page.place.rows] == ["clinic-mini"]
    assert page.place.question, "a key that nobody compared must be asked about"
