"""The arithmetic of one ranking out of two."""

import pytest

from lentigo.domain.evidence import Scores
from lentigo.retrieval.fusion import fuse, normalised


def test_sixty_forty_over_the_pool() -> None:
    ranked = fuse({1: 10.0, 2: 5.0, 3: 0.0}, {1: 0.3, 2: 0.9, 3: 0.5}, least_cosine=0.2)
    assert [row for row, _ in ranked] == [2, 1, 3]
    scores = dict(ranked)
    assert scores[2] == Scores(lexical=0.5, dense=1.0, hybrid=pytest.approx(0.8))
    assert scores[1] == Scores(lexical=1.0, dense=0.0, hybrid=pytest.approx(0.4))
    assert scores[3].hybrid == pytest.approx(0.6 * (0.5 - 0.3) / 0.6)


def test_words_change_a_ranking_of_meanings() -> None:
    dense = {1: 0.50, 2: 0.49, 3: 0.3}
    assert fuse({1: 0.0, 2: 0.0, 3: 0.0}, dense, least_cosine=0.2)[0][0] == 1
    assert fuse({1: 0.0, 2: 3.0, 3: 1.0}, dense, least_cosine=0.2)[0][0] == 2


def test_far_rows_are_dropped_even_where_the_words_agree() -> None:
    assert [row for row, _ in fuse({1: 9.0, 2: 1.0}, {1: 0.1, 2: 0.4}, least_cosine=0.2)] == [2]


def test_words_alone_rank_where_there_is_no_cosine() -> None:
    ranked = fuse({1: 2.0, 2: 8.0, 3: 5.0}, {}, least_cosine=0.2)
    assert [row for row, _ in ranked] == [2, 3, 1]
    assert ranked[0][1] == Scores(lexical=1.0, dense=0.0, hybrid=0.4)


def test_equals_are_ordered_by_row_and_count_full() -> None:
    assert normalised({7: 2.0, 5: 2.0}) == {7: 1.0, 5: 1.0}
    assert [row for row, _ in fuse({7: 2.0, 5: 2.0}, {}, least_cosine=0.2)] == [5, 7]


def test_what_shares_no_word_counts_nothing_by_words() -> None:
    assert normalised({7: 0.0, 5: 0.0}) == {7: 0.0, 5: 0.0}
    assert fuse({7: 0.0, 5: 0.0}, {7: 0.9, 5: 0.4}, least_cosine=0.2)[0][1] == Scores(lexical=0, dense=1, hybrid=0.6)


def test_what_is_to_be_kept_stays_whatever_its_cosine() -> None:
    assert [row for row, _ in fuse({1: 9.0, 2: 1.0}, {1: 0.1, 2: 0.4}, least_cosine=0.2, kept={1})] == [2, 1]


def test_nothing_gives_nothing() -> None:
    assert fuse({}, {}, least_cosine=0.2) == []
