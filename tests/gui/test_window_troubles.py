"""What keeps records from being opened or written: each a sentence and a remedy, in the window."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import OWN, SLOW_MS, locked_records, open_with, page, vault, wait_open

from lentigo.gui.access.trouble_page import TroublePage
from lentigo.gui.shell.only_window import CALL, OnlyWindow
from lentigo.paths import Paths
from lentigo.records.backup import KEYS, STORE
from lentigo.records.keys import NewKeys
from lentigo.records.store import open_store
from lentigo.records.vault import Vault


@pytest.fixture
def keys(paths: Paths) -> NewKeys:
    """Of records with a lock, opened once."""
    made = locked_records(paths)
    with vault(paths, made):
        pass
    return made


def begun(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.opened.access.begin()
    return desk


def trouble(desk: Desk) -> str:
    return page(desk, TroublePage).words.accessibleName()


def bar(desk: Desk) -> str:
    shown = desk.opened.safekeeping.bar
    return "" if shown.isHidden() else shown.text.accessibleName()


def test_a_store_of_a_newer_version_is_left_alone(open_desk: Opener, paths: Paths, keys: NewKeys) -> None:
    store = open_store(paths.records / STORE, keys.data_key)
    store.connection.execute("PRAGMA user_version = 99")
    store.close()
    before = (paths.records / STORE).read_bytes()
    desk = begun(open_desk)
    open_with(desk, OWN)
    assert trouble(desk).startswith("These records were written by a newer version of Lentigo. Install that version")
    assert not page(desk, TroublePage).restore.isVisible()
    page(desk, TroublePage).without.click()
    assert not desk.window.cover.closed
    desk.add("lesion.jpg")
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.failed, timeout=SLOW_MS) as told:
        pass
    assert told.args[0].startswith("These records were written by a newer version")
    assert (paths.records / STORE).read_bytes() == before


def test_records_held_elsewhere_can_be_tried_again(open_desk: Opener, paths: Paths, keys: NewKeys) -> None:
    with vault(paths, keys):
        desk = begun(open_desk)
        open_with(desk, OWN)
        assert trouble(desk).startswith("The records are open in another window. Go on there, or close it first.")
    page(desk, TroublePage).again.click()
    open_with(desk, OWN)
    wait_open(desk)


def test_a_damaged_store_offers_a_backup(open_desk: Opener, paths: Paths, keys: NewKeys) -> None:
    content = bytearray((paths.records / STORE).read_bytes())
    content[40] ^= 1
    (paths.records / STORE).write_bytes(content)
    desk = begun(open_desk)
    open_with(desk, OWN)
    assert trouble(desk).startswith("The records are damaged")
    assert page(desk, TroublePage).restore.isVisible()


def test_lost_keys_offer_a_backup_and_are_never_made_anew(open_desk: Opener, paths: Paths, keys: NewKeys) -> None:
    (paths.records / KEYS).unlink()
    desk = begun(open_desk)
    assert trouble(desk).startswith("The keys of the records are missing or damaged")
    assert page(desk, TroublePage).restore.isVisible()
    assert not (paths.records / KEYS).exists()


def test_a_clock_that_was_set_back_is_told(open_desk: Opener, paths: Paths, keys: NewKeys) -> None:
    later = datetime.now(UTC) + timedelta(days=400)
    Vault(paths.records, keys.data_key, keys.ring.clinicians[0], lambda: later).close()
    desk = begun(open_desk)
    open_with(desk, OWN)
    wait_open(desk)
    assert bar(desk).startswith(
        "The clock of this computer is behind the last entry of the records. Set date and time."
    )


def test_an_older_store_put_back_is_told(open_desk: Opener, paths: Paths, keys: NewKeys, tmp_path: Path) -> None:
    shutil.copy(paths.records / STORE, tmp_path / "older.db")
    with vault(paths, keys):
        pass
    shutil.copy(tmp_path / "older.db", paths.records / STORE)
    desk = begun(open_desk)
    open_with(desk, OWN)
    wait_open(desk)
    assert bar(desk).startswith("The records are older than those that were used last on this computer.")


def test_a_backup_that_is_too_old_is_asked_for(open_desk: Opener, paths: Paths) -> None:
    keys = locked_records(paths)
    before = datetime.now(UTC) - timedelta(days=12)
    Vault(paths.records, keys.data_key, keys.ring.clinicians[0], lambda: before).close()
    desk = begun(open_desk)
    open_with(desk, OWN)
    wait_open(desk)
    assert bar(desk) == "There is no backup of these records, which began 12 days ago."
    desk.window.keep_settings(replace(desk.window.settings, backup_days=0))
    desk.opened.safekeeping.tell_state(desk.opened.access.state)
    assert not bar(desk)


def test_a_second_start_brings_the_first_window_forward_and_ends(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    only = OnlyWindow(paths.data)
    assert only.claim()
    only.watch(desk.window, lambda _files: None)
    desk.window.showMinimized()
    start = (
        "import sys; from pathlib import Path; from lentigo.application import main; from lentigo.paths import Paths; "
    )
    start += "sys.exit(main(Paths(resources=Path(sys.argv[1]), data=Path(sys.argv[2]))))"
    command = [sys.executable, "-c", start, str(paths.resources), str(paths.data)]
    with subprocess.Popen(command) as second:
        desk.bot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert second.returncode == 0
    desk.bot.waitUntil(lambda: not desk.window.isMinimized(), timeout=5000)
    assert not (paths.data / CALL).exists()


def test_a_first_window_that_died_holds_nobody_off(paths: Paths) -> None:
    claim = "import sys, os; from pathlib import Path; from lentigo.gui.shell.only_window import OnlyWindow; "
    claim += "assert OnlyWindow(Path(sys.argv[1])).claim(); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", claim, str(paths.data)], check=False)
    first = OnlyWindow(paths.data)
    assert first.claim()
    assert not OnlyWindow(paths.data).claim()
