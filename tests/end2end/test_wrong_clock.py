"""The real program under a clock that is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLOCK = """
import datetime
class Wrong(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(1970, 1, 1, 0, 3, tzinfo=tz)
datetime.datetime = Wrong
"""


@pytest.fixture
def wrong(home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment whose Python believes that it is 1970: no system call could be bent as cheaply."""
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    path = os.pathsep.join(filter(None, (str(tmp_path), home.get("PYTHONPATH", ""))))
    return home | {"PYTHONPATH": path}


def test_a_clock_that_cannot_be_is_told_in_report_and_terminal(
    wrong: dict[str, str], phantoms: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "lentigo", "analyze", str(phantoms / "phantom-ring.jpg"), "--no-library"]
    result = subprocess.run(command, env=wrong, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    sentence = "This computer’s clock says 1970-01-01, which cannot be"
    assert sentence in " ".join(result.stderr.split())
    assert sentence in " ".join(result.stdout.split())
