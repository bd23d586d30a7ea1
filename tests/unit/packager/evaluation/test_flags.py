"""How the share is chosen from which on a diagnosis that must not be missed is flagged."""

from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo_packager.evaluation.flags import FOLDS, MELANOMA, NAEVUS, Judged, choose, summary
from lentigo_packager.evaluation.labelled_photographs import read_labelled


def judged(condition: str, *shares: float, lesions: int = 0) -> list[Judged]:
    return [
        Judged(condition=condition, lesion=f"{condition} {number % lesions if lesions else number}", share=share)
        for number, share in enumerate(shares)
    ]


def test_the_share_is_the_highest_that_reaches_the_aim() -> None:
    twenty = judged(MELANOMA, *(number / 20 for number in range(20)))
    assert choose(twenty, 0.95) == 0.05  # 19 of 20
    assert choose(twenty, 1.0) == 0.0
    assert choose(twenty, 0.5) == 0.5
    naevi = judged(NAEVUS, 0.9, 0.9, 0.9)
    assert choose([*twenty, *naevi], 0.95) == 0.05


def test_without_a_melanoma_there_is_nothing_to_choose_from() -> None:
    with pytest.raises(InputError, match="too few melanomas"):
        choose(judged(NAEVUS, 0.1), 0.95)


def test_pictures_of_one_lesion_are_of_one_fold_and_lesions_of_all() -> None:
    pictures = judged(MELANOMA, *[0.5] * 200, lesions=100)
    folds = {lesion: {each.fold for each in pictures if each.lesion == lesion} for lesion in map(_lesion, pictures)}
    assert all(len(found) == 1 for found in folds.values())
    assert set.union(*folds.values()) == set(range(FOLDS))


def _lesion(picture: Judged) -> str:
    return picture.lesion


def test_each_picture_is_judged_by_a_share_that_was_chosen_without_it() -> None:
    """The unlikeliest melanoma is flagged by the share of all, never by that of the folds that do not know it."""
    melanomas = judged(MELANOMA, *[0.5] * 60, 0.001)
    result = summary("test", [*melanomas, *judged(NAEVUS, *[0.1] * 9, 0.6)], aim=1.0)
    assert result.chosen == 0.001
    assert result.held_out == {NAEVUS: 10 - _naevi_above(result.fold_shares, melanomas[-1].fold), MELANOMA: 60}
    assert sorted(set(result.fold_shares)) == [0.001, 0.5]
    assert result.pictures == {NAEVUS: 10, MELANOMA: 61}
    at_a_tenth = next(point for point in result.curve if point.share == 0.1)
    assert at_a_tenth.flagged == {NAEVUS: 1.0, MELANOMA: 60 / 61}


def _naevi_above(fold_shares: tuple[float, ...], left_out: int) -> int:
    """Naevi of the one fold whose share was chosen without the unlikely melanoma: those below 0.5 are not flagged."""
    assert fold_shares[left_out] == 0.5
    naevi = judged(NAEVUS, *[0.1] * 9, 0.6)
    return sum(each.fold == left_out and each.share < 0.5 for each in naevi)


def labels(folder: Path, *rows: str) -> Path:
    (folder / "labels.csv").write_text("\n".join(["file,label,split,lesion_id", *rows]) + "\n", encoding="utf-8")
    return folder


def test_a_folder_of_photographs_is_read_by_its_split(tmp_path: Path) -> None:
    folder = labels(tmp_path, "a.jpg,mel,val,1", "b.jpg,nv,train,2", "c.jpg,NEV,val,3")
    found = read_labelled(folder, "val")
    assert [(each.path.name, each.condition, each.lesion) for each in found] == [
        ("a.jpg", MELANOMA, "1"),
        ("c.jpg", NAEVUS, "3"),
    ]


@pytest.mark.parametrize(
    ("row", "message"), [("a.jpg,wart,val,1", "cannot be read: 'wart'"), ("a.jpg,mel,train,1", "no photograph")]
)
def test_a_folder_that_says_nothing_usable_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_labelled(labels(tmp_path, row), "val")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_labelled(tmp_path / "nothing", "val")
