"""The measures, against values worked out by hand."""

import math

import pytest

from lentigo_packager.evaluation.measures import score

pytest.importorskip("ir_measures", reason="MEASURES NOT CHECKED: ir-measures is not installed")


def test_measures_are_those_of_the_textbook() -> None:
    qrels = {"1": {"a": 1, "b": 1}, "2": {"c": 1}, "3": {"d": 1}}
    values = score(qrels, {"1": ["x", "a", "b"], "2": ["c"]})
    first = (1 / math.log2(3) + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert values["nDCG@10"] == pytest.approx((first + 1 + 0) / 3)
    assert values["MRR"] == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert values["P@1"] == pytest.approx(1 / 3)
    assert values["recall@10"] == values["recall@100"] == pytest.approx(2 / 3)


def test_recall_looks_as_deep_as_it_says() -> None:
    ranking = [f"x{number}" for number in range(99)] + ["a"]
    values = score({"1": {"a": 1}}, {"1": ranking})
    assert (values["recall@10"], values["recall@100"]) == (0.0, 1.0)
