"""The protocols of the source systems, run through the pipeline with answers that a test dictates."""

import math
from dataclasses import replace

import pytest
from handbook_conditions import handbook_conditions
from protocol_runs import LIST, SEEN, favouring, names, run
from scripted_model import ScriptedModel, ScriptedSession

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.analysis.ports import LIKELIHOOD, Label
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import FindingField, FindingState, FindingWord
from lentigo.domain.limit import LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import Calibration
from lentigo.domain.red_flag import FlagState, RedFlag, RedFlagRule
from lentigo.models.catalogue import load_entry
from lentigo.paths import default_paths

SIRIUS = load_entry(default_paths().catalogue, "hikari-sirius").label
SUBARU = load_entry(default_paths().catalogue, "hikari-subaru").label
GARBAGE = "###"  # no letters


def checklist(report: Assessment) -> RedFlag:
    return next(flag for flag in report.red_flags if flag.rule is RedFlagRule.SEVEN_POINT_CHECKLIST)


def limits(report: Assessment) -> set[LimitKind]:
    return {limit.kind for limit in report.limits}


# HIKARI


def test_hikari_is_asked_as_it_was_trained_with_its_group() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(Malignant=0.9, basal=0.8))
    report = run("hikari", ScriptedModel(session=session, labels=SIRIUS))
    (groups, options, _), (prompt, answers, scoring) = session.scored
    assert groups.startswith("Classify this skin condition into one of these 4 medical categories:\n1. ")
    assert len(options) == 4
    assert "belongs to the group '3. Malignant Skin Tumors'." in prompt
    assert answers == tuple(f"This image shows {label.text}." for label in SIRIUS)
    assert scoring == LIKELIHOOD
    assert names(report)[0] == "basal cell carcinoma"
    (told,) = (limit for limit in report.limits if limit.kind is LimitKind.GROUP_GIVEN)
    assert told.parameters == {"group": "3. Malignant Skin Tumors"}


def test_an_unsure_group_is_not_given() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(Malignant=0.3, Benign=0.3, Inflammatory=0.3, Acne=0.1))
    report = run("hikari", ScriptedModel(session=session, labels=SIRIUS))
    prompt = session.scored[1][0]
    assert "group" not in prompt
    assert prompt.startswith("Carefully examine this dermatological image.")
    assert LimitKind.GROUP_UNSURE in limits(report)


def test_a_group_excludes_no_disease() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(Acne=0.99, psoriasis=0.9))
    report = run("hikari", ScriptedModel(session=session, labels=SIRIUS))
    assert names(report)[0] == "psoriasis"
    assert session.scored[1][1] == tuple(f"This image shows {label.text}." for label in SIRIUS)


def test_carcinomas_stay_in_hikaris_list_however_unlikely() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(nevi=0.99))
    report = run("hikari", ScriptedModel(session=session, labels=SIRIUS))
    assert set(names(report)) == {
        "melanocytic nevi",
        "squamous cell carcinoma in situ or invasive",
        "basal cell carcinoma",
    }
    assert report.differential[-1].likelihood is Likelihood.CANNOT_EXCLUDE


def test_the_checklist_for_melanoma_does_not_depend_on_a_model_without_melanoma() -> None:
    encounter = Encounter(history={History.SIZE_CHANGE: True, History.OOZING: True})
    flags = []
    for favourite in ("nevi", "acne", "psoriasis"):
        session = ScriptedSession(answers=SEEN, likelihood=favouring(**{favourite: 0.99}))
        flags.append(checklist(run("hikari", ScriptedModel(session=session, labels=SIRIUS), encounter=encounter)))
    assert {flag.state for flag in flags} == {FlagState.FIRED}
    assert len({flag.reason for flag in flags}) == 1


def test_the_report_lists_what_hikari_could_name() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(nevi=0.99))
    report = run("hikari", ScriptedModel(session=session, labels=SIRIUS))
    assert report.closed_set == tuple(label.shown for label in SIRIUS)
    assert not any("melanoma" in name for name in report.closed_set)


def test_subarus_groups_are_shown_in_plain_words_and_malignant_always() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(Benign=0.99))
    report = run("hikari-groups", ScriptedModel(session=session, labels=SUBARU))
    assert session.scored[0][1][2] == "3. Malignant Skin Tumors"
    assert names(report) == ["group: benign tumours, naevi and cysts", "group: malignant skin tumours"]


