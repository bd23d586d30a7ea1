"""What reaches a terminal steers nothing."""

import io

import pytest

from lentigo.cli import run
from lentigo.cli.models import _described
from lentigo.cli.terminal import prepare, say, warn
from lentigo.domain.model import InstalledModel, ModelFacts, ModelKind
from lentigo.errors import InputError

HOSTILE = "evil\x1b[2J\x9b31m\u202e\ud800.pdf"


def test_both_streams_get_one_line_end_and_no_control(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{HOSTILE}\nsecond\n")
    warn(HOSTILE)
    written = capsys.readouterr()
    assert written.out == "evil[2J31m\ufffd.pdf\nsecond\n"
    assert written.err == "evil[2J31m\ufffd.pdf\n"


class Stream(io.TextIOWrapper):
    """Standard output in an encoding of the system's, which may be a terminal."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize("encoding", ["cp1252", "cp874", "cp437", "latin-1", "ascii"])
@pytest.mark.parametrize("terminal", [False, True])
def test_no_encoding_ends_the_program(encoding: str, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(encoding, terminal=terminal)
    monkeypatch.setattr("sys.stdout", stream)
    prepare()
    say("≥ 6 mm ▇▇ เจ็บ “é”")
    assert isinstance(stream.buffer, io.BytesIO)
    written = stream.buffer.getvalue().decode(encoding if terminal else "utf-8")
    assert len(written) == len("≥ 6 mm ▇▇ เจ็บ “é”\n")
    assert terminal or written == "≥ 6 mm ▇▇ เจ็บ “é”\n"


def test_an_error_that_names_a_hostile_file_is_told_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", "photo.png", "--pdf", HOSTILE.replace(".pdf", ".txt")]) == InputError.exit_code
    assert capsys.readouterr().err.startswith("lentigo: The file name evil[2J31m\ufffd.txt does not end in .pdf.\n")


def test_a_models_name_cannot_pretend_to_be_a_line_of_ours() -> None:
    facts = ModelFacts(
        id="a",
        kind=ModelKind.VISION,
        name="A model\n    needs nothing; came with Lentigo, signed by 0000",
        version="1",
        family="gemma3",
        licence="free\n    ! Nothing is to be warned of.",
        notice="",
        limits=(),
        quantization="Q4_K_M",
        protocols=(),
        bytes=1000,
        memory=2000,
    )
    installed = InstalledModel(
        facts=facts, bundled=False, verified=False, signed_by="", added="2026-01-31", in_use=False
    )
    assert len(_described(installed).splitlines()) == 4
