"""How the share is chosen from which on a diagnosis that must not be missed is flagged."""

from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo_packager.evaluation.flags import FOLDS, NAEVUS, Judged, choose, summary
from lentigo_packager.evaluation.labelled_photographs import read_labelled

MELANOMA = "melanoma"


def judged(condition: str, *shares: float, lesions: int = 0) -> list[Judged]:
    return [
        Judged(condition=condition, lesion=f"{condition} {number % lesions if lesions else number}", share=share)
        for number, share in enumerate(shares)
    ]


def test_the_share_is_the_lowest_that_flags_no_more_naevi_than_may_be() -> None:
    naevi = judged(NAEVUS, *(number / 20 for number in range(20)))
    assert choose(naevi, 0.35) == 0.601  # 0.65 and above: 7 of 20
    assert choose(naevi, 0.0) == 0.951
    assert choose(naevi, 1.0) == 0.001
    assert choose([*naevi, *judged(MELANOMA, 0.01, 0.02)], 0.35) == 0.601


def test_without_a_naevus_there_is_nothing_to_choose_from() -> None:
    with pytest.raises(InputError, match="no naevus"):
        choose(judged(MELANOMA, 0.1), 0.35)


def test_pictures_of_one_lesion_are_of_one_fold_and_lesions_of_all() -> None:
    pictures = judged(MELANOMA, *[0.5] * 200, lesions=100)
    folds = {lesion: {each.fold for each in pictures if each.lesion == lesion} for lesion in map(_lesion, pictures)}
    assert all(len(found) == 1 for found in folds.values())
    assert set.union(*folds.values()) == set(range(FOLDS))


def _lesion(picture: Judged) -> str:
    return picture.lesion


def test_each_picture_is_judged_by_a_share_that_was_chosen_without_it() -> None:
    """One naevus that looks worse than all others raises the share of all folds but its own, which then flags it."""
    naevi = judged(NAEVUS, *[0.1] * 40, 0.9)
    result = summary("test", [*naevi, *judged(MELANOMA, 0.5, 0.95)], most_naevi=0.0)
    own = naevi[-1].fold
    assert [share for number, share in enumerate(result.fold_shares) if number != own] == [0.901] * 4
    assert result.fold_shares[own] == 0.101
    assert result.chosen == 0.901
    assert result.held_out[NAEVUS] == 1
    assert result.pictures == {NAEVUS: 41, MELANOMA: 2}
    at_a_tenth = next(point for point in result.curve if point.share == 0.1)
    assert at_a_tenth.flagged == {NAEVUS: 1.0, MELANOMA: 1.0}


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
