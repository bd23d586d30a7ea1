"""First start, lock and recovery, as a clinic goes through them in the window."""

import pytest
from desk import Desk, Opener
from gate_steps import (
    OWN,
    PATIENT,
    PIN,
    SECOND,
    SLOW_MS,
    dialog,
    locked_records,
    open_with,
    page,
    seen,
    told,
    type_in,
    vault,
    wait_open,
)
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from lentigo.domain.case import Case
from lentigo.domain.clinician import PIN_ATTEMPTS, Role
from lentigo.gui.access.first_page import FirstPage
from lentigo.gui.access.people_dialog import PeopleDialog
from lentigo.gui.access.recovery_page import RecoveryPage
from lentigo.gui.access.regain_page import RegainPage
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.shell.settings_dialog import SettingsDialog
from lentigo.paths import Paths
from lentigo.records.backup import KEYS
from lentigo.records.keys import read_keys
from lentigo.settings import load_settings
from lentigo.worker.messages.access import SavePin

CTRL = Qt.KeyboardModifier.ControlModifier


def first_start(open_desk: Opener, paths: Paths) -> tuple[Desk, FirstPage]:
    """A window on an empty data folder."""
    paths.records.mkdir(parents=True)
    desk = open_desk()
    desk.opened.access.begin()
    return desk, page(desk, FirstPage)


def locked_desk(open_desk: Opener, paths: Paths, *, pin: bool = False) -> Desk:
    """A window that somebody has opened, with a case on its table."""
    locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    if pin:
        desk.workers.registrar.submit(SavePin(pin=PIN), on_result=desk.opened.access.refresh, on_failed=print)
        desk.bot.waitUntil(lambda: desk.opened.access.state.pin, timeout=SLOW_MS)
    desk.add("lesion.jpg")
    desk.column.encounter.patient.setText(PATIENT)
    return desk


def test_the_first_start_asks_for_name_and_passphrase_and_checks_the_recovery_key(
    open_desk: Opener, paths: Paths
) -> None:
    desk, shown = first_start(open_desk, paths)
    assert shown.name.hasFocus()
    shown.begin.click()
    assert told(shown, desk).startswith("Give your name first.")
    desk.bot.keyClicks(shown.name, "Dr Sari")
    for first, second, sentence in (
        (OWN, "other", "The two are not the same."),
        ("short", "short", "A passphrase has"),
    ):
        type_in(desk, shown.passphrase, first)
        type_in(desk, shown.again, second)
        desk.bot.keyClick(shown.again, Qt.Key.Key_Return)
        assert told(shown, desk).startswith(sentence)
        assert shown.passphrase.text() == shown.again.text() == ""
    type_in(desk, shown.passphrase, OWN)
    type_in(desk, shown.again, OWN)
    shown.begin.click()
    recovery = page(desk, RecoveryPage)
    key = recovery.words.text().split()
    recovery.next.click()
    assert key[0] not in seen(desk)
    for field in recovery.fields.values():
        type_in(desk, field, "0000")
    recovery.finish.click()
    assert "is not what stands in the key" in told(recovery, desk)
    assert not desk.opened.access.state
    for number, field in recovery.fields.items():
        field.clear()
        type_in(desk, field, key[number].lower())
    recovery.finish.click()
    assert wait_open(desk).name == "Dr Sari"
    ring = read_keys(paths.records / KEYS)
    assert (ring.locked, ring.clinicians[0].role) == (True, Role.CLINICIAN)


def test_no_lock_is_a_plain_choice_that_says_what_it_means(open_desk: Opener, paths: Paths) -> None:
    desk, shown = first_start(open_desk, paths)
    assert not shown.consequence.isVisible()
    shown.no_lock.click()
    assert shown.consequence.isVisible()
    assert not shown.passphrase.isVisible()
    type_in(desk, shown.name, "Dr Sari")
    shown.begin.click()
    assert wait_open(desk).name == "Dr Sari"
    assert not read_keys(paths.records / KEYS).locked
    desk.bot.keyClick(desk.window, Qt.Key.Key_L, CTRL)  # there is none to lock with: the way to one
    people = dialog(desk, PeopleDialog)
    type_in(desk, people.form.passphrase, OWN)
    type_in(desk, people.form.again, OWN)
    people.form.submit.click()
    recovery = page(desk, RecoveryPage)
    recovery.next.click()
    key = recovery.words.text().split()
    for number, field in recovery.fields.items():
        type_in(desk, field, key[number])
    recovery.finish.click()
    wait_open(desk)
    assert read_keys(paths.records / KEYS).locked
    desk.window.activateWindow()
    desk.bot.waitUntil(desk.window.isActiveWindow)
    desk.bot.keyClick(desk.window, Qt.Key.Key_L, CTRL)
    open_with(desk, OWN)
    wait_open(desk)


