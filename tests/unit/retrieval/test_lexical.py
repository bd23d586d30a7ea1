"""BM25 with ids that mean something."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.stems import count_stems, from_bytes, to_bytes, words

TEXTS = ["Melanoma has an irregular border.", "Scabies itches at night.", "Itching nodules and SJS."]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build([count_stems(TEXTS)])


def test_scores_belong_to_the_rows_with_the_words(index: LexicalIndex) -> None:
    assert np.flatnonzero(index.scores("melanoma border")).tolist() == [0]
    assert np.flatnonzero(index.scores("SJS")).tolist() == [2]


def test_stems_meet(index: LexicalIndex) -> None:
    assert set(np.flatnonzero(index.scores("itch"))) == {1, 2}


@pytest.mark.parametrize("query", ["", "   ", "the of and", "xyzzy plugh", "?!"])
def test_nothing_to_find_scores_nothing(index: LexicalIndex, query: str) -> None:
    assert not index.scores(query).any()


def test_saved_and_opened_it_is_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    opened = LexicalIndex.open(tmp_path / "lexical", len(TEXTS))
    assert np.array_equal(opened.scores("itching border"), index.scores("itching border"))


def test_stop_words_are_not_words() -> None:
    assert words("the of and") == []


KUDIS = ["Pengobatan kudis."]
INDONESIAN = {  # a query's word, and a page that holds it in another form
    "gatal": "Kegatalan hebat terutama pada malam hari.",
    "obat": "Pengobatan dilakukan bersama seluruh keluarga.",
    "menyebar": "Penyebaran ruam dimulai dari wajah.",
    "luka": "Kulit yang terluka mudah terinfeksi.",
    "sisik": "Plak tebal bersisik perak di siku.",
    "merah": "Kemerahan di sekitar benjolan.",
    "darah": "Perdarahan dari tahi lalat perlu dirujuk.",
    "bengkak": "Pembengkakan kelopak mata muncul mendadak.",
    "rujuk": "Pasien dirujuk dalam dua minggu.",
    "raba": "Benjolan keras saat perabaan.",
}


def found(index: LexicalIndex) -> int:
    """How many of the words lead to their own page."""
    return sum(bool(index.scores(word)[row]) for row, word in enumerate(INDONESIAN))


def test_an_indonesian_page_is_found_by_the_stem_of_its_words() -> None:
    texts = list(INDONESIAN.values())
    assert found(LexicalIndex.build([count_stems(texts)])) <= 2, "without its language"
    assert found(LexicalIndex.build([count_stems(texts, "id")], ["id"])) >= 9


def test_beside_an_indonesian_page_english_ones_are_found_as_before(index: LexicalIndex) -> None:
    mixed = LexicalIndex.build([count_stems(TEXTS), count_stems(KUDIS, "id")], ["", "id"])
    assert set(np.flatnonzero(mixed.scores("itch"))) == {1, 2}
    assert np.flatnonzero(mixed.scores("obat")).tolist() == [3]
    assert not mixed.scores("yang dan the of").any()


def test_a_mixed_index_is_opened_with_its_languages(tmp_path: Path) -> None:
    built = LexicalIndex.build([count_stems(TEXTS), count_stems(KUDIS, "id")], ["en", "id"])
    built.save(tmp_path / "lexical")
    opened = LexicalIndex.open(tmp_path / "lexical", 4, ["en", "id"])
    assert np.array_equal(opened.scores("obat"), built.scores("obat"))


def test_the_scores_are_those_of_bm25s_to_the_last_bit() -> None:
    texts = [f"{first} {second} {first}" for first in TEXTS for second in INDONESIAN.values()] + ["", "the of"]
    index = LexicalIndex.build([count_stems(texts[:11]), count_stems(texts[11:])])
    theirs = bm25s.BM25(k1=1.2, b=0.75)
    theirs.index([words(text) for text in texts], show_progress=False)
    for stem in {word for text in texts for word in words(text)}:
        assert np.array_equal(index.scores(stem), theirs.get_scores([stem])), stem


def test_what_was_counted_is_read_again_from_its_file() -> None:
    counts = count_stems([*TEXTS, ""])
    again = from_bytes(to_bytes(counts))
    assert (again.rows, again.stems) == (4, counts.stems)
    for name in ("places", "numbers", "counts"):
        assert np.array_equal(getattr(again, name), getattr(counts, name))
