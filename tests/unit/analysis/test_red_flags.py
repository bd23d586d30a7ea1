"""Rules raise the urgency with what is known, and say what is not."""

import pytest
from handbook_conditions import handbook_conditions

from lentigo.analysis.safety.dangers import HANDBOOK_URGENCIES, NEVER_EXCLUDED, URGENCIES, urgency_of
from lentigo.analysis.safety.red_flags import BLISTER, Facts, assess_red_flags, seven_point_checklist
from lentigo.analysis.stages.differentiate import likelihood
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Finding, FindingField, FindingWord
from lentigo.domain.red_flag import ChecklistItem, FlagState, ReasonKind, RedFlag, RedFlagRule, Urgency

BROWN = Finding(field=FindingField.COLOUR, value="dark brown", words=(FindingWord.DARK_BROWN,))
THREE_COLOURS = Finding(
    field=FindingField.COLOUR, value="…", words=(FindingWord.BLACK, FindingWord.DARK_BROWN, FindingWord.BLUE_GREY)
)
IRREGULAR = Finding(field=FindingField.SHAPE, value="irregular", words=(FindingWord.IRREGULAR,))
OVAL = Finding(field=FindingField.SHAPE, value="oval", words=(FindingWord.OVAL, FindingWord.SYMMETRIC))
EVERY_NO = dict.fromkeys(History, False)


def checklist(*findings: Finding, **answers: bool) -> RedFlag:
    history = {History[name]: answer for name, answer in answers.items()}
    return seven_point_checklist(
        Facts(encounter=Encounter(history=history), findings={finding.field: finding for finding in findings})
    )


def flag(rule: RedFlagRule, flags: tuple[RedFlag, ...]) -> RedFlag:
    return next(flag for flag in flags if flag.rule is rule)


def test_two_major_features_reach_the_referral() -> None:
    fired = checklist(THREE_COLOURS, IRREGULAR)
    assert fired.state is FlagState.FIRED
    assert fired.urgency is Urgency.TWO_WEEKS
    assert (fired.reason.kind, fired.reason.points) == (ReasonKind.POINTS_REACHED, 4)
    assert fired.reason.items == (ChecklistItem.SHAPE, ChecklistItem.COLOUR)


def test_a_major_and_a_minor_feature_reach_the_referral() -> None:
    assert checklist(BROWN, OVAL, SIZE_CHANGE=True, OOZING=True).state is FlagState.FIRED


def test_unasked_history_is_not_a_no() -> None:
    unsure = checklist(BROWN, OVAL)
    assert unsure.state is FlagState.NOT_ASSESSED
    assert unsure.reason.kind is ReasonKind.POINTS_OPEN
    assert ChecklistItem.SIZE in unsure.reason.items


def test_everything_answered_with_no_does_not_fire() -> None:
    findings = {FindingField.COLOUR: BROWN, FindingField.SHAPE: OVAL}
    assert seven_point_checklist(Facts(encounter=Encounter(history=EVERY_NO), findings=findings)).state is (
        FlagState.NOT_FIRED
    )


def test_an_unseen_colour_still_counts_as_pigmented() -> None:
    assert checklist(IRREGULAR, SIZE_CHANGE=True).state is FlagState.FIRED


def test_a_same_day_rule_needs_both_of_its_signs() -> None:
    rash = RedFlagRule.NON_BLANCHING_RASH
    both = Encounter(history={History.NON_BLANCHING: True, History.FEVER: True})
    half = Encounter(history={History.NON_BLANCHING: True})
    none = Encounter(history={History.NON_BLANCHING: True, History.FEVER: False})
    fired, unknown, quiet = (flag(rash, assess_red_flags(each, (), ())) for each in (both, half, none))
    assert [each.state for each in (fired, unknown, quiet)] == [
        FlagState.FIRED,
        FlagState.NOT_ASSESSED,
        FlagState.NOT_FIRED,
    ]
    assert fired.reason.signs == (History.NON_BLANCHING, History.FEVER)
    assert unknown.reason.signs == (History.FEVER,)
    assert quiet.reason.signs == ()


def test_the_most_urgent_fired_rule_stands_first() -> None:
    encounter = Encounter(history={History.SWELLING: True, History.NUMB: True})
    flags = assess_red_flags(encounter, (THREE_COLOURS, IRREGULAR), ())
    assert [flag.urgency for flag in flags[:3]] == [Urgency.SAME_DAY, Urgency.TWO_WEEKS, Urgency.SOON]
    assert all(flag.state is FlagState.FIRED for flag in flags[:3])


def candidate(rank: int, condition: str, share: float) -> Candidate:
    return Candidate(
        rank=rank,
        label=condition,
        code="",
        condition=condition,
        likelihood=likelihood(rank, share),
        share=share,
        urgency=urgency_of(condition, "", None),
    )


def diagnoses(rule: RedFlagRule, flags: tuple[RedFlag, ...]) -> list[tuple[str, Urgency]]:
    return [(each.diagnosis, each.urgency) for each in flags if each.rule is rule]


