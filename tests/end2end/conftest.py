"""The command line as a user runs it: a process of its own, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Lentigo = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose data folder is the test's."""
    folder = tmp_path / "home"
    return os.environ | {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder), "HOME": str(folder)}


@pytest.fixture
def lentigo(home: dict[str, str]) -> Lentigo:
    """Run `lentigo ARGUMENTS` to its end."""

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "lentigo", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=home)

    return run
