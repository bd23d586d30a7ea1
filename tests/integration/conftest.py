"""What the tests of the engine and the library share: each family's tiny pair, Lentigo Mini, the printed handbook."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from packaging_bench import bench as bench
from tiny_pairs import FAMILIES, PAIRS, Calls, Pair

from lentigo.inference.sampling import Sampler
from lentigo.paths import default_paths

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = "lentigo-handbook.pdf"


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """For these small models a second thread gains nothing, and on a busy machine the two wait for each other.

    The worker is a process of its own and takes as many as it would anywhere.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lentigo.inference.vision_model.count_threads", lambda: 1)
        yield


@pytest.fixture(scope="module", params=PAIRS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    pair = Pair.load(request.param)
    yield pair
    pair.close()


@pytest.fixture(scope="module", params=FAMILIES)
def tiny(request: pytest.FixtureRequest) -> Iterator[Pair]:
    pair = Pair.load(request.param)
    yield pair
    pair.close()


@pytest.fixture
def encodings(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The encodings of pictures."""
    from lentigo.inference.bindings import mtmd_cpp

    return Calls(monkeypatch, mtmd_cpp, "mtmd_encode_chunk")


@pytest.fixture
def decodings(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The batches that the language model runs, but for pictures."""
    from lentigo.inference.bindings import llama_cpp

    return Calls(monkeypatch, llama_cpp, "llama_decode")


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The tokens of each answer, in the order of the questions."""
    answers: list[list[int]] = []

    class RecordingSampler(Sampler):
        def __init__(self, *arguments, **settings) -> None:  # type: ignore[no-untyped-def]
            super().__init__(*arguments, **settings)
            self.tokens: list[int] = []
            answers.append(self.tokens)

        def choose(self, *arguments) -> int:  # type: ignore[no-untyped-def]
            self.tokens.append(super().choose(*arguments))
            return self.tokens[-1]

    monkeypatch.setattr("lentigo.inference.session.Sampler", RecordingSampler)
    return answers


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder with the printed handbook in pdf/, for all tests that only read it.

    Printing takes half a minute: the checkout's own book is taken where no source of it is newer. So do its vectors,
    whose names tell of which texts and by which encoder they are; all else of the index is for the tests to make.
    """
    folder, built = tmp_path_factory.mktemp("handbook") / "knowledge", default_paths().bundled_library
    printed, layout = built / "pdf", ROOT / "app" / "lentigo" / "report" / "layout.py"
    recipe = [built / "handbook", ROOT / "build" / "handbook.py", ROOT / "build" / "book", layout]
    if is_newer([printed / HANDBOOK, printed / "conditions.json"], recipe):
        shutil.copytree(printed, folder / "pdf")
    else:
        command = [sys.executable, ROOT / "build" / "handbook.py", built / "handbook", folder / "pdf"]
        subprocess.run(command, check=True, capture_output=True)
    (folder / "index" / "parts").mkdir(parents=True)
    for vectors in (built / "index" / "parts").glob("*.vectors"):
        shutil.copy(vectors, folder / "index" / "parts")
    return folder


def is_newer(results: Iterable[Path], sources: Iterable[Path]) -> bool:
    """Whether all results are there and none is older than any file of the sources."""
    made = [path.stat().st_mtime if path.exists() else 0.0 for path in results]
    files = (file for source in sources for file in (source.rglob("*") if source.is_dir() else [source]))
    written = (file.stat().st_mtime for file in files if file.is_file() and file.suffix != ".pyc")
    return min(made, default=0.0) > max(written)
