"""Rules raise the urgency with what is known, and say what is not."""

from lentigo.analysis.safety.red_flags import Facts, assess_red_flags, seven_point_checklist
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Finding
from lentigo.domain.red_flag import FlagState, RedFlag, Urgency

BROWN = Finding(name="colour", value="dark brown", words=("dark brown",))
THREE_COLOURS = Finding(name="colour", value="…", words=("black", "dark brown", "blue-grey"))
IRREGULAR = Finding(name="shape", value="irregular", words=("irregular",))
OVAL = Finding(name="shape", value="oval", words=("oval", "symmetric"))
EVERY_NO = dict.fromkeys(History, False)


def checklist(*findings: Finding, **answers: bool) -> RedFlag:
    history = {History[name]: answer for name, answer in answers.items()}
    return seven_point_checklist(
        Facts(encounter=Encounter(history=history), findings={finding.name: finding for finding in findings})
    )


def flag(rule: str, flags: tuple[RedFlag, ...]) -> RedFlag:
    return next(flag for flag in flags if flag.rule.startswith(rule))


def test_two_major_features_reach_the_referral() -> None:
    fired = checklist(THREE_COLOURS, IRREGULAR)
    assert fired.state is FlagState.FIRED
    assert fired.urgency is Urgency.TWO_WEEKS
    assert fired.reason.startswith("4 points")


def test_a_major_and_a_minor_feature_reach_the_referral() -> None:
    assert checklist(BROWN, OVAL, SIZE_CHANGE=True, OOZING=True).state is FlagState.FIRED


def test_unasked_history_is_not_a_no() -> None:
    unsure = checklist(BROWN, OVAL)
    assert unsure.state is FlagState.NOT_ASSESSED
    assert "change in size" in unsure.reason


def test_everything_answered_with_no_does_not_fire() -> None:
    findings = {"colour": BROWN, "shape": OVAL}
    assert seven_point_checklist(Facts(encounter=Encounter(history=EVERY_NO), findings=findings)).state is (
        FlagState.NOT_FIRED
    )


def test_an_unseen_colour_still_counts_as_pigmented() -> None:
    assert checklist(IRREGULAR, SIZE_CHANGE=True).state is FlagState.FIRED


def test_a_same_day_rule_needs_both_of_its_signs() -> None:
    rash = "Rash that does not fade"
    both = Encounter(history={History.NON_BLANCHING: True, History.FEVER: True})
    half = Encounter(history={History.NON_BLANCHING: True})
    none = Encounter(history={History.NON_BLANCHING: True, History.FEVER: False})
    assert flag(rash, assess_red_flags(both, (), ())).state is FlagState.FIRED
    assert flag(rash, assess_red_flags(half, (), ())).state is FlagState.NOT_ASSESSED
    assert flag(rash, assess_red_flags(none, (), ())).state is FlagState.NOT_FIRED


def test_the_most_urgent_fired_rule_stands_first() -> None:
    encounter = Encounter(history={History.SWELLING: True, History.NUMB: True})
    flags = assess_red_flags(encounter, (THREE_COLOURS, IRREGULAR), ())
    assert [flag.urgency for flag in flags[:3]] == [Urgency.SAME_DAY, Urgency.TWO_WEEKS, Urgency.SOON]
    assert all(flag.state is FlagState.FIRED for flag in flags[:3])


def test_a_first_ranked_melanoma_is_flagged_and_a_later_one_is_not() -> None:
    def candidate(rank: int, condition: str) -> Candidate:
        return Candidate(
            rank=rank, label=condition, code="", condition=condition, likelihood=Likelihood.POSSIBLE, share=0.4
        )

    melanoma_first = (candidate(1, "melanoma"), candidate(2, "melanocytic-naevus"))
    melanoma_second = (candidate(1, "melanocytic-naevus"), candidate(2, "melanoma"))
    assert flag("The model ranks melanoma", assess_red_flags(Encounter(), (), melanoma_first)).state is FlagState.FIRED
    rules = [flag.rule for flag in assess_red_flags(Encounter(), (), melanoma_second)]
    assert not any(rule.startswith("The model ranks") for rule in rules)


def test_more_answers_never_lower_what_fired() -> None:
    base = {History.SIZE_CHANGE: True, History.OOZING: True}
    for item in History:
        if item not in base:
            fired = checklist(BROWN, OVAL, **{name.name: True for name in base}, **{item.name: False})
            assert fired.state is FlagState.FIRED


def test_plain_brown_is_a_pigment_although_the_form_does_not_offer_it() -> None:
    brown_and_red = Finding(name="colour", value="brown, red", words=("red",))
    assert checklist(brown_and_red, IRREGULAR, OOZING=True).state is FlagState.FIRED
    red = Finding(name="colour", value="red", words=("red",))
    assert checklist(red, IRREGULAR, OOZING=True).state is FlagState.NOT_FIRED


def test_a_colour_counts_once() -> None:
    two = Finding(name="colour", value="dark brown, red", words=("dark brown", "red"))
    three = Finding(name="colour", value="brown, grey and red", words=("red",))
    assert "irregular colour" not in checklist(two, IRREGULAR, OOZING=True).reason
    assert "irregular colour" in checklist(three, IRREGULAR, OOZING=True).reason
