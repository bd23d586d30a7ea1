"""The window fits the screens of clinics at each size of text: nothing that matters lies outside or is cut off."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from PySide6.QtWidgets import QDialog
from room import cut_off, unreachable
from room_states import settle, states

from lentigo import application
from lentigo.gui.kit import theme
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.shell.header import Header

SCREENS = ((1024, 600), (1366, 768), (1920, 1080))
SCALES = (100, 125, 150, 200)  # per cent, as the system is set
HERE = Path(__file__).parent


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("screen", SCREENS)
def test_it_opens_within_the_screen(screen: tuple[int, int], scale: int, tmp_path: Path) -> None:
    width, height = screen
    described = {"name": "clinic", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    config = tmp_path / "screen.json"
    config.write_text(json.dumps({"windowFrameMargins": True, "screens": [described]}))
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={os.path.relpath(config)}",
        "QT_SCALE_FACTOR": str(scale / 100),
    }
    command = [sys.executable, str(HERE / "opening.py"), str(tmp_path / "data")]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    found = json.loads(ended.stdout)
    assert not found["beyond the screen"], found
    assert not found["unreachable"], found
    assert not found["cut off"], found


@pytest.fixture
def desk(open_desk: Opener) -> Iterator[Desk]:
    """The window, with real workers."""
    yield open_desk()
    theme.resize_text(100)


SIZES = (  # of the window in the pixels that Qt counts in, and of the text in per cent
    ((1916, 1048), 100),
    ((1362, 736), 100),
    ((1020, 568), 100),
    ((956, 508), 100),  # 1920×1080 at 200 %
    ((815, 448), 100),  # 1024×600 at 125 %
    ((679, 352), 100),  # 1366×768 at 200 %, 1024×600 at 150 %
    ((960, 600), 125),
    ((1362, 736), 150),
    ((1916, 1048), 200),
    ((1020, 568), 200),
)


def test_nothing_is_cut_off(desk: Desk, phantoms: Path) -> None:
    window, strip = desk.window, desk.strip
    buttons = (strip.analyse, strip.stop, *window.findChild(Header).findChildren(LineButton))
    window.setMinimumSize(0, 0)
    found = []
    for state in states(desk, phantoms):
        for size, text in SIZES:
            if text != theme.text_size():
                theme.resize_text(text)
            window.resize(*size)
            settle()
            assert window.size().toTuple() == size, (state, size, text)
            found += [(state, size, text, fault) for fault in (*unreachable(window, buttons), *cut_off(window))]
        theme.resize_text(100)
    assert not found, "\n".join(map(str, found))


def test_dialogs_fit_a_small_window(desk: Desk) -> None:
    window = desk.window
    window.setMinimumSize(0, 0)
    show: tuple[Callable[[], object], ...] = (
        window.dialogs.show_help,
        window.dialogs.show_shortcuts,
        window.dialogs.show_settings,
        window.dialogs.show_about,
        window.dialogs.show_check,
        lambda: application.show_notice(window),
    )
    for text in (100, 200):
        theme.resize_text(text)
        window.resize(800, 520)
        for show_one in show:
            show_one()
            settle()
            dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
            assert dialog.width() <= window.width(), (dialog.windowTitle(), text)
            assert dialog.height() <= window.height(), (dialog.windowTitle(), text)
            assert not unreachable(dialog, [each for each in dialog.findChildren(LineButton) if each.isDefault()])
            dialog.accept()
            dialog.deleteLater()
            settle()
