"""The figures of an evaluation, from cases that are worked out by hand, and the comparing of two."""

import math
import re
from pathlib import Path

import msgspec
import pytest
from labelled_answers import CONDITIONS, case

from lentigo.errors import InputError
from lentigo_packager.cli.evaluate_photos import comparison_lines, summary_lines
from lentigo_packager.evaluation.photographs.comparison import compare, read_cases
from lentigo_packager.evaluation.photographs.credit import Judgement, judge
from lentigo_packager.evaluation.photographs.summary import summarise

CASES = (
    case(0, "melanoma", ("melanoma", 0.7), ("naevus", 0.3)),
    case(1, "melanoma", ("naevus", 0.6), ("wart", 0.3), ("melanoma", 0.1)),
    case(
        2, "naevus", ("naevus", 0.9), flaws=("loop",), sentences={"supported": 2, "unsupported": 1, "not_in_library": 1}
    ),
    case(3, "naevus", ("melanoma", 0.4), ("naevus", 0.35)),
    case(4, "naevus", ("wart", 0.8), seconds=2.0),
    case(5, "acne", trouble="too dark"),
)


@pytest.mark.parametrize(
    ("label", "answer", "wanted"),
    [
        ("melanoma", "melanoma", Judgement.EXACT),
        ("naevus", "wart", Judgement.SAME_GROUP),
        ("bcc", "melanoma", Judgement.SAME_GROUP),
        ("naevus", "acne", Judgement.SAME_URGENCY),
        ("naevus", "scabies", Judgement.OTHER),
        ("melanoma", "naevus", Judgement.MISSED),
        ("bcc", "scabies", Judgement.MISSED),  # seen as fast, and yet missed
        ("naevus", "bcc", Judgement.ALARM),
        ("naevus", "none", Judgement.NO_ANSWER),
        ("naevus", "a name of its own", Judgement.OTHER),
    ],
)
def test_what_an_answer_is_worth(label: str, answer: str, wanted: Judgement) -> None:
    assert judge(label, answer, CONDITIONS) is wanted


def test_a_photograph_without_an_answer_counts_as_wrong() -> None:
    found = summarise(CASES)
    assert (found.tops[1].count, found.tops[3].count, found.tops[6].count) == (2, 4, 4)
    assert {share.total for share in found.tops.values()} == {6}
    assert found.answered.count == 5


def test_the_figures() -> None:
    found = summarise(CASES)
    assert found.balanced_accuracy == pytest.approx((1 / 2 + 1 / 3 + 0) / 3)
    assert found.confusion["naevus"] == {"naevus": 1, "melanoma": 1, "wart": 1}
    assert found.confusion["acne"] == {"none": 1}
    assert found.malignant_auroc == pytest.approx((4 + 3) / 8)  # 0.7 and 0.1 beside 0, 0.4, 0, 0
    assert found.clinical_credit == pytest.approx((1 + 0 + 1 + 0 + 0.5 + 0) / 6)
    assert (found.malignant_missed.count, found.malignant_missed.total) == (1, 2)
    assert (found.false_alarms.count, found.false_alarms.total) == (1, 4)
    assert (found.led.count, found.right_where_led.count, found.right_where_led.total) == (4, 2, 4)
    assert found.flaws == {"loop": 1}
    grounding = found.grounding
    assert (grounding.sentences_cited.count, grounding.sentences_supported.count) == (3, 2)
    assert (grounding.sentences_unsupported.count, grounding.sentences_supported.total) == (1, 4)
    assert {name: share.total for name, share in found.groups["skin type"].items()} == {"v": 3}
    assert found.risk_coverage[0].coverage == 1.0


def test_the_table_names_what_is_dangerous() -> None:
    text = "\n".join(summary_lines(summarise(CASES)))
    assert "1 malignant missed" in text
    assert "right first, by skin type" in text
    assert not re.search(r"\bnan\b", "\n".join(summary_lines(summarise(CASES[2:]))))


def test_better_answers_to_the_same_photographs_are_surely_better(tmp_path: Path) -> None:
    worse = [case(number, "naevus", ("wart" if number % 3 else "naevus", 0.6)) for number in range(60)]
    better = [case(number, "naevus", ("naevus", 0.6)) for number in range(60)]
    paths = []
    for name, cases in (("a", worse), ("b", better)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_bytes(msgspec.json.encode({"asked": {}, "summary": summarise(cases), "cases": cases}))
    found = {each.measure: each for each in compare(*map(read_cases, paths))}
    assert found["accuracy"].difference == pytest.approx(2 / 3)
    assert found["accuracy"].is_sure
    assert math.isnan(found["malignant missed"].difference)
    assert "*" in "\n".join(comparison_lines(list(found.values())))


def test_the_same_answers_twice_differ_in_nothing() -> None:
    assert all(not each.is_sure for each in compare(CASES, CASES))


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no photograph in common"):
        compare(CASES[:2], CASES[2:])
    with pytest.raises(InputError, match="differently"):
        compare(CASES[:1], [case(0, "naevus", ("naevus", 1.0))])
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(InputError, match=r"a\.json cannot be read"):
        read_cases(tmp_path / "a.json")


def test_the_share_to_lead_from_is_judged_on_lesions_that_did_not_choose_it() -> None:
    """Of the answers under 0.6 a third is wrong, of the others none."""
    cases = [
        case(number, "naevus", ("wart" if number % 3 == 0 else "naevus", 0.4 + 0.001 * number), ("acne", 0.1))
        for number in range(200)
    ] + [case(number, "naevus", ("naevus", 0.65), ("acne", 0.1)) for number in range(200, 300)]
    leading = summarise(cases).leading
    assert 0.5 < leading.chosen <= 0.6
    assert leading.wrong_where_led.value <= 0.15
    assert leading.led.total == 300
    assert summarise([case(number, "naevus", ("wart", 0.9)) for number in range(9)]).leading.chosen == 1.0
