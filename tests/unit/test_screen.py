"""A library that cannot be loaded is named, with the packages that bring it."""

import sys
from pathlib import Path

import pytest

from lentigo import screen
from lentigo.errors import EngineError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="QT LACKS NOTHING ELSEWHERE")


def put_broken(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"no library")


@pytest.fixture
def qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Qt both of whose libraries are damaged."""
    monkeypatch.setattr(screen, "_qt", lambda: tmp_path)
    for library in (screen.QT, screen.X11):
        put_broken(tmp_path / library)
    return tmp_path


def test_qts_own_library_is_asked_for_first(qt: Path) -> None:
    with pytest.raises(EngineError, match=r"libQt6Widgets\.so\.6") as told:
        screen.require_screen()
    assert screen.QT_PACKAGES in told.value.hint


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({}, False),
    ],
)
def test_x11_is_asked_for_where_the_window_would_use_it(
    qt: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], asked: bool
) -> None:
    monkeypatch.setattr(screen, "require_qt", lambda: None)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if asked:
        with pytest.raises(EngineError, match=r"libqxcb\.so"):
            screen.require_screen()
    else:
        screen.require_screen()