def test_a_diagnosis_that_must_not_be_missed_is_flagged_first_or_later() -> None:
    first = (candidate(1, "melanoma", 0.6), candidate(2, "melanocytic-naevus", 0.4))
    later = (candidate(1, "melanocytic-naevus", 0.62), candidate(2, "melanoma", 0.31), candidate(3, "cellulitis", 0.1))
    flags = assess_red_flags(Encounter(), (), first)
    assert diagnoses(RedFlagRule.FIRST_RANKED, flags) == [("melanoma", Urgency.TWO_WEEKS)]
    assert diagnoses(RedFlagRule.NOT_EXCLUDED, flags) == []
    flags = assess_red_flags(Encounter(), (), later)
    assert diagnoses(RedFlagRule.FIRST_RANKED, flags) == []
    assert diagnoses(RedFlagRule.NOT_EXCLUDED, flags) == [
        ("cellulitis", Urgency.SAME_DAY),
        ("melanoma", Urgency.TWO_WEEKS),
    ]
    assert all(flag.state is FlagState.FIRED for flag in flags if flag.diagnosis)


@pytest.mark.parametrize(
    ("share", "flag_from", "fires"),
    [(0.05, 0.04, True), (0.05, 0.06, False), (0.3, 0.4, False), (0.05, None, False), (0.11, None, True)],
)
def test_a_calibrated_model_flags_from_its_own_share_and_any_other_what_is_possible(
    share: float, flag_from: float | None, *, fires: bool
) -> None:
    ranking = (candidate(1, "melanocytic-naevus", 1 - share), candidate(2, "melanoma", share))
    flags = assess_red_flags(Encounter(), (), ranking, flag_from)
    assert diagnoses(RedFlagRule.NOT_EXCLUDED, flags) == ([("melanoma", Urgency.TWO_WEEKS)] if fires else [])


def test_what_may_wait_is_never_flagged() -> None:
    naevus = (candidate(1, "melanocytic-naevus", 0.99), candidate(2, "dermatofibroma", 0.2))
    assert not [flag for flag in assess_red_flags(Encounter(), (), naevus, 0.01) if flag.diagnosis]


def test_the_handbook_says_what_must_not_be_missed_and_its_ids_are_known_without_it() -> None:
    urgencies = {each.id: urgency_of(each.id, each.icd10, each) for each in handbook_conditions()}
    assert urgencies["meningococcal-disease"] is Urgency.SAME_DAY
    assert urgencies["pemphigus-vulgaris"] is Urgency.TWO_WEEKS
    assert urgencies["basal-cell-carcinoma"] is Urgency.SOON
    assert urgencies["melanocytic-naevus"] is urgencies["seborrhoeic-keratosis"] is None
    assert set(URGENCIES) | NEVER_EXCLUDED <= set(urgencies)
    for each in handbook_conditions():
        if each.id in URGENCIES and each.urgency in HANDBOOK_URGENCIES:
            assert HANDBOOK_URGENCIES[each.urgency] is URGENCIES[each.id]
    assert urgency_of("", "C43.9", None) is Urgency.SOON


def test_only_signs_that_can_still_decide_are_missing() -> None:
    encounter = Encounter(history={History.SPREADING: True})
    infection = flag(RedFlagRule.NECROTISING_INFECTION, assess_red_flags(encounter, (), ()))
    assert infection.reason.signs == (History.PAIN,)


def test_more_answers_never_lower_what_fired() -> None:
    base = {History.SIZE_CHANGE: True, History.OOZING: True}
    for item in History:
        if item not in base:
            fired = checklist(BROWN, OVAL, **{name.name: True for name in base}, **{item.name: False})
            assert fired.state is FlagState.FIRED


def test_plain_brown_is_a_pigment_although_the_form_does_not_offer_it() -> None:
    brown_and_red = Finding(field=FindingField.COLOUR, value="brown, red", words=(FindingWord.RED,))
    assert checklist(brown_and_red, IRREGULAR, OOZING=True).state is FlagState.FIRED
    red = Finding(field=FindingField.COLOUR, value="red", words=(FindingWord.RED,))
    assert checklist(red, IRREGULAR, OOZING=True).state is FlagState.NOT_FIRED


def test_a_colour_counts_once() -> None:
    two = Finding(field=FindingField.COLOUR, value="dark brown, red", words=(FindingWord.DARK_BROWN, FindingWord.RED))
    three = Finding(field=FindingField.COLOUR, value="brown, grey and red", words=(FindingWord.RED,))
    assert ChecklistItem.COLOUR not in checklist(two, IRREGULAR, OOZING=True).reason.items
    assert ChecklistItem.COLOUR in checklist(three, IRREGULAR, OOZING=True).reason.items


def test_a_sign_that_was_seen_counts_as_one_that_was_told() -> None:
    blister = Finding(field=FindingField.LESION_TYPE, value="blister", words=(FindingWord.BLISTER,))
    encounter = Encounter(history={History.NEAR_EYE: True, History.PAIN: False})
    near_eye = flag(RedFlagRule.NEAR_EYE, assess_red_flags(encounter, (blister,), ()))
    assert near_eye.state is FlagState.FIRED
    assert near_eye.reason.signs == (History.NEAR_EYE, BLISTER)
