"""The library as it ships: the handbook printed by its recipe, the real encoder, BM25 and ChromaDB."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import EngineError
from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.hybrid import HybridLibrary, open_library
from lentigo.retrieval.index import hash_files, inputs
from lentigo.retrieval.render import render_page

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = "lentigo-handbook.pdf"
MINILM = default_paths().resources / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"

SJS = "Stevens-Johnson syndrome and toxic epidermal necrolysis"
QUESTIONS = {  # what a nurse might type, and the chapters that answer it
    "itch worse at night, burrows between the fingers": "Scabies",
    "numb pale patch, lost feeling, thickened nerve": "Leprosy",
    "ring-shaped scaly patch with a raised edge and clear centre": "Tinea corporis",
    "honey-coloured crusts around the mouth of a child": "Impetigo",
    "shiny pearly papule with rolled edge and branching vessels": "Basal cell carcinoma",
    "asymmetric dark brown and black spot that changed in shape": "Melanoma",
    "new medicine, skin peels off in sheets, sore mouth and eyes": SJS,
    "SJS": SJS,
    "BCC": "Basal cell carcinoma",
    "SCC": "Squamous cell carcinoma",
    "AK": "Actinic keratosis and Bowen disease",
    "silvery scale plaques on elbows and knees": "Psoriasis",
    "eczema in the elbow folds of a child with asthma": "Atopic dermatitis",
    "hot red painful swollen leg with fever": "Cellulitis",
    "painless ulcer after a sand fly bite": "Cutaneous leishmaniasis",
    "small dome-shaped papules with a central dip in a child": "Molluscum contagiosum",
    "pale and brown patches on the trunk with fine scale, yeast": "Pityriasis versicolor",
    "firm small nodule on the leg that dimples when squeezed": "Dermatofibroma",
    "violet nodules and HIV": "Kaposi sarcoma",
    "stuck-on warty brown lesion in an old person": "Seborrhoeic keratosis and related benign keratoses",
    "ordinary mole, symmetric, unchanged for years": "Melanocytic naevus (mole)",
}

BUILDER = """
import sys
from pathlib import Path
from lentigo.inference.text_encoder import TextEncoder
from lentigo.retrieval.hybrid import open_library
open_library(Path(sys.argv[1]), TextEncoder(Path(sys.argv[2])), lambda share: print(share, flush=True))
"""


def ignore_progress(_share: float) -> None:
    """Nobody listens."""


def print_handbook(out: Path) -> None:
    command = [sys.executable, ROOT / "build" / "handbook.py", ROOT / "knowledge" / "handbook", out]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder with the printed handbook."""
    library = tmp_path_factory.mktemp("library") / "knowledge"
    print_handbook(library / "pdf")
    return library


@pytest.fixture(scope="session")
def encoder() -> Iterator[TextEncoder]:
    opened = TextEncoder(MINILM)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library(folder: Path, encoder: TextEncoder) -> Iterator[HybridLibrary]:
    opened = open_library(folder, encoder, ignore_progress)
    yield opened
    opened.close()


@pytest.fixture
def small(folder: Path, tmp_path: Path) -> Path:
    """A library of the handbook's first dozen pages, quick to build."""
    (tmp_path / "small" / "pdf").mkdir(parents=True)
    with pymupdf.open(folder / "pdf" / HANDBOOK) as document:
        document.select(range(12))
        document.save(tmp_path / "small" / "pdf" / "small.pdf")
    return tmp_path / "small"


def test_the_handbook_is_a_book(folder: Path) -> None:
    with pymupdf.open(folder / "pdf" / HANDBOOK) as book:
        contents = book.get_toc()
        assert [title for level, title, _ in contents if level == 1][:2] == [
            "Contents",
            "Red flags and same-day emergencies",
        ]
        for level, title, number in contents:
            if level == 1:
                assert title in " ".join(book[number - 1].get_text().split())
        assert [book[0].get_label(), book[1].get_label(), book[2].get_label()] == ["i", "ii", "1"]
        assert "1" in book[2].get_text().split()
        assert all(font[3].partition("+")[2].startswith("FiraGO") for page in book for font in page.get_fonts())
        assert len(book[1].get_links()) == len([1 for level, _, _ in contents if level == 1]) - 1
        assert not book.metadata["creationDate"]
    assert (folder / "pdf" / HANDBOOK).stat().st_size < 2_000_000


