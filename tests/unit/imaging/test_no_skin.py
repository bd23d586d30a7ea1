"""How many pictures of what is no skin are refused or asked about: floors, kind by kind, until more are noticed."""

import pytest
from no_skin_pictures import KINDS, made_picture
from skin_pictures import photograph_of

from lentigo.domain.quality import QualityProblem
from lentigo.imaging.quality import assess_quality

PICTURES = 8
LEAST = {
    "fur": 4,
    "fabric": 6,
    "wall": 3,
    "screen": 6,
    "document": 6,
    "x-ray": 8,
}  # wood, sand, leather, food: hardly any


def noticed(kind: str, seed: int) -> bool:
    issues = assess_quality(photograph_of(made_picture(kind, seed))).issues
    return any(issue.prevents_analysis or issue.problem is QualityProblem.NOT_SKIN for issue in issues)


@pytest.mark.parametrize("kind", LEAST)
def test_what_is_no_skin_is_noticed_as_often_as_before(kind: str) -> None:
    assert sum(noticed(kind, seed) for seed in range(PICTURES)) >= LEAST[kind]


def test_each_kind_has_many_forms() -> None:
    for kind in KINDS:
        assert len({made_picture(kind, seed).tobytes() for seed in range(3)}) == 3
