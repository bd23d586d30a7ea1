"""The library as it ships: the handbook printed by its recipe, the real encoder, BM25 and ChromaDB."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import EngineError
from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo.retrieval.encoder import Encoder, Vectors
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.opening import MENDING, LibraryKeeper
from lentigo.retrieval.render import render_page
from lentigo.retrieval.sealed import hash_files

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


def open_library(folder: Path, encoder: Encoder | None) -> HybridLibrary:
    """The library in a folder, with its index built where it is missing."""
    keeper = LibraryKeeper(bundled=folder, own=folder, load_encoder=lambda: encoder)
    keeper.build(QUIET, anew=False)
    return keeper.library(QUIET)


@pytest.fixture(scope="module")
def encoder() -> Iterator[TextEncoder]:
    opened = TextEncoder(MINILM)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def library(handbook: Path, encoder: TextEncoder) -> Iterator[HybridLibrary]:
    opened = open_library(handbook, encoder)
    yield opened
    opened.close()


@pytest.fixture
def small(handbook: Path, tmp_path: Path) -> Path:
    """A library of the handbook's first dozen pages, quick to build."""
    (tmp_path / "small" / "pdf").mkdir(parents=True)
    with pymupdf.open(handbook / "pdf" / HANDBOOK) as document:
        document.select(range(12))
        document.save(tmp_path / "small" / "pdf" / "small.pdf")
    return tmp_path / "small"


def test_conditions_point_to_their_chapters(handbook: Path, library: HybridLibrary) -> None:
    assert len(library.conditions) >= 80
    stored = json.loads((handbook / "pdf" / "conditions.json").read_text(encoding="utf-8"))
    for entry, condition in zip(stored, library.conditions, strict=True):
        assert condition.title == entry["title"]
        assert library.page_text(condition.document, entry["page"]).startswith(condition.title)
        assert f"ICD-10 {condition.icd10}" in library.page_text(condition.document, entry["page"])


def test_every_handbook_chapter_has_passages_under_its_title(library: HybridLibrary) -> None:
    for condition in library.conditions:
        hits = library.search(condition.title, limit=3)
        assert condition.title in [hit.passage.chapter for hit in hits]


def test_questions_lead_to_the_right_chapter(library: HybridLibrary, handbook: Path, tmp_path: Path) -> None:
    shutil.copytree(handbook, tmp_path / "knowledge")
    words_only = open_library(tmp_path / "knowledge", None)
    hybrid = [rank(library, question) for question in QUESTIONS]
    lexical = [rank(words_only, question) for question in QUESTIONS]
    assert sum(number <= 3 for number in hybrid) >= 0.9 * len(QUESTIONS), hybrid
    assert sum(1 / number for number in hybrid) >= sum(1 / number for number in lexical)


def rank(library: HybridLibrary, question: str) -> int:
    """Place of the first hit from the right chapter, from 1."""
    chapters = [hit.passage.chapter for hit in library.search(question, limit=20)]
    return chapters.index(QUESTIONS[question]) + 1 if QUESTIONS[question] in chapters else 21


def test_different_findings_bring_up_different_conditions(library: HybridLibrary) -> None:
    titles = {condition.title for condition in library.conditions}
    dark, ring = (
        [hit.passage.chapter for hit in library.search(findings, limit=4) if hit.passage.chapter in titles]
        for findings in (
            "dark brown, black, irregular, asymmetric, blurred border, flat spot",
            "red, ring-shaped, scaly, sharp border, patch, trunk",
        )
    )
    assert (dark[0], ring[0]) == ("Melanoma", "Tinea corporis")
    assert set(dark).isdisjoint(ring)


def test_scores_are_what_they_say(library: HybridLibrary) -> None:
    hits = library.search("itchy papules between the fingers", limit=20)
    hybrids = [hit.scores.hybrid for hit in hits if hit.passage.section != "Look-alikes"]
    assert hybrids == sorted(hybrids, reverse=True)
    assert 0 < len(hybrids) < len(hits)
    for scores in (hit.scores for hit in hits):
        assert scores.hybrid == pytest.approx(0.4 * scores.lexical + 0.6 * scores.dense)
        assert 0 <= scores.lexical <= 1
        assert 0 <= scores.dense <= 1
    assert any(scores.lexical > 0 for scores in (hit.scores for hit in hits))


