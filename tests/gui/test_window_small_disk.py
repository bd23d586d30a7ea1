"""A disk without room, or that can only be read: told in the window, and nothing is lost."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import OWN, PATIENT, SLOW_MS, locked_records, open_with, page, wait_open
from small_disks import mounted

from lentigo.gui.access.first_page import FirstPage
from lentigo.gui.access.trouble_page import TroublePage
from lentigo.paths import Paths, default_paths


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    """A data folder on a disk with little room."""
    with mounted(tmp_path / "disk", 6) as place:
        yield Paths(resources=default_paths().resources, data=place / "data")


def begun(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.opened.access.begin()
    return desk


def trouble(desk: Desk) -> str:
    return page(desk, TroublePage).words.accessibleName()


def test_a_full_disk_is_told_and_saving_goes_on_once_there_is_room(open_desk: Opener, paths: Paths) -> None:
    paths.records.mkdir(parents=True)
    desk = begun(open_desk)
    page(desk, FirstPage).no_lock.click()
    page(desk, FirstPage).name.setText("Dr Sari")
    page(desk, FirstPage).begin.click()
    wait_open(desk)
    keeper = desk.case_page.exchange.keeper
    with desk.bot.waitSignal(keeper.kept, timeout=SLOW_MS):
        desk.column.encounter.patient.setText(PATIENT)
    ballast = paths.data.parent / "ballast"
    fill(ballast)
    with desk.bot.waitSignal(keeper.failed, timeout=SLOW_MS) as told:
        desk.column.encounter.note.setPlainText("a long note " * 9000)
    assert told.args[0] == "The disk is full: the records could not be written."
    assert desk.case_page.exchange.trouble.isVisible()
    ballast.unlink()
    with desk.bot.waitSignal(keeper.kept, timeout=SLOW_MS):
        pass


def test_a_first_start_on_a_full_disk_says_so(open_desk: Opener, paths: Paths) -> None:
    paths.records.mkdir(parents=True)
    desk = begun(open_desk)
    shown = page(desk, FirstPage)
    fill(paths.data.parent / "ballast")
    shown.name.setText("Dr Sari")
    shown.passphrase.setText(OWN)
    shown.again.setText(OWN)
    shown.begin.click()
    assert trouble(desk).startswith("The disk is full")
    (paths.data.parent / "ballast").unlink()
    page(desk, TroublePage).again.click()
    page(desk, FirstPage)


def test_a_read_only_folder_says_so_and_the_window_works_without_records(open_desk: Opener, paths: Paths) -> None:
    locked_records(paths)
    subprocess.run(["mount", "-o", "remount,ro", str(paths.data.parent)], check=True)
    desk = begun(open_desk)
    open_with(desk, OWN)
    assert trouble(desk).startswith("The records cannot be")
    assert "read-only" in trouble(desk)
    page(desk, TroublePage).without.click()
    assert not desk.window.cover.closed


def fill(ballast: Path) -> None:
    """All the room that is left."""
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
