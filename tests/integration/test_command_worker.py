"""A command's worker and its progress line: the real worker, and a stream that calls itself a terminal."""

import io
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from model_clinic import damage
from model_places import put_converted

from lentigo.cli import command_worker
from lentigo.cli.command_worker import CommandWorker
from lentigo.domain.encounter import Encounter
from lentigo.errors import Cancelled, InputError
from lentigo.paths import Paths
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.models import ImportModels, VerifyModel

VERIFY = VerifyModel(id="lentigo-mini")
CLEARED = "\r\033[K"


class Terminal(io.StringIO):
    """Keeps what a terminal would be sent; Ctrl-C, where wanted, comes once something was drawn."""

    interrupts = False

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        if self.interrupts:
            self.interrupts = False
            raise KeyboardInterrupt

    def has_shown(self, title: str) -> bool:
        """Whether the title stood on the line, and nothing does now."""
        drawn = self.getvalue()
        return title in drawn and drawn.endswith(CLEARED)


@pytest.fixture(autouse=True)
def own_paths(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_worker, "default_paths", lambda: paths)


def test_the_line_is_gone_when_a_request_is_done() -> None:
    with redirect_stderr(Terminal()) as terminal, CommandWorker() as worker:
        model = worker.run(VERIFY)
        assert terminal.has_shown("checking Lentigo Mini")
    assert not model.trouble


def test_the_line_is_gone_when_a_request_fails(tmp_path: Path) -> None:
    record = put_converted(tmp_path / "made", "gemma", "mine")
    damage(tmp_path / "made" / record.profile.files[1].file)
    with redirect_stderr(Terminal()) as terminal, CommandWorker() as worker:
        with pytest.raises(InputError, match="damaged"):
            worker.run(ImportModels(paths=(str(tmp_path / "made"),), ids=("mine",)))
        assert terminal.has_shown("copying")


def test_the_line_is_gone_after_ctrl_c_and_the_next_request_runs(phantoms: Path) -> None:
    photograph = (phantoms / "phantom-ring.jpg").read_bytes()
    analysis = Analyze(
        photographs=(photograph,), encounter=Encounter(), model="lentigo-mini", protocol="standard", use_library=False
    )
    with redirect_stderr(Terminal()) as terminal, CommandWorker() as worker:
        terminal.interrupts = True
        with pytest.raises(Cancelled):
            worker.run(analysis)
        assert terminal.has_shown("checking the photograph")
        assert not worker.run(VERIFY).trouble