def test_the_same_sources_print_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    print_handbook(tmp_path)
    for name in (HANDBOOK, "conditions.json"):
        assert (tmp_path / name).read_bytes() == (folder / "pdf" / name).read_bytes()


def test_conditions_point_to_their_chapters(folder: Path, library: HybridLibrary) -> None:
    assert len(library.conditions) >= 20
    stored = json.loads((folder / "pdf" / "conditions.json").read_text(encoding="utf-8"))
    for entry, condition in zip(stored, library.conditions, strict=True):
        assert condition.title == entry["title"]
        assert library.page_text(condition.document, entry["page"]).startswith(condition.title)
        assert f"ICD-10 {condition.icd10}" in library.page_text(condition.document, entry["page"])


def test_every_handbook_chapter_has_passages_under_its_title(library: HybridLibrary) -> None:
    for condition in library.conditions:
        hits = library.search(condition.title, limit=3)
        assert condition.title in [hit.passage.chapter for hit in hits]


def test_questions_lead_to_the_right_chapter(library: HybridLibrary, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "pdf", tmp_path / "pdf")
    words_only = open_library(tmp_path, None, ignore_progress)
    hybrid = [rank(library, question) for question in QUESTIONS]
    lexical = [rank(words_only, question) for question in QUESTIONS]
    assert sum(number <= 3 for number in hybrid) >= 0.9 * len(QUESTIONS), hybrid
    assert sum(1 / number for number in hybrid) >= sum(1 / number for number in lexical)


def rank(library: HybridLibrary, question: str) -> int:
    """Place of the first hit from the right chapter, from 1."""
    chapters = [hit.passage.chapter for hit in library.search(question, limit=20)]
    return chapters.index(QUESTIONS[question]) + 1 if QUESTIONS[question] in chapters else 21


def test_different_findings_get_different_passages(library: HybridLibrary) -> None:
    dark = library.search("dark brown, black, irregular, asymmetric, blurred border, flat spot", limit=4)
    ring = library.search("red, ring-shaped, scaly, sharp border, patch, trunk", limit=4)
    assert dark[0].passage.chapter != ring[0].passage.chapter
    assert {hit.passage.id for hit in dark[:2]}.isdisjoint(hit.passage.id for hit in ring[:2])


def test_scores_are_what_they_say(library: HybridLibrary) -> None:
    hits = library.search("itchy papules between the fingers", limit=20)
    hybrids = [hit.scores.hybrid for hit in hits]
    assert hybrids == sorted(hybrids, reverse=True)
    for scores in (hit.scores for hit in hits):
        assert scores.hybrid == pytest.approx(0.4 * scores.lexical + 0.6 * scores.dense)
        assert 0 <= scores.lexical <= 1
        assert 0 <= scores.dense <= 1
    assert any(scores.lexical > 0 for scores in (hit.scores for hit in hits))


@pytest.mark.parametrize("query", ["", " ", "the of and", "?!", "quarterly tax revenue of the shipping company"])
def test_queries_without_a_subject_find_nothing(library: HybridLibrary, query: str) -> None:
    assert library.search(query, limit=5) == ()


def test_quotes_are_found_on_their_page_and_marked(library: HybridLibrary, folder: Path) -> None:
    checked = 0
    for question in QUESTIONS:
        for hit in library.search(question, limit=3):
            quote = max(hit.passage.text.splitlines(), key=len)
            page_text = library.page_text(hit.passage.document, hit.passage.page)
            assert quote in " ".join(page_text.split())
            drawn = render_page(folder, hit.passage.document, hit.passage.page, quote, 400)
            assert drawn.marked, quote
            assert drawn.label == hit.passage.label
            checked += 1
    assert checked >= 3 * len(QUESTIONS) - 3


