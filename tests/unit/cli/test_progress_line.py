"""The line that says how far something is."""

import io
import time

import pytest

from lentigo.cli.progress import ProgressLine


class Terminal(io.StringIO):
    """Keeps what a terminal would be sent."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands there now."""
        return self.getvalue().rpartition("\r\033[K")[2]


def test_bytes_are_told_with_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    line = ProgressLine()
    line.begin("Language model to F16", 1, 4, size=8_000_000_000)
    clock[0] += 30
    line.share(0.25)
    assert "Language model to F16, 2.00 GB of 8.00 GB, about 90 s left" in terminal.line
    assert terminal.line.count("█") == round(20 * 1.25 / 4)
    line.clear()
    assert terminal.line == ""


def test_an_estimate_that_was_too_low_is_passed_without_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    line = ProgressLine()
    line.begin("Language model to Q4_K_M", 3, 4, size=10_000_000)
    line.share(1.2)
    assert terminal.line.endswith("Language model to Q4_K_M, 12 MB of 12 MB")
    assert terminal.line.count("█") == 20


def test_without_a_terminal_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    line = ProgressLine()
    line.begin("Hashes", 0, 1, size=2)
    line.share(0.5)
    line.clear()
    assert stream.getvalue() == ""
