"""A model's label with a slip of the pen finds its condition; what means anything else finds none."""

import random
import string

import pytest
from handbook_conditions import handbook_conditions

from lentigo.analysis.label_matching import match_condition
from lentigo.analysis.stages.propose import named_labels
from lentigo.domain.evidence import Condition

CONDITIONS = handbook_conditions()
FOREIGN = (  # diagnoses without a chapter, most of them labels of Fitzpatrick17k
    "acanthosis nigricans",
    "aplasia cutis",
    "becker nevus",
    "behcets disease",
    "calcinosis cutis",
    "cheilitis",
    "dariers disease",
    "dermatomyositis",
    "ehlers danlos syndrome",
    "epidermal nevus",
    "factitial dermatitis",
    "fordyce spots",
    "granuloma annulare",
    "hailey hailey disease",
    "hypopigmentation",
    "ichthyosis vulgaris",
    "keratosis pilaris",
    "lichen amyloidosis",
    "lichen simplex",
    "livedo reticularis",
    "lyme disease",
    "lymphangioma",
    "Merkel cell carcinoma",
    "milia",
    "mucous cyst",
    "mycosis fungoides",
    "naevus comedonicus",
    "nematode infection",
    "neurofibromatosis",
    "perioral dermatitis",
    "pilar cyst",
    "pilomatricoma",
    "pityriasis rubra pilaris",
    "porokeratosis actinic",
    "port wine stain",
    "prurigo nodularis",
    "sarcoidosis",
    "scleroderma",
    "syringoma",
    "tuberous sclerosis",
    "urticaria pigmentosa",
    "xanthomas",
)


@pytest.mark.parametrize(
    ("label", "condition"),
    [
        ("Basal cell carcinnoma", "basal-cell-carcinoma"),
        ("squamous cel carcinoma", "squamous-cell-carcinoma"),
        ("granuloma pyogenicum pyogenic", ""),
        ("Granuloma, pyogenic", "pyogenic-granuloma"),
        ("Seborrhoeic keartosis", "seborrhoeic-keratosis"),
        ("Seborrheic keratosis (suspected)", "seborrhoeic-keratosis"),
        ("Squamous cell carsinoba", ""),  # two slips in a word
        ("melanom", "melanoma"),
        ("melanoma", "melanoma"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven(label: str, condition: str) -> None:
    assert getattr(match_condition(label, CONDITIONS), "id", "") == condition


@pytest.mark.parametrize("label", FOREIGN)
def test_what_the_handbook_does_not_have_is_unknown(label: str) -> None:
    assert match_condition(label, CONDITIONS) is None


@pytest.mark.parametrize(
    "label",
    ["no melanoma", "not bullous pemphigoid", "non melanoma", "melanoma or naevus", "unclear", "", "?!", "cell", "SCD"],
)
def test_what_is_not_the_name_of_one_condition_is_unknown(label: str) -> None:
    assert match_condition(label, CONDITIONS) is None


def test_a_name_between_two_conditions_is_unknown() -> None:
    def named(id: str, name: str) -> Condition:
        return Condition(
            id=id, title=name, names=(), icd10="", group="", urgency="", document="", typical={}, untypical={}
        )

    two = (named("a", "Dermatosis antarctica alba"), named("b", "Dermatosis antarctica alta"))
    assert match_condition("dermatosis antarctica alca", two) is None
    assert match_condition("dermatosis antarctica alba", two) is two[0]


def test_a_slip_never_makes_another_condition_of_it_and_seldom_costs_the_name() -> None:
    """300 names of the handbook with one letter wrong, missing, doubled or exchanged."""
    chance = random.Random(5)
    names = [
        (name, entry.id)
        for entry in CONDITIONS
        for name in (entry.title, *entry.names)
        if len(name) > 8 and name.isascii()
    ]
    found = 0
    for _ in range(300):
        name, id = chance.choice(names)
        matched = match_condition(slipped(name, chance), CONDITIONS)
        assert matched is None or matched.id == id, name
        found += matched is not None
    assert found >= 0.6 * 300


def slipped(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name) - 1)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    return chance.choice(
        (
            before + after,
            before + letter + letter + after,
            before + chance.choice(string.ascii_lowercase) + after,
            before + after[0] + letter + after[1:],
        )
    )


def test_two_spellings_of_one_diagnosis_are_one_label() -> None:
    labels = named_labels(["Basal cell carcinnoma", "basal cell carcinoma", "pilar cyst"], CONDITIONS)
    assert [label.condition for label in labels] == ["basal-cell-carcinoma", ""]
