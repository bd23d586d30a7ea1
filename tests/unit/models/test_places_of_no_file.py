"""Pipes and devices where a model or a signed document should lie: refused at once, and never read."""

import os
from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo.files import NotAFile
from lentigo.models.headers import read_header
from lentigo.models.places import look

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes"),
    pytest.mark.timeout(20),  # a pipe without a writer blocks for ever
]


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "model.gguf")
    return tmp_path / "model.gguf"


@pytest.mark.parametrize("count", [1, 2])
def test_it_is_not_looked_into_for_a_model(pipe: Path, count: int) -> None:
    with pytest.raises(InputError, match="is not a file"):
        look([pipe, Path("/dev/zero")][:count], None)


def test_it_has_no_header(pipe: Path) -> None:
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(NotAFile):
            read_header(path)
