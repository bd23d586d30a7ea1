"""BM25 with ids that mean something."""

from pathlib import Path

import numpy as np
import pytest

from lentigo.progress import QUIET
from lentigo.retrieval.lexical import LexicalIndex, words

TEXTS = ["Melanoma has an irregular border.", "Scabies itches at night.", "Itching nodules and SJS."]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS, QUIET)


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
