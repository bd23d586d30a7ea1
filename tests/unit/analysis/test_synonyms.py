"""Names that models write mean the handbook's conditions, and nothing else does."""

import pytest
from handbook_conditions import handbook_conditions

from lentigo.analysis.synonyms import find_condition

CONDITIONS = handbook_conditions()


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("Melanoma", "melanoma"),
        ("malignant melanoma", "melanoma"),
        ("Melanoma (superficial spreading)", "melanoma"),
        ("Seborrheic keratoses", "seborrhoeic-keratosis"),
        ("Cherry hemangiomas", "vascular-lesion"),
        ("Melanocytic nevus", "melanocytic-naevus"),
        ("Bowen's disease", "actinic-keratosis"),
        ("Bowen’s Disease", "actinic-keratosis"),
        ("Squamous cell carcinoma (in situ)", "actinic-keratosis"),
        ("squamous-cell carcinoma", "squamous-cell-carcinoma"),
        ("Shingles (herpes zoster)", "herpes-zoster"),
        ("Tinea versicolor", "pityriasis-versicolor"),
        ("skin abscesses", "abscess-and-boil"),
        ("Kusta", "leprosy"),
    ],
)
def test_a_name_is_found_in_every_way_to_write_it(name: str, condition: str) -> None:
    found = find_condition(name, CONDITIONS)
    assert found
    assert found.id == condition


@pytest.mark.parametrize(
    "name", ["", "?!", "Merkel cell carcinoma", "no melanoma", "melanoma or mole", "keratosis", "cell"]
)
def test_a_name_is_taken_whole_or_not_at_all(name: str) -> None:
    assert find_condition(name, CONDITIONS) is None


def test_every_condition_is_found_by_all_its_names() -> None:
    for condition in CONDITIONS:
        for name in (condition.title, *condition.names):
            found = find_condition(name, CONDITIONS)
            assert found
            assert found.id == condition.id, name
