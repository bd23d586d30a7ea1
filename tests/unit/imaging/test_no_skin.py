"""Pictures of what is no skin are refused or asked about, kind by kind; photographs of skin hardly ever."""

import csv

import pytest
from no_skin_pictures import KINDS, made_picture
from PIL import Image
from skin_pictures import photograph_of

from lentigo.domain.quality import QualityIssue, QualityProblem
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality

PICTURES = 8
MISSED = 1  # of a kind; docs/quality.md has the figures over all


def noticed(kind: str, seed: int) -> bool:
    issues = assess_quality(photograph_of(made_picture(kind, seed))).issues
    return any(issue.prevents_analysis or issue.problem is QualityProblem.NOT_SKIN for issue in issues)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_skin_is_noticed(kind: str) -> None:
    assert sum(noticed(kind, seed) for seed in range(PICTURES)) >= PICTURES - MISSED


@pytest.mark.parametrize("folder", ["ham10000_224", "ham10000_200x150_rest", "pad_ufes_20_train", "sample_600x450"])
def test_photographs_of_skin_are_hardly_ever_asked_about(photographs, folder: str) -> None:
    with (photographs / folder / "labels.csv").open() as file:
        files = [row["file"] for row in csv.DictReader(file)]
    issues = [
        assess_quality(load((photographs / folder / name).read_bytes())).issues for name in files[:: len(files) // 60]
    ]
    assert sum(QualityIssue.UNLIKE_SKIN in found for found in issues) <= 0.02 * len(issues)


def test_a_real_photograph_of_something_else_is_asked_about() -> None:
    """A house, and a flower, which none of the made pictures shows."""
    images = pytest.importorskip("sklearn.datasets", reason="scikit-learn's sample pictures are not installed")
    for name in ("china.jpg", "flower.jpg"):
        picture = Image.fromarray(images.load_sample_image(name))
        assert any(issue.problem is QualityProblem.NOT_SKIN for issue in assess_quality(photograph_of(picture)).issues)


def test_each_kind_has_many_forms() -> None:
    for kind in KINDS:
        assert len({made_picture(kind, seed).tobytes() for seed in range(3)}) == 3