# Open differentials: SkinFlow, SKINspectoR, Vega, MedGemma


def test_an_open_differential_is_matched_with_the_handbook() -> None:
    session = ScriptedSession(answers=SEEN | {"differential": LIST}, likelihood=favouring(Mole=0.6, Melanoma=0.3))
    report = run("skinflow", ScriptedModel(session=session))
    assert [(each.label, each.condition) for each in report.differential[:2]] == [
        ("Mole", "melanocytic-naevus"),
        ("Melanoma", "melanoma"),
    ]
    others = {each.label: (each.condition, each.code) for each in report.differential[2:]}
    assert others == {
        "Seborrheic keratosis": ("seborrhoeic-keratosis", "L82, L81.4"),
        "Merkel cell carcinoma": ("", ""),
    }
    assert report.closed_set == ()
    assert LimitKind.OWN_NAMES in limits(report)


def test_what_was_seen_stands_in_the_question_for_diagnoses() -> None:
    session = ScriptedSession(answers=SEEN | {"differential": LIST})
    run("skinflow", ScriptedModel(session=session))
    proposal = next(question for question in session.asked if question.field == "differential")
    assert "colour: light brown\nlesion type: plaque" in proposal.prompt
    assert "not assessed" not in proposal.prompt
    assert proposal.grammar.count("name") == 7


def test_a_dangerous_name_is_known_without_the_library() -> None:
    session = ScriptedSession(answers=SEEN | {"differential": "1. Melanoma"})
    report = run("skinflow", ScriptedModel(session=session), library=False)
    assert report.differential[0].condition == "melanoma"
    assert [flag.diagnosis for flag in report.red_flags if flag.rule is RedFlagRule.FIRST_RANKED] == ["Melanoma"]


@pytest.mark.parametrize("answer", ["", GARBAGE, "I'm sorry, I cannot help.", "<start_of_turn>user"])
def test_an_unusable_list_is_no_diagnosis(answer: str) -> None:
    report = run("skinflow", ScriptedModel(session=ScriptedSession(answers=SEEN | {"differential": answer})))
    assert report.differential == ()


@pytest.mark.parametrize("protocol", ["skinflow", "skinspector", "hikari-caption", "skingpt-r1", "dermgemma", "hikari"])
def test_garbled_text_never_becomes_a_benign_label(protocol: str) -> None:
    session = ScriptedSession(answers={}, otherwise=GARBAGE, likelihood=favouring(nevi=0.99, naevus=0.99))
    labels = SIRIUS if protocol == "hikari" else ()
    report = run(protocol, ScriptedModel(session=session, labels=labels))
    assert report.differential == ()
    assert report.description.text == ""
    assert {finding.state for finding in report.findings} == {FindingState.NO_USABLE_ANSWER}


def test_skinspector_is_asked_with_its_own_words() -> None:
    session = ScriptedSession(answers=SEEN | {"differential": LIST})
    run("skinspector", ScriptedModel(session=session))
    assert session.asked[0].prompt == "Describe the image."


def test_no_context_of_other_diseases_is_put_before_a_photograph() -> None:
    prompts = [load_protocol("skinspector").system, load_protocol("skinspector").description.prompt]
    assert not any("carcinoma" in prompt for prompt in prompts)


# A model without a list under the standard protocol


def test_the_handbook_lends_its_conditions_and_the_report_says_so() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(melanoma=0.9))
    report = run("standard", ScriptedModel(session=session))
    _, options, scoring = session.scored[0]
    assert len(options) == len(handbook_conditions())
    assert scoring.without_prior
    assert names(report)[0] == "melanoma"
    (told,) = (limit for limit in report.limits if limit.kind is LimitKind.LENT_NAMES)
    assert told.parameters == {"count": str(len(handbook_conditions()))}


def test_without_list_and_library_nothing_is_ranked_and_the_report_says_why() -> None:
    report = run("standard", ScriptedModel(session=ScriptedSession(answers=SEEN)), library=False)
    assert report.differential == ()
    assert LimitKind.NO_NAMES in limits(report)


# SkinGPT-R1


