"""The questions of a case, the one worth most first, and how many of them are still open."""

from dataclasses import replace

import pytest

from lentigo.analysis.safety.questions import open_questions, questions_for
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Complaint, Encounter, History
from lentigo.domain.finding import Finding, FindingField, FindingWord

BROWN = Finding(field=FindingField.COLOUR, value="dark brown", words=(FindingWord.DARK_BROWN,))
RED = Finding(field=FindingField.COLOUR, value="red", words=(FindingWord.RED,))
BLISTERS = Finding(field=FindingField.LESION_TYPE, value="blister", words=(FindingWord.BLISTER,))
NODULE = Finding(field=FindingField.LESION_TYPE, value="nodule", words=(FindingWord.NODULE,))
WHEALS = Finding(field=FindingField.LESION_TYPE, value="wheal", words=(FindingWord.WHEAL,))
MANY = Finding(field=FindingField.NUMBER, value="many", words=(FindingWord.MANY,))
PURPLE = Finding(field=FindingField.COLOUR, value="purple", words=(FindingWord.PURPLE,))


def candidate(condition: str) -> Candidate:
    return Candidate(rank=1, label=condition, code="", condition=condition, likelihood=Likelihood.LEADING, share=0.9)


@pytest.mark.parametrize(
    ("findings", "condition", "complaint", "first"),
    [
        ((BROWN,), "", None, (History.SIZE_CHANGE, History.SHAPE_CHANGE, History.COLOUR_CHANGE)),
        ((), "", Complaint.PIGMENTED_SPOT, (History.SIZE_CHANGE, History.SHAPE_CHANGE, History.COLOUR_CHANGE)),
        ((), "melanoma", None, (History.SIZE_CHANGE,)),
        ((RED, BLISTERS, MANY), "", None, (History.MUCOSA, History.NEAR_EYE)),
        ((BROWN,), "", Complaint.BLISTERS, (History.MUCOSA, History.NEAR_EYE)),
        ((), "stevens-johnson-syndrome", None, (History.MUCOSA, History.NEAR_EYE)),
        ((RED, MANY), "", None, (History.FEVER, History.NON_BLANCHING)),
        ((PURPLE,), "", None, (History.FEVER, History.NON_BLANCHING)),
        ((RED,), "", Complaint.RASH, (History.FEVER, History.NON_BLANCHING)),
        ((RED,), "cellulitis", None, (History.FEVER, History.PAIN, History.SPREADING)),
        ((RED,), "", Complaint.HOT_SKIN, (History.FEVER, History.PAIN, History.SPREADING)),
        ((WHEALS, MANY), "", None, (History.SWELLING,)),
        ((), "", Complaint.SWELLING, (History.SWELLING,)),
        ((NODULE,), "", None, (History.SIZE_CHANGE, History.OOZING)),
        ((), "", Complaint.SORE, (History.SIZE_CHANGE, History.OOZING)),
        ((), "leprosy", None, (History.NUMB,)),
        ((BROWN,), "melanoma", Complaint.PALE_PATCH, (History.NUMB,)),
        ((), "", None, (History.FEVER,)),
    ],
)
def test_what_is_worth_most_is_asked_first_and_nothing_is_left_out(
    findings: tuple[Finding, ...], condition: str, complaint: Complaint | None, first: tuple[History, ...]
) -> None:
    order = questions_for(findings, [candidate(condition)] if condition else [], complaint)
    assert order[: len(first)] == first
    assert len(order) == len(History)
    assert set(order) == set(History)


@pytest.mark.parametrize("complaint", Complaint)
def test_every_complaint_has_an_order_of_its_own(complaint: Complaint) -> None:
    assert questions_for(complaint=complaint) != questions_for()


def still_open(encounter: Encounter, *findings: Finding) -> tuple[History, ...]:
    return open_questions(encounter, findings, (), assess_red_flags(encounter, findings, ()))


def test_without_an_answer_all_questions_are_open_and_each_answer_closes_one() -> None:
    assert len(still_open(Encounter(), BROWN)) == len(History)
    assert still_open(Encounter(), BROWN)[0] is History.SIZE_CHANGE
    asked = Encounter(history={History.SIZE_CHANGE: False})
    assert History.SIZE_CHANGE not in still_open(asked, BROWN)
    assert still_open(Encounter(history=dict.fromkeys(History, False)), BROWN) == ()


def test_what_can_decide_nothing_any_more_is_not_open() -> None:
    calm = dict.fromkeys((History.NON_BLANCHING, History.MUCOSA, History.SPREADING, History.PAIN), False)
    encounter = Encounter(history=calm)
    assert History.FEVER not in still_open(encounter, BROWN)
    assert History.NEW_MEDICINE not in still_open(encounter, BROWN)
    assert History.COLOUR_CHANGE in still_open(encounter, BROWN)
    assert History.COLOUR_CHANGE not in still_open(encounter, RED)  # the checklist is for pigmented lesions


def test_the_complaint_orders_what_is_open() -> None:
    spot = Encounter(complaint=Complaint.PIGMENTED_SPOT)
    rash = replace(spot, complaint=Complaint.RASH)
    assert still_open(spot)[0] is History.SIZE_CHANGE
    assert still_open(rash)[0] is History.FEVER
