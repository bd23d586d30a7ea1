"""Where the data of a program on a stick lie."""

import sys
from pathlib import Path

import platformdirs
import pytest

from lentigo.paths import PORTABLE, default_paths

USUAL = platformdirs.user_data_path("Lentigo", appauthor=False)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "lentigo"))
    return tmp_path


def test_an_installed_program_keeps_them_in_the_users_folder(program: Path) -> None:
    assert default_paths().data == USUAL
    assert not list(program.iterdir())


def test_beside_the_marker_they_stay_in_the_programs_folder(program: Path) -> None:
    (program / PORTABLE).touch()
    assert default_paths().data == program / "data"
    assert not list(default_paths().data.iterdir())


def test_where_that_cannot_be_written_they_go_to_the_users_folder(program: Path) -> None:
    (program / PORTABLE).touch()
    (program / "data").touch()  # no folder: root may write anywhere
    assert default_paths().data == USUAL


def test_a_checkout_knows_no_marker(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program / PORTABLE).touch()
    monkeypatch.delattr(sys, "frozen")
    assert default_paths().data == USUAL