def test_look_alikes_stand_behind_the_chapters_that_they_name(library: HybridLibrary) -> None:
    hits = library.search("itch worse at night, burrows between the fingers", limit=20)
    best = max(hits, key=lambda hit: hit.scores.hybrid)
    assert (best.passage.section, best.passage.chapter) == ("Look-alikes", "Tinea pedis")
    assert hits[0].passage.chapter == "Scabies"


@pytest.mark.parametrize("query", ["", " ", "the of and", "?!", "quarterly tax revenue of the shipping company"])
def test_queries_without_a_subject_find_nothing(library: HybridLibrary, query: str) -> None:
    assert library.search(query, limit=5) == ()


def test_quotes_are_found_on_their_page_and_marked(library: HybridLibrary, handbook: Path) -> None:
    checked = 0
    for question in QUESTIONS:
        for hit in library.search(question, limit=3):
            quote = max(hit.passage.text.splitlines(), key=len)
            page_text = library.page_text(hit.passage.document, hit.passage.page)
            assert quote in " ".join(page_text.split())
            drawn = render_page(handbook / "pdf" / hit.passage.document, hit.passage.page, quote, 400)
            assert drawn.marked, quote
            assert drawn.label == hit.passage.label
            checked += 1
    assert checked >= 3 * len(QUESTIONS) - 3


def test_passages_have_a_readable_length_and_no_running_heads(library: HybridLibrary) -> None:
    for condition in library.conditions:
        for hit in library.search(condition.title, limit=20):
            assert 4 <= len(hit.passage.text.split()) <= 185
            assert "Lentigo Handbook" not in hit.passage.text


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
    opened = open_library(small, encoder)
    truth = opened.search("melanoma referral", limit=3)
    for path in index_files(small):
        damage(path)
    assert opened.search("melanoma referral", limit=3) == truth
    opened.close()


class FailingEncoder:
    """An encoder that fails after its first `good` calls."""

    def __init__(self, encoder: TextEncoder, good: int) -> None:
        self.identity = encoder.identity
        self._encoder = encoder
        self._good = good

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._good -= 1
        if self._good < 0:
            raise EngineError("The text encoder stopped.", hint="")
        return self._encoder.encode(texts)


def test_an_encoder_that_fails_while_building_leaves_words(small: Path, encoder: TextEncoder) -> None:
    keeper = LibraryKeeper(bundled=small, own=small, load_encoder=lambda: FailingEncoder(encoder, 0))
    keeper.build(QUIET)
    for _ in range(100):
        if (library := keeper.library(QUIET)).encoder != MENDING:
            break
        time.sleep(0.05)
    assert library.encoder.startswith("not in use: The text encoder stopped.")
    hit = library.search("melanoma referral", limit=1)[0]
    assert (hit.scores.dense, hit.scores.lexical) == (0.0, 1.0)


def test_an_encoder_that_fails_later_leaves_words(small: Path, encoder: TextEncoder) -> None:
    open_library(small, encoder).close()
    opened = open_library(small, FailingEncoder(encoder, 1))
    hits = [opened.search("melanoma referral", limit=1)[0] for _ in range(2)]
    assert hits[1].scores.dense == 0.0
    assert opened.encoder.startswith("not in use")


def test_vectors_that_cannot_be_opened_leave_words_and_say_so(small: Path, encoder: TextEncoder) -> None:
    open_library(small, encoder).close()
    (vectors,) = (small / "index").glob("vectors-*")
    (vectors / "chroma.sqlite3").write_bytes(b"no database")
    manifest = {"name": vectors.name, "files": hash_files(vectors)}
    (vectors / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    opened = open_library(small, encoder)
    assert opened.search("melanoma referral", limit=1)[0].scores.dense == 0.0
    assert opened.encoder.startswith("not in use: The library's vectors cannot be read.")
