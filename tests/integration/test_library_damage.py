"""The library under kill -9 and on a bad disk: never a wrong or missing answer without a notice.

LENTIGO_KILLS and LENTIGO_DAMAGES say how many of each; the promise was tried with 200 kills and 100 damages.
"""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from lentigo.domain.evidence import Hit
from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo.retrieval.opening import MENDING, LibraryKeeper

KILLS = int(os.environ.get("LENTIGO_KILLS", "6"))
DAMAGES = int(os.environ.get("LENTIGO_DAMAGES", "12"))
SECONDS_EACH = 20

MINILM = default_paths().resources / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"
QUERIES = ("burrows between the fingers", "dark brown irregular border", "ring with a clear centre", "quinine zebra")
WORK = """
import sys
from pathlib import Path
from lentigo.inference.text_encoder import TextEncoder
from lentigo.progress import QUIET
from lentigo.retrieval.opening import LibraryKeeper
bundled, own, encoder, verb, argument = sys.argv[1:]
keeper = LibraryKeeper(bundled=Path(bundled), own=Path(own), load_encoder=lambda: TextEncoder(Path(encoder)))
print("ready", flush=True)
{"build": lambda: keeper.build(QUIET),
 "add": lambda: keeper.add(Path(argument), "", QUIET),
 "remove": lambda: keeper.remove(argument, QUIET)}[verb]()
"""
BUNDLED = {
    "Scabies": "Scabies is an infestation with a mite. Itch is worse at night. Look for burrows between the fingers.",
    "Melanoma": "Melanoma often shows several colours: dark brown, black, blue-grey. The border is irregular.",
    "Ringworm": "Tinea corporis makes ring-shaped scaly patches with a raised red edge and a clear centre.",
}
ADDED = {"Made-up fever": "A zebra with made-up fever gets quinine at dawn. Its border is irregular, dark brown."}

Answers = dict[str, list[str]]


def write_book(path: Path, chapters: dict[str, str], copies: int) -> Path:
    """A PDF with the chapters on a page each, over and over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pymupdf.open() as book:
        for number, (title, text) in enumerate(list(chapters.items()) * copies, start=1):
            page = book.new_page()
            page.insert_text((72, 110), f"{title} {number}", fontsize=24)
            page.insert_textbox((72, 160, 400, 420), f"{text} This is case number {number}.", fontsize=10)
        book.save(path)
    return path


@dataclass(frozen=True, kw_only=True)
class Place:
    """A library on disk, with the right answers by words and meaning, without the added document and with it."""

    bundled: Path
    own: Path
    added: Path
    encoder: TextEncoder
    truths: dict[int, Answers]  # by the number of documents
    words: dict[int, Answers]

    def keeper(self) -> LibraryKeeper:
        return LibraryKeeper(bundled=self.bundled, own=self.own, load_encoder=lambda: self.encoder)


def answers(search: Callable[[str], Sequence[Hit]]) -> Answers:
    """The places and scores of all hits, in their order."""
    return {query: [f"{hit.passage.id} {hit.scores.hybrid:.4f}" for hit in search(query)] for query in QUERIES}


def told(keeper: LibraryKeeper) -> Answers:
    library = keeper.library(QUIET)
    return answers(lambda query: library.search(query, limit=5))


def mended(keeper: LibraryKeeper) -> None:
    """Wait until the background work is done."""
    for _ in range(600):
        if not keeper.library(QUIET).encoder.startswith("not in use"):
            return
        time.sleep(0.05)
    pytest.fail(f"the library was not mended: {keeper.library(QUIET).encoder}")


@pytest.fixture(scope="module")
def encoder() -> Iterator[TextEncoder]:
    opened = TextEncoder(MINILM)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, encoder: TextEncoder) -> Place:
    """The undamaged library, and what it answers."""
    folder = tmp_path_factory.mktemp("original")
    place = Place(
        bundled=folder / "knowledge",
        own=folder / "own",
        added=write_book(folder / "zebra.pdf", ADDED, 6),
        encoder=encoder,
        truths={},
        words={},
    )
    write_book(place.bundled / "pdf" / "book.pdf", BUNDLED, 6)
    for number in (1, 2):
        wordy = LibraryKeeper(bundled=place.bundled, own=place.own, load_encoder=lambda: None)
        place.words[number] = told(wordy)
        wordy.close()
        keeper = place.keeper()
        keeper.build(QUIET)
        place.truths[number] = told(keeper)
        if number == 1:
            keeper.add(place.added, "", QUIET)
        keeper.close()
    assert place.truths[1]["quinine zebra"] != place.truths[2]["quinine zebra"]
    assert place.truths[2] != place.words[2]
    return place


@pytest.fixture
def place(original: Place, tmp_path: Path) -> Place:
    """A copy that may be damaged."""
    shutil.copytree(original.bundled, tmp_path / "knowledge")
    shutil.copytree(original.own, tmp_path / "own")
    return Place(
        bundled=tmp_path / "knowledge",
        own=tmp_path / "own",
        added=original.added,
        encoder=original.encoder,
        truths=original.truths,
        words=original.words,
    )


def check_next_opening(place: Place) -> int:
    """The next opening answers rightly or says that it goes by words, then mends itself. Counts the documents."""
    keeper = place.keeper()
    try:
        documents = keeper.documents(QUIET)
        assert [document.trouble for document in documents] == [""] * len(documents)
        library = keeper.library(QUIET)
        expected = place.words if library.encoder == MENDING else place.truths
        assert answers(lambda query: library.search(query, limit=5)) == expected[len(documents)]
        mended(keeper)
        assert told(keeper) == place.truths[len(documents)]
    finally:
        keeper.close()
    return len(documents)


@pytest.mark.timeout(60 + KILLS * SECONDS_EACH)
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a matter of POSIX; Windows ends processes otherwise")
def test_kill_9_at_any_moment_leaves_a_library_that_answers_rightly(place: Place) -> None:
    chance = random.Random(20)
    lasting = {"build": 1.0, "add": 1.0, "remove": 1.0}  # seconds; measured whenever a process got to its end
    documents, cut_short = 2, 0
    for round_ in range(KILLS):
        verb = "build" if round_ % 2 else ("add" if documents == 1 else "remove")
        key = place.own.glob("documents/*.json")
        argument = str(place.added) if verb == "add" else next((path.stem for path in key), "")
        took = work_and_kill(place, verb, argument, chance.uniform(0, 1.2 * lasting[verb]))
        cut_short += took is None
        lasting[verb] = took or lasting[verb]
        documents = check_next_opening(place)
    assert cut_short >= KILLS / 3, "too few were killed while they worked: nothing was tried"
    place.keeper().build(QUIET)
    assert not list(place.own.rglob(".lentigo-*"))


def work_and_kill(place: Place, verb: str, argument: str, after: float) -> float | None:
    """Run the verb in a process and kill it; the seconds that it took where it was done before."""
    command = [sys.executable, "-c", WORK, place.bundled, place.own, MINILM, verb, argument]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("ready")
        start = time.monotonic()
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return None
        assert process.returncode == 0
        return time.monotonic() - start


def flip_bit(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def truncate(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def delete(path: Path, _chance: random.Random) -> None:
    path.unlink()


def zero_block(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    start = chance.randrange(len(content))
    length = min(4096, len(content) - start)
    content[start : start + length] = bytes(length)
    path.write_bytes(content)


def put_another_file_there(path: Path, chance: random.Random) -> None:
    others = [other for other in index_files(path.parents[1]) if other != path and other.suffix == path.suffix]
    path.write_bytes(chance.choice(others).read_bytes() if others else b"PK\x03\x04 not a file of the index")


def add_a_foreign_file(path: Path, chance: random.Random) -> None:
    path.with_name(f"foreign-{path.name}").write_bytes(chance.randbytes(100))


WAYS = (flip_bit, truncate, delete, zero_block, put_another_file_there, add_a_foreign_file)


def index_files(folder: Path) -> list[Path]:
    """All files of an index but the lock, in an order that does not depend on their made-up names."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock" and path.stat().st_size)
    return sorted(files, key=lambda path: (path.parent.name[:4], path.name[-12:], path.stat().st_size))


