"""What Lentigo Mini is taught of outlines tells form, symmetry and border apart."""

import importlib
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest
import torch

from lentigo.paths import default_paths

SIDE = 64
SIZE, CENTRE, LONG, THIRDS, RAGGED = slice(0, 2), slice(2, 4), 4, slice(7, 11), 11  # of the twelve measures
Shape = tuple[np.ndarray, np.ndarray]  # distance from a point, and the angle there


@pytest.fixture(scope="module")
def outlines() -> Iterator[ModuleType]:
    """The recipe is no package: its modules stand side by side."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(default_paths().catalogue.parent / "mini")
        yield importlib.import_module("outlines")


def polar(across: float = 0.0, down: float = 0.0, stretch: float = 1.0) -> Shape:
    line = np.linspace(-1, 1, SIDE)
    x, y = (line[None] - across) / stretch, (line[:, None] - down) * stretch
    return np.hypot(x, y), np.arctan2(y, x)


def measured(outlines: ModuleType, *covered: np.ndarray) -> torch.Tensor:
    return outlines.measures(torch.from_numpy(np.stack(covered).astype(np.float32)))


def test_a_cell_is_covered_by_the_share_of_its_pixels(outlines: ModuleType) -> None:
    marks = torch.full((1, 2, 4, 4), -1.0)
    marks[0, 0, 0, 0] = 1.0
    marks[0, 1, :2, 2:] = 1.0
    cells = outlines.cells(marks)
    assert cells[0].tolist() == [[[0.25, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]]


def test_a_moved_disc_differs_in_its_place_alone(outlines: ModuleType) -> None:
    still, moved = measured(outlines, polar()[0] < 0.5, polar(across=0.3, down=-0.2)[0] < 0.5)
    assert (moved - still)[CENTRE].tolist() == pytest.approx([5 * 0.3, 5 * -0.2], abs=0.05)
    assert (moved - still)[SIZE].abs().max() < 0.1
    assert (moved - still)[LONG:].abs().max() < 0.1


def test_an_oval_differs_from_a_disc_in_its_second_moments_and_turns_with_the_picture(outlines: ModuleType) -> None:
    disc, wide, high = measured(
        outlines, polar()[0] < 0.5, polar(stretch=1.3)[0] < 0.5, polar(stretch=1 / 1.3)[0] < 0.5
    )
    assert wide[LONG] > disc[LONG] + 0.1
    assert high[LONG] < disc[LONG] - 0.1
    assert wide[THIRDS].abs().max() < 0.02


def test_a_lopsided_outline_has_third_moments_and_a_symmetric_one_has_none(outlines: ModuleType) -> None:
    distance, angle = polar()
    symmetric, lopsided = measured(
        outlines,
        distance < 0.5 + 0.1 * np.cos(2 * angle),
        distance < 0.5 + 0.15 * np.cos(angle) + 0.1 * np.cos(3 * angle),
    )
    assert symmetric[THIRDS].abs().max() < 0.02
    assert lopsided[THIRDS].abs().max() > 0.1


def test_a_ragged_outline_is_longer_than_a_smooth_one_of_the_same_size(outlines: ModuleType) -> None:
    distance, angle = polar()
    smooth, ragged = measured(outlines, distance < 0.5, distance < 0.5 + 0.06 * np.cos(9 * angle))
    assert (smooth - ragged)[SIZE].abs().max() < 0.1
    assert ragged[RAGGED] > smooth[RAGGED] + 0.2


@pytest.mark.parametrize("covered", [0.0, 1.0])
def test_an_empty_and_a_full_picture_have_numbers_too(outlines: ModuleType, covered: float) -> None:
    assert outlines.measures(torch.full((1, SIDE, SIDE), covered)).isfinite().all()


def test_symmetric_and_asymmetric_phantoms_differ_in_their_third_moments(outlines: ModuleType) -> None:
    phantoms = importlib.import_module("phantoms")
    drawn: dict[bool, list[np.ndarray]] = {True: [], False: []}
    rng = np.random.default_rng(3)
    while min(map(len, drawn.values())) < 12:
        truth = phantoms.random_truth(rng)
        if truth.count == 1:
            seed = len(drawn[True]) + len(drawn[False])
            drawn[truth.look.symmetric].append(phantoms.render(truth, seed, (SIDE, SIDE)).lesion)
    symmetric, asymmetric = (measured(outlines, *drawn[kind])[:, THIRDS].abs().amax(1) for kind in (True, False))
    assert (asymmetric[:, None] > symmetric[None]).float().mean() > 0.9  # the area under the curve