def test_a_locked_start_shows_nothing_until_the_right_passphrase(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    state = desk.case.state
    assert desk.window.close()
    desk.workers.registrar.close()
    desk = open_desk()
    desk.opened.access.begin()
    desk.case_page.exchange.open_last(load_settings(paths.settings).open_case)
    for wrong in ("", "kura-kura kecil", OWN.upper()):
        open_with(desk, wrong)
        shown = page(desk, UnlockPage)
        assert told(shown, desk).startswith("This is not the passphrase.")
        assert PATIENT not in seen(desk)
        assert shown.passphrase.text() == ""
        assert desk.case.state == Case()
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.reopened, timeout=SLOW_MS):
        open_with(desk, OWN)
    assert desk.case.state == state
    assert desk.window.windowTitle() == "Lentigo"


def test_of_several_people_one_says_who_they_are(open_desk: Opener, paths: Paths) -> None:
    locked_records(paths, second=True)
    desk = open_desk()
    desk.opened.access.begin()
    shown = page(desk, UnlockPage)
    assert [shown.who.itemText(number) for number in range(2)] == ["Dr Sari, clinician", "Ibu Wati, assistant"]
    open_with(desk, SECOND)
    assert told(shown, desk).startswith("This is not the passphrase.")
    shown.who.setCurrentIndex(1)
    open_with(desk, SECOND)
    assert wait_open(desk).role is Role.ASSISTANT
    desk.opened.menu.people.trigger()
    assert len(dialog(desk, PeopleDialog).offers) == 2  # an assistant changes nobody else


def test_a_locked_window_shows_nothing_takes_nothing_and_comes_back(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    before = desk.case.state
    assert PATIENT in seen(desk)
    worker = desk.workers.registrar._client.process_id
    desk.window.dialogs.show_settings()
    dialog(desk, SettingsDialog)
    desk.opened.menu.lock.trigger()
    assert PATIENT not in seen(desk)  # at once
    shown = page(desk, UnlockPage)
    assert not [each for each in desk.window.findChildren(SettingsDialog) if each.isVisible()]
    assert not desk.window.menuBar().isVisible()
    desk.bot.keyClick(shown, Qt.Key.Key_N, CTRL)
    desk.bot.keyClick(desk.window, Qt.Key.Key_E, CTRL)
    desk.window.dropEvent(dropped("/photographs/other.jpg"))
    assert desk.case.state == before
    assert PATIENT not in seen(desk)
    assert desk.workers.registrar._client.process_id != worker  # it took the key with it
    open_with(desk, OWN)
    wait_open(desk)
    assert desk.case.state == before
    assert PATIENT in seen(desk)


def dropped(file: str) -> QDropEvent:
    mime = QMimeData()
    mime.setUrls([f"file://{file}"])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dropped.kept = mime  # Qt does not own it
    return QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)