@pytest.mark.timeout(60 + DAMAGES * SECONDS_EACH)
def test_any_damage_to_any_file_of_the_index_is_noticed_and_mended(place: Place) -> None:
    chance = random.Random(7)
    count = len(index_files(place.own / "index"))
    assert count >= 15
    cases = list(itertools.product(range(count), WAYS))
    chance.shuffle(cases)
    for number, damage in itertools.islice(itertools.cycle(cases), DAMAGES):
        path = index_files(place.own / "index")[number]
        before = path.read_bytes()
        damage(path, chance)
        noticed = damage is add_a_foreign_file or not path.exists() or path.read_bytes() != before
        if noticed and any(part.startswith("vectors-") for part in path.parts):
            keeper = place.keeper()
            with keeper.at_rest():
                assert keeper.library(QUIET).encoder == MENDING, f"{damage.__name__} of {path.name} was not noticed"
                assert told(keeper) == place.words[2]
            keeper.close()
        assert check_next_opening(place) == 2, f"{damage.__name__} of {path.name}"


def test_two_damaged_files_at_once_are_mended(place: Place) -> None:
    for path in index_files(place.own / "index"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert check_next_opening(place) == 2


def test_an_index_that_shipped_stays_as_it_is(original: Place, tmp_path: Path) -> None:
    """Where the program's own folder is damaged and cannot be written, the mended index stands in the data folder."""
    bundled = tmp_path / "knowledge"
    shutil.copytree(original.bundled, bundled)
    shipping = LibraryKeeper(bundled=bundled, own=bundled, load_encoder=lambda: original.encoder)
    shipping.build(QUIET)
    shipping.close()
    whole = index_files(bundled)
    reading = LibraryKeeper(bundled=bundled, own=tmp_path / "own", load_encoder=lambda: original.encoder)
    assert told(reading) == original.truths[1]
    reading.close()
    assert not (tmp_path / "own" / "index").exists()
    for path in whole:
        if path.suffix != ".pdf":
            path.write_bytes(path.read_bytes() + b"?")
    damaged = {path: path.read_bytes() for path in whole}
    reading = LibraryKeeper(bundled=bundled, own=tmp_path / "own", load_encoder=lambda: original.encoder)
    assert told(reading) == original.words[1]
    mended(reading)
    assert told(reading) == original.truths[1]
    reading.close()
    assert {path: path.read_bytes() for path in index_files(bundled)} == damaged