THOUGHT = "<think>It is brown. It might be a mole.</think>\n<answer>A brown plaque. Final Answer: Seborrheic keratosis."


def test_thoughts_are_kept_apart_and_never_shown_as_they_grow() -> None:
    grown: list[str] = []

    def listen(event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown) and event.field is None:
            grown.append(event.text)

    session = ScriptedSession(answers=SEEN | {"description": THOUGHT, "differential": "1. Melanoma"})
    report = run("skingpt-r1", ScriptedModel(session=session), notify=listen)
    assert report.reasoning == "It is brown. It might be a mole."
    assert report.description.text == "A brown plaque. Final Answer: Seborrheic keratosis."
    assert not any("might" in text or "think" in text for text in grown)
    assert grown[-1] == report.description.text


def test_only_the_forms_own_fields_grow() -> None:
    grown: set[FindingField | None] = set()

    def listen(event: AnalysisEvent) -> None:
        if isinstance(event, TextGrown):
            grown.add(event.field)

    session = ScriptedSession(answers=SEEN | {"differential": LIST})
    run("skinflow", ScriptedModel(session=session), notify=listen)
    assert grown == {None, *(entry.field for entry in load_protocol("skinflow").questions)}


def test_the_final_answer_is_one_of_the_candidates() -> None:
    session = ScriptedSession(answers=SEEN | {"description": THOUGHT, "differential": "1. Melanoma"})
    report = run("skingpt-r1", ScriptedModel(session=session))
    assert {each.condition for each in report.differential} == {"seborrhoeic-keratosis", "melanoma"}


def test_skingpt_is_held_to_its_form() -> None:
    session = ScriptedSession(answers=SEEN | {"differential": LIST})
    run("skingpt-r1", ScriptedModel(session=session))
    assert '"<think>" [^<]+ "</think>"' in session.asked[0].grammar
    assert all("[^<" in question.grammar for question in session.asked if question.field != "differential")


def test_a_thought_without_an_answer_is_no_description() -> None:
    session = ScriptedSession(answers=SEEN | {"description": "<think>It may be anything", "differential": ""})
    report = run("skingpt-r1", ScriptedModel(session=session))
    assert report.description.text == ""
    assert report.reasoning == "It may be anything"


# DermGemma


def dermoscopy(**answers: str) -> Assessment:
    given = {name.replace("_", " "): answer for name, answer in answers.items()}
    session = ScriptedSession(answers=SEEN | given, likelihood=favouring(melanoma=0.5, benign_keratosis=0.4))
    return run("dermgemma", ScriptedModel(session=session))


def words(report: Assessment, field: FindingField) -> tuple[FindingWord, ...]:
    return next(finding.words for finding in report.findings if finding.field is field)


def test_arborizing_vessels_are_kept() -> None:
    report = dermoscopy(vessels="Arborizing.")
    assert words(report, FindingField.VESSELS) == (FindingWord.ARBORIZING,)


@pytest.mark.parametrize(
    "answer", ["unclear", "It cannot be told", "not applicable", "nothing certain, another picture"]
)
def test_unclear_is_not_no(answer: str) -> None:
    assert words(dermoscopy(pigment_network=answer), FindingField.PIGMENT_NETWORK) == ()


@pytest.mark.parametrize("answer", ["No.", "no", "There is no pigment network."])
def test_no_is_no(answer: str) -> None:
    assert words(dermoscopy(pigment_network=answer), FindingField.PIGMENT_NETWORK) == (FindingWord.NO,)


def test_yes_and_no_at_once_is_neither() -> None:
    assert words(dermoscopy(regression="yes, or perhaps no"), FindingField.REGRESSION) == ()


def test_red_stays_red() -> None:
    report = dermoscopy(colour="red, dark brown")
    assert words(report, FindingField.COLOUR) == (FindingWord.DARK_BROWN, FindingWord.RED)


def test_signs_of_keratosis_do_not_outrank_melanoma() -> None:
    assert names(dermoscopy(keratosis_signs="yes"))[0] == "melanoma"


def test_the_review_sees_the_observations_and_the_classification_too() -> None:
    session = ScriptedSession(answers=SEEN | {"vessels": "arborizing"}, likelihood=favouring(basal=0.9))
    run("dermgemma", ScriptedModel(session=session))
    review = next(question for question in session.asked if question.field == "description")
    assert "vessels: arborizing" in review.prompt
    assert "vessels: arborizing" in session.scored[0][0]