def test_passages_have_a_readable_length_and_no_running_heads(library: HybridLibrary) -> None:
    for condition in library.conditions:
        for hit in library.search(condition.title, limit=20):
            assert 4 <= len(hit.passage.text.split()) <= 185
            assert "Lentigo Handbook" not in hit.passage.text


def test_any_damaged_file_of_the_index_is_built_again(small: Path, encoder: TextEncoder) -> None:
    first = open_library(small, encoder, ignore_progress)
    truth = first.search("melanoma referral", limit=3)
    first.close()
    count = len(index_files(small))
    for number in range(0, count, 2):
        damage(index_files(small)[number])
        shares: list[float] = []
        again = open_library(small, encoder, shares.append)
        assert shares, f"damage to file {number} was not noticed"
        assert again.search("melanoma referral", limit=3) == truth
        again.close()
    assert len(index_files(small)) == count


def index_files(library: Path) -> list[Path]:
    return sorted(path for path in (library / "index").rglob("*") if path.is_file())


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[len(content) // 2] ^= 0x10
    else:
        content += b"\x00"
    path.write_bytes(bytes(content))


def test_files_damaged_after_opening_never_give_wrong_hits(small: Path, encoder: TextEncoder) -> None:
    opened = open_library(small, encoder, ignore_progress)
    truth = opened.search("melanoma referral", limit=3)
    for path in index_files(small):
        damage(path)
    assert opened.search("melanoma referral", limit=3) == truth
    opened.close()


@pytest.mark.parametrize("share", [0.0, 0.15, 0.2, 0.5, 0.94, 0.95])
def test_a_killed_build_leaves_a_library_that_opens(small: Path, encoder: TextEncoder, share: float) -> None:
    builder = subprocess.Popen([sys.executable, "-c", BUILDER, small, MINILM], stdout=subprocess.PIPE, text=True)
    assert builder.stdout
    with builder, builder.stdout as progress:
        next(line for line in progress if float(line) >= share)
        builder.send_signal(signal.SIGKILL)
    opened = open_library(small, encoder, ignore_progress)
    assert opened.search("melanoma referral", limit=1)[0].scores.dense > 0
    assert opened.encoder == encoder.identity
    opened.close()


class FailingEncoder:
    """An encoder that fails after its first `good` calls."""

    identity = "failing sha256:0"

    def __init__(self, encoder: TextEncoder, good: int) -> None:
        self._encoder = encoder
        self._good = good

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._good -= 1
        if self._good < 0:
            raise EngineError("The text encoder stopped.", hint="")
        return self._encoder.encode(texts)


def test_an_encoder_that_fails_while_building_leaves_words(small: Path, encoder: TextEncoder) -> None:
    opened = open_library(small, FailingEncoder(encoder, 0), ignore_progress)
    assert opened.encoder.startswith("not in use: The text encoder stopped.")
    hit = opened.search("melanoma referral", limit=1)[0]
    assert (hit.scores.dense, hit.scores.lexical) == (0.0, 1.0)


def test_an_encoder_that_fails_later_leaves_words(small: Path, encoder: TextEncoder) -> None:
    opened = open_library(small, FailingEncoder(encoder, 2), ignore_progress)
    hits = [opened.search("melanoma referral", limit=1)[0] for _ in range(2)]
    assert hits[1].scores.dense == 0.0
    assert opened.encoder.startswith("not in use")


def test_vectors_that_cannot_be_opened_leave_words_and_say_so(small: Path, encoder: TextEncoder) -> None:
    open_library(small, encoder, ignore_progress).close()
    index = small / "index" / inputs(small, encoder.identity).key
    (index / "vectors" / "chroma.sqlite3").write_bytes(b"no database")
    manifest = json.loads((index / "manifest.json").read_bytes())
    (index / "manifest.json").write_text(json.dumps(manifest | {"files": hash_files(index)}), encoding="utf-8")
    opened = open_library(small, encoder, ignore_progress)
    assert opened.search("melanoma referral", limit=1)[0].scores.dense == 0.0
    assert opened.encoder.startswith("not in use: The library's vectors cannot be read.")