def test_what_was_typed_is_kept_before_the_lock(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    desk.column.encounter.site.setText("left shin")
    desk.opened.menu.lock.trigger()
    page(desk, UnlockPage)
    desk.workers.registrar.close()
    keys = read_keys(paths.records / KEYS)
    from lentigo.records.keys import open_with_passphrase
    from lentigo.records.vault import Vault

    opened = Vault(paths.records, open_with_passphrase(keys, keys.clinicians[0].id, OWN), keys.clinicians[0])
    with_case = opened.read(load_settings(paths.settings).open_case)
    opened.close()
    assert with_case.case.encounter.site == "left shin"


def test_an_analysis_goes_on_behind_the_lock(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    with desk.bot.waitSignal(desk.analyst.ended, timeout=SLOW_MS):
        desk.case_page.analyse.trigger()
        desk.opened.menu.lock.trigger()
    page(desk, UnlockPage)
    assert PATIENT not in seen(desk)
    open_with(desk, OWN)
    wait_open(desk)
    assert desk.case.state.report
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.kept, timeout=SLOW_MS):
        pass


def test_the_pin_opens_what_is_still_in_memory(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths, pin=True)
    worker = desk.workers.registrar._client.process_id
    desk.opened.menu.lock.trigger()
    shown = page(desk, UnlockPage)
    assert shown.pin.hasFocus()
    type_in(desk, shown.pin, "1a2b")
    assert shown.pin.text() == "12"
    shown.open.click()
    assert told(shown, desk).startswith("This is not the PIN. Attempts left before the passphrase is asked: 4.")
    type_in(desk, shown.pin, PIN)
    desk.bot.keyClick(shown.pin, Qt.Key.Key_Return)
    wait_open(desk)
    assert desk.workers.registrar._client.process_id == worker


def test_five_wrong_pins_ask_for_the_passphrase(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths, pin=True)
    desk.opened.menu.lock.trigger()
    first = shown = page(desk, UnlockPage)
    for number in range(PIN_ATTEMPTS):
        shown.message.hide()
        type_in(desk, shown.pin, f"{number:04}")
        shown.open.click()
        if number < PIN_ATTEMPTS - 1:
            told(shown, desk)
    desk.bot.waitUntil(lambda: desk.opened.access.page is not first, timeout=SLOW_MS)
    shown = page(desk, UnlockPage)
    assert shown.pin is None
    assert told(shown, desk).startswith("The PIN does not open the records any more.")
    open_with(desk, OWN)
    wait_open(desk)


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_key(open_desk: Opener, paths: Paths) -> None:
    keys = locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    page(desk, UnlockPage).regain.click()
    shown = page(desk, RegainPage)
    for key in ("0000-0000", keys.recovery.lower().replace("-", " ")):
        type_in(desk, shown.key, key)
        type_in(desk, shown.passphrase, SECOND)
        type_in(desk, shown.again, SECOND)
        shown.open.click()
        if key != "0000-0000":
            break
        assert told(shown, desk).startswith("This is not the recovery key of these records.")
    wait_open(desk)
    desk.opened.menu.lock.trigger()
    open_with(desk, OWN)
    assert told(page(desk, UnlockPage), desk).startswith("This is not the passphrase.")
    open_with(desk, SECOND)
    wait_open(desk)


def test_without_key_and_mouse_it_locks_itself_whatever_runs(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    idle, time = desk.opened.access.idle, [0.0]
    idle.clock = lambda: time[0]
    window = desk.window.windowHandle()
    QTest.mouseMove(window, window.geometry().center())
    QTest.keyClick(window, Qt.Key.Key_Shift)
    time[0] += 9 * 60
    idle.look()
    assert desk.opened.access.state
    QTest.keyClick(window, Qt.Key.Key_Shift)
    time[0] += 9 * 60
    idle.look()
    assert desk.opened.access.state
    time[0] += 61
    idle.look()
    page(desk, UnlockPage)
    open_with(desk, OWN)
    wait_open(desk)
    time[0] += 3600  # the laptop slept, and somebody opens it
    QTest.keyClick(window, Qt.Key.Key_Shift)
    page(desk, UnlockPage)


def test_a_dead_worker_took_the_key_with_it_and_nothing_is_lost(open_desk: Opener, paths: Paths) -> None:
    desk = locked_desk(open_desk, paths)
    desk.workers.registrar.rest()
    desk.column.encounter.site.setText("left shin")
    page(desk, UnlockPage)
    assert PATIENT not in seen(desk)
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.kept, timeout=SLOW_MS):
        open_with(desk, OWN)
    assert desk.case.state.encounter.site == "left shin"


def test_people_are_added_and_removed_in_the_window(open_desk: Opener, paths: Paths) -> None:
    keys = locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    desk.opened.menu.people.trigger()
    people = dialog(desk, PeopleDialog)
    people.offers["Add a person"].click()
    form = people.form
    type_in(desk, form.name, "Ibu Wati")
    form.role.setCurrentIndex(1)
    for own in ("wrong", OWN):
        for field in (form.passphrase, form.again):
            type_in(desk, field, SECOND)
        type_in(desk, form.own, own)
        form.submit.click()
        if own == "wrong":
            assert told(form, desk).startswith("This is not the passphrase.")
    desk.bot.waitUntil(lambda: len(people.state.clinicians) == 2, timeout=SLOW_MS)
    people.offers["Remove a person"].click()
    type_in(desk, people.form.own, OWN)
    people.form.submit.click()
    desk.bot.waitUntil(lambda: len(people.state.clinicians) == 1, timeout=SLOW_MS)
    people.accept()
    desk.workers.registrar.close()
    with vault(paths, keys) as opened:
        outcomes = [entry.outcome for entry in _entries(opened)]
    assert [each for each in outcomes if each] == ["added", "removed"]


def _entries(opened: object) -> list:
    from lentigo.records import audit

    return list(audit.entries(opened._store.connection))


@pytest.mark.parametrize("size", [(1366, 768), (960, 600)])
def test_every_page_has_room_and_names(open_desk: Opener, paths: Paths, size: tuple[int, int]) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
    from room import cut_off

    desk, shown = first_start(open_desk, paths)
    desk.window.resize(*size)
    for kind in (FirstPage, RecoveryPage):
        shown = page(desk, kind)
        QTest.qWait(50)
        assert not cut_off(desk.window)
        for part in (
            *shown.findChildren(QAbstractButton),
            *shown.findChildren(QLineEdit),
            *shown.findChildren(QComboBox),
        ):
            assert part.accessibleName() or (isinstance(part, QAbstractButton) and part.text()), part
        if kind is FirstPage:
            type_in(desk, shown.name, "Dr Sari")
            type_in(desk, shown.passphrase, OWN)
            type_in(desk, shown.again, OWN)
            shown.begin.click()
