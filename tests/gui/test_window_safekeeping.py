"""Backups, checks and what lies where, in the window; and what a day of work leaves in the open."""

import os
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import (
    OWN,
    PATIENT,
    PIN,
    SLOW_MS,
    dialog,
    lies_open,
    locked_records,
    open_with,
    page,
    type_in,
    wait_open,
)

from lentigo.domain.case import Case
from lentigo.gui.access.people_dialog import PeopleDialog
from lentigo.gui.access.places_dialog import PlacesDialog
from lentigo.gui.access.restore_dialog import RestoreDialog
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.access.work_dialog import WorkDialog
from lentigo.paths import Paths
from lentigo.records.kept import keep_report
from lentigo.records.keys import NewKeys

NOTE = "CANARY-NOTE-7391 told in confidence"


def opened(open_desk: Opener, paths: Paths) -> tuple[Desk, NewKeys]:
    keys = locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    return desk, keys


def verdict(desk: Desk) -> str:
    shown = dialog(desk, WorkDialog)
    desk.bot.waitUntil(lambda: not shown.verdict.isHidden(), timeout=SLOW_MS)
    words = shown.verdict.accessibleName()
    shown.accept()
    return words


def keep_case(desk: Desk) -> None:
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.kept, timeout=SLOW_MS):
        desk.add("lesion.jpg")
        desk.column.encounter.patient.setText(PATIENT)


def test_a_backup_is_written_checked_and_restored_without_overwriting(
    open_desk: Opener, paths: Paths, tmp_path: Path
) -> None:
    desk, keys = opened(open_desk, paths)
    keep_case(desk)
    assert desk.opened.access.state.backed_up is None
    desk.opened.safekeeping.write(str(tmp_path / "stick.lentigo-backup"))
    assert verdict(desk).startswith(
        "Written and read back: stick.lentigo-backup Cases: 1. Patients: 0. Photographs: 1."
    )
    desk.bot.waitUntil(lambda: desk.opened.access.state.backed_up is not None, timeout=SLOW_MS)
    desk.opened.menu.check.trigger()
    assert verdict(desk).startswith("Everything is as it was written. Cases: 1.")
    for secret, opener in (("wrong", 0), (keys.recovery, 1)):
        desk.opened.safekeeping.read(str(tmp_path / "stick.lentigo-backup"))
        asked = dialog(desk, RestoreDialog)
        asked.who.setCurrentIndex(opener)
        type_in(desk, asked.secret, secret)
        asked.restore.click()
        desk.bot.waitUntil(lambda asked=asked: not asked.message.isHidden(), timeout=SLOW_MS)
        if secret == "wrong":
            assert asked.message.text.accessibleName().startswith("This is not the passphrase.")
            asked.accept()
    open_with(desk, OWN)
    wait_open(desk)
    assert len(list(paths.data.glob("records-replaced-*"))) == 1
    desk.column.encounter.note.setPlainText("typed after the backup")  # its photograph is in the restored records, too
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.kept, timeout=SLOW_MS):
        pass


def test_a_backup_that_cannot_be_written_says_why(open_desk: Opener, paths: Paths, tmp_path: Path) -> None:
    desk, _keys = opened(open_desk, paths)
    desk.opened.safekeeping.write(str(tmp_path / "no folder" / "a.lentigo-backup"))
    assert verdict(desk).startswith("The backup could not be written there. The records were not changed.")
    assert desk.opened.access.state.backed_up is None


def test_a_file_that_is_no_backup_is_told_in_place(open_desk: Opener, paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "holiday.lentigo-backup").write_bytes(b"PK\x03\x04")
    desk, _keys = opened(open_desk, paths)
    bar = desk.opened.safekeeping.bar
    desk.opened.safekeeping.read(str(tmp_path / "holiday.lentigo-backup"))
    desk.bot.waitUntil(lambda: "is not a backup" in bar.text.accessibleName(), timeout=SLOW_MS)


def test_where_my_data_are_is_told(open_desk: Opener, paths: Paths) -> None:
    desk, _keys = opened(open_desk, paths)
    desk.opened.menu.places.trigger()
    shown = dialog(desk, PlacesDialog)
    assert shown.place.text() == str(paths.data)


def test_kept_reports_are_offered_and_brought_out(open_desk: Opener, paths: Paths, tmp_path: Path) -> None:
    keys = locked_records(paths)
    keep_report(paths.records, keys.ring.public, "lentigo-report-1.pdf", b"%PDF the report")
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    bar = desk.opened.safekeeping.bar
    assert bar.text.accessibleName() == "1 report could not be written where it belongs, and is kept here."
    desk.opened.safekeeping.save_kept(str(tmp_path))
    desk.bot.waitUntil(lambda: bar.text.accessibleName() == "1 report was saved.", timeout=SLOW_MS)
    assert (tmp_path / "lentigo-report-1.pdf").read_bytes() == b"%PDF the report"
    assert lies_open(paths.data, "the report") == []


def choose_pin(desk: Desk) -> None:
    desk.opened.menu.people.trigger()
    people = dialog(desk, PeopleDialog)
    people.offers["Choose a PIN"].click()
    for field in (people.form.pin, people.form.again):
        type_in(desk, field, PIN)
    people.form.submit.click()
    desk.bot.waitUntil(lambda: desk.opened.access.state.pin, timeout=SLOW_MS)
    people.accept()


def test_a_day_of_work_leaves_nothing_in_the_open(
    open_desk: Opener, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typing, an analysis, lock, PIN, people, a backup, closing; then every file is searched."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    desk, keys = opened(open_desk, paths)
    choose_pin(desk)
    keep_case(desk)
    desk.column.encounter.note.setPlainText(NOTE)
    desk.analyse()
    desk.opened.menu.lock.trigger()
    shown = page(desk, UnlockPage)
    type_in(desk, shown.pin, PIN)
    shown.open.click()
    wait_open(desk)
    desk.opened.safekeeping.write(str(tmp_path / "stick.lentigo-backup"))
    verdict(desk)
    words = (PATIENT, NOTE, OWN, keys.recovery, keys.recovery.replace("-", ""), keys.data_key.hex())
    photograph = Path(desk.photograph("lesion.jpg")).read_bytes()[200:260].hex()
    folders = (paths.data, temporary)
    assert any(path.name.endswith("-wal") for path in paths.records.iterdir())
    for folder in folders:
        assert lies_open(folder, *words) == []
    assert desk.window.close()
    desk.workers.registrar.close()
    for folder in folders:
        assert lies_open(folder, *words) == []
        for path in folder.rglob("*"):
            assert not path.is_file() or photograph not in path.read_bytes().hex(), path
    assert not any(word.encode() in (tmp_path / "stick.lentigo-backup").read_bytes() for word in words)
    assert not [name for name, value in os.environ.items() if any(word in value for word in words)]
    assert desk.case.state != Case()
