"""“Open with Lentigo” while a window is open: the second start hands its photographs over, and ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import OWN, SLOW_MS, locked_records, open_with, page, wait_open
from PySide6.QtWidgets import QWidget

from lentigo.domain.case import Case
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.case.whose_dialog import WhoseDialog
from lentigo.gui.shell.handed_over import HandedOver
from lentigo.gui.shell.only_window import CALL, LONGEST_PATH, MOST_FILES, OnlyWindow
from lentigo.paths import Paths

START = """
import sys
from pathlib import Path
from lentigo.application import main
from lentigo.paths import Paths
sys.exit(main(Paths(resources=Path(sys.argv[1]), data=Path(sys.argv[2])), [Path(each) for each in sys.argv[3:]]))
"""


def first_window(desk: Desk, paths: Paths) -> OnlyWindow:
    """Holds the lock as long as somebody holds it."""
    only = OnlyWindow(paths.data)
    assert only.claim()
    only.watch(desk.window, HandedOver(desk.window).take)
    return only


def start_again(desk: Desk, paths: Paths, *photographs: str) -> None:
    """In the user's folder, so that names are relative, as a terminal gives them."""
    command = [sys.executable, "-c", START, str(paths.resources), str(paths.data), *photographs]
    with subprocess.Popen(command, cwd=desk.folder) as second:
        desk.bot.waitUntil(lambda: second.poll() is not None, timeout=SLOW_MS)
    assert second.returncode == 0


def names(desk: Desk) -> list[str]:
    return [each.name for each in desk.case.state.photographs]


def test_they_come_into_the_open_window(open_desk: Opener, paths: Paths, phantoms: Path) -> None:
    desk = open_desk()
    only = first_window(desk, paths)
    desk.opened.access.begin()
    wait_open(desk)
    for file, name in (("phantom-pigmented.jpg", "lésion 皮 1.jpg"), ("phantom-ring.jpg", "two 'words' & %.jpg")):
        shutil.copy(phantoms / file, desk.folder / name)
    desk.opened.pages.cases.wanted.emit()
    start_again(desk, paths, "lésion 皮 1.jpg", "two 'words' & %.jpg", "not there.jpg")
    desk.bot.waitUntil(lambda: len(names(desk)) == 2, timeout=SLOW_MS)
    assert sorted(names(desk)) == ["lésion 皮 1.jpg", "two 'words' & %.jpg"]
    assert desk.case_page.isVisible()
    assert not (paths.data / CALL).exists()
    desk.analyse()
    start_again(desk, paths, str(phantoms / "phantom-red-scaly.jpg"))  # beside a report, it is asked whose it is
    desk.bot.waitUntil(lambda: bool(desk.window.findChildren(WhoseDialog)), timeout=SLOW_MS)
    desk.window.findChild(WhoseDialog).reject()
    assert len(names(desk)) == 2
    assert not OnlyWindow(paths.data).claim()
    assert only


def test_a_locked_window_takes_them_once_it_is_opened(open_desk: Opener, paths: Paths, phantoms: Path) -> None:
    locked_records(paths)
    desk = open_desk()
    only = first_window(desk, paths)
    desk.opened.access.begin()
    page(desk, UnlockPage)
    call(only, desk, phantoms / "phantom-pigmented.jpg")
    desk.bot.wait(300)
    assert desk.case.state == Case()
    assert not desk.case.opening
    open_with(desk, OWN)
    wait_open(desk)
    desk.bot.waitUntil(lambda: names(desk) == ["phantom-pigmented.jpg"], timeout=SLOW_MS)


def test_they_wait_for_the_end_of_an_analysis(open_desk: Opener, paths: Paths, phantoms: Path) -> None:
    desk = open_desk()
    desk.opened.access.begin()
    wait_open(desk)
    handed = HandedOver(desk.window)
    desk.window.cover.lifted.emit()
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.case_page.analyse.trigger()
    handed.take((str(phantoms / "phantom-ring.jpg"),))
    assert desk.analyst.running
    assert not desk.window.findChildren(WhoseDialog)
    desk.bot.waitUntil(lambda: bool(desk.window.findChildren(WhoseDialog)), timeout=SLOW_MS)
    assert not desk.analyst.running


def call(only: OnlyWindow, desk: Desk, *photographs: Path) -> None:
    """From this process, which also runs the window: the answer is not waited for."""
    (only._data / CALL).write_text(json.dumps([str(path) for path in photographs]), encoding="utf-8")
    desk.bot.waitUntil(lambda: not (only._data / CALL).exists(), timeout=SLOW_MS)


@pytest.fixture
def heard(qtbot: object, tmp_path: Path) -> list[tuple[str, ...]]:
    return []


def told_to(tmp_path: Path, said: bytes, heard: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What a window takes from a call that says this."""
    window = QWidget()
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / CALL).write_bytes(said)
    OnlyWindow(data).watch(window, heard.append)
    assert not (data / CALL).exists()
    window.close()
    window.deleteLater()
    return heard


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"4711",
        b"\xff\xfe\x00",
        b"{}",
        b'{"files": ["/etc/hostname"]}',
        b"[" * 200_000,
        b'["' + b"x" * 300_000 + b'"]',
        b'["relative.jpg", "", 7, null, ["/etc/hostname"], "/", "/dev/zero", "/not/there.jpg", "/a\\u0000b"]',
        json.dumps(["file:///etc/hostname", "https://example.org/a.jpg"]).encode(),
    ],
)
def test_what_is_no_list_of_files_brings_the_window_forward_and_no_more(
    tmp_path: Path, said: bytes, heard: list[tuple[str, ...]]
) -> None:
    assert told_to(tmp_path, said, heard) == []


def test_of_many_files_the_first_are_taken_and_no_path_that_is_too_long(
    tmp_path: Path, heard: list[tuple[str, ...]]
) -> None:
    files = [tmp_path / f"{number}.jpg" for number in range(MOST_FILES + 5)]
    for file in files:
        file.touch()
    long = f"{tmp_path}{'/.' * LONGEST_PATH}/0.jpg"
    (taken,) = told_to(tmp_path, json.dumps([long, *map(str, files)]).encode(), heard)
    assert taken == tuple(map(str, files[: MOST_FILES - 1]))


def test_a_call_can_be_read_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's name can be a patient's. Whom nobody hears takes the call away again."""
    monkeypatch.setattr("lentigo.gui.shell.only_window.PATIENCE_S", 0.3)
    modes: list[int] = []
    sleep = __import__("time").sleep

    def look(seconds: float) -> None:
        modes.append((tmp_path / CALL).stat().st_mode & 0o777)
        sleep(seconds)

    monkeypatch.setattr("lentigo.gui.shell.only_window.time.sleep", look)
    assert not OnlyWindow(tmp_path).call([tmp_path / "a.jpg"])
    assert set(modes) == {0o600}
    assert os.listdir(tmp_path) == []