def test_seven_diagnoses_can_be_named() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(dermatofibroma=0.9))
    report = run("dermgemma", ScriptedModel(session=session))
    assert names(report)[0] == "dermatofibroma"
    assert len(report.closed_set) == 7


# Calibration


LABELS = (
    Label(text="melanoma", condition="melanoma", code="C43"),
    Label(text="melanocytic naevus", condition="melanocytic-naevus", code="D22"),
)
CALIBRATION = Calibration(
    temperature=2.0, n=631, date="2026-11-20", data="HAM10000", kind=PictureKind.DERMOSCOPIC, flag_from=0.2
)


def calibrated(
    protocol: str = "standard",
    *,
    pictures: int = 1,
    kind: PictureKind | None = PictureKind.DERMOSCOPIC,
    melanoma: float = 0.9,
) -> Assessment:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(melanoma=melanoma, naevus=1 - melanoma))
    model = ScriptedModel(session=session, labels=LABELS, calibration=CALIBRATION)
    return run(protocol, model, pictures=pictures, kind=kind)


def test_a_temperature_divides_the_log_likelihoods() -> None:
    report = calibrated()
    soft = math.sqrt(0.9) / (math.sqrt(0.9) + math.sqrt(0.1))
    assert [each.probability for each in report.differential] == pytest.approx([soft, 1 - soft])
    assert report.provenance.calibration == CALIBRATION


@pytest.mark.parametrize(("protocol", "pictures"), [("hikari", 1), ("standard", 2)])
def test_a_calibration_counts_only_for_what_it_was_measured_on(protocol: str, pictures: int) -> None:
    report = calibrated(protocol, pictures=pictures)
    assert {each.probability for each in report.differential} == {None}
    assert report.differential[0].share == pytest.approx(0.9)
    assert report.provenance.calibration is None


@pytest.mark.parametrize(
    ("kind", "limit"), [(PictureKind.CLOSE_UP, LimitKind.OTHER_KIND), (None, LimitKind.KIND_UNKNOWN)]
)
def test_outside_the_pictures_that_were_measured_there_are_only_words(
    kind: PictureKind | None, limit: LimitKind
) -> None:
    report, inside = calibrated(kind=kind), calibrated()
    assert {each.probability for each in report.differential} == {None}
    assert limit in limits(report)
    assert [each.share for each in report.differential] == [each.share for each in inside.differential]
    assert report.pictures[0].kind is kind
    assert not {LimitKind.OTHER_KIND, LimitKind.KIND_UNKNOWN} & {*limits(inside)}


def test_a_melanoma_that_is_ranked_second_is_flagged_from_the_models_own_share_on() -> None:
    soft = {share: math.sqrt(share) / (math.sqrt(share) + math.sqrt(1 - share)) for share in (0.1, 0.01)}
    assert soft[0.1] > CALIBRATION.flag_from > soft[0.01]  # type: ignore[operator]
    fired = [flag for flag in calibrated(melanoma=0.1).red_flags if flag.rule is RedFlagRule.NOT_EXCLUDED]
    assert [(flag.state, flag.diagnosis) for flag in fired] == [(FlagState.FIRED, "melanoma")]
    assert not [flag for flag in calibrated(melanoma=0.01).red_flags if flag.rule is RedFlagRule.NOT_EXCLUDED]


def test_without_a_calibration_there_is_no_probability() -> None:
    session = ScriptedSession(answers=SEEN, likelihood=favouring(melanoma=0.9, naevus=0.1))
    report = run("standard", ScriptedModel(session=session, labels=LABELS))
    assert {each.probability for each in report.differential} == {None}


@pytest.mark.parametrize(
    "fields", [{"temperature": 0.0, "n": 5}, {"temperature": -1.0, "n": 5}, {"temperature": 1.0, "n": 0}]
)
def test_a_calibration_that_makes_no_sense_is_refused(fields: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="temperature above 0"):
        Calibration(date="2026-11-20", data="HAM10000", kind=PictureKind.DERMOSCOPIC, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
def test_a_share_to_flag_from_lies_between_never_and_always(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(CALIBRATION, flag_from=share)
