"""What the clinician changes keeps the draft beside it, and takes along all that follows from it."""

from dataclasses import replace

from handbook_conditions import handbook_conditions

from lentigo.analysis.calibration import domain_limits
from lentigo.analysis.reasons import agreements
from lentigo.analysis.revision import (
    accept_candidate,
    accept_finding,
    add_candidate,
    move_candidate,
    reassess,
    remove_candidate,
    retell_kind,
    revise_description,
    revise_finding,
)
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.analysis.stages.differentiate import likelihood
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Feature, Finding, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.limit import LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import Calibration, ModelIdentity, Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import ChecklistItem, FlagState, RedFlag, RedFlagRule, Urgency
from lentigo.domain.wording.finding import finding_text
from lentigo.language import speaking

FINDINGS = (
    Finding(field=FindingField.COLOUR, value="dark brown", words=(FindingWord.DARK_BROWN,)),
    Finding(field=FindingField.SHAPE, value="oval, symmetric", words=(FindingWord.OVAL, FindingWord.SYMMETRIC)),
)
ENCOUNTER = Encounter(history={**dict.fromkeys(History, False), History.OOZING: True})


PROSE = "An oval, symmetric flat spot in dark brown."
IRREGULAR = Feature(field=FindingField.SHAPE, words=(FindingWord.IRREGULAR, FindingWord.ASYMMETRIC))
SYMMETRIC = Feature(field=FindingField.SHAPE, words=(FindingWord.SYMMETRIC,))
CALIBRATION = Calibration(
    temperature=1.0, n=9, date="2026-11-30", data="moles", kind=PictureKind.DERMOSCOPIC, flag_from=0.2
)


def candidate(rank: int, condition: str, share: float, **more: object) -> Candidate:
    known = {"rank": rank, "label": condition, "code": "", "condition": condition, "share": share}
    return Candidate(likelihood=likelihood(rank, share), **(known | more))  # type: ignore[arg-type]


def differential(findings: tuple[Finding, ...]) -> tuple[Candidate, ...]:
    melanoma = candidate(
        2, "melanoma", 0.08, urgency=Urgency.TWO_WEEKS, typical=(IRREGULAR,), untypical=(SYMMETRIC,),
        support=agreements(findings, (IRREGULAR,)), against=agreements(findings, (SYMMETRIC,)),
    )  # fmt: skip
    naevus = candidate(
        1, "melanocytic-naevus", 0.8, typical=(SYMMETRIC,), untypical=(IRREGULAR,),
        support=agreements(findings, (SYMMETRIC,)), against=agreements(findings, (IRREGULAR,)),
    )  # fmt: skip
    return naevus, melanoma, candidate(3, "dermatofibroma", 0.05)


def picture(kind: PictureKind | None = None) -> PictureRecord:
    return PictureRecord(
        sha256="0" * 64, format="JPEG", captured=None, metadata_removed=(), width=9, height=9, quality=ImageQuality(),
        kind=kind,
    )  # fmt: skip


def assessment(findings: tuple[Finding, ...] = FINDINGS, encounter: Encounter = ENCOUNTER) -> Assessment:
    model = ModelIdentity(
        id="", name="", licence="", notice="", quantization="", language_sha256="", projector_sha256="", verified=True
    )
    provenance = Provenance(
        app="", model=model, encoder="", library="", protocol="standard", prompts="", seed=0, parameters={}, runtime="",
        timings={}, calibration=CALIBRATION,
    )  # fmt: skip
    ranking = differential(findings)
    return Assessment(
        id="A", created="", pictures=(picture(),), encounter=encounter, description=Description(text=PROSE),
        findings=findings, differential=ranking, red_flags=assess_red_flags(encounter, findings, ranking),
        citations=(), limits=domain_limits((picture(),), CALIBRATION), provenance=provenance,
    )  # fmt: skip


def checklist(report: Assessment) -> RedFlag:
    return next(flag for flag in report.red_flags if flag.rule is RedFlagRule.SEVEN_POINT_CHECKLIST)


def named(report: Assessment, label: str) -> Candidate:
    return next(each for each in report.differential if each.label == label)


def test_the_draft_stays_beside_the_clinicians_words() -> None:
    draft = assessment()
    colour = revise_finding(draft, FindingField.COLOUR, "Blue-grey and black, not red").findings[0]
    assert colour.source is FindingSource.CLINICIAN
    assert colour.value == "Blue-grey and black, not red"
    assert colour.words == (FindingWord.BLACK, FindingWord.BLUE_GREY)
    assert colour.draft == FINDINGS[0]


def test_the_drafts_words_make_it_the_drafts_finding_again() -> None:
    draft = assessment()
    edited = revise_finding(draft, FindingField.COLOUR, "black")
    assert revise_finding(edited, FindingField.COLOUR, "dark brown") == draft


def test_an_edit_may_make_a_rule_fire() -> None:
    draft = assessment()
    assert draft.red_flags[0].state is not FlagState.FIRED
    edited = revise_finding(draft, FindingField.SHAPE, "irregular")
    assert edited.red_flags[0].rule is RedFlagRule.SEVEN_POINT_CHECKLIST
    assert edited.red_flags[0].state is FlagState.FIRED


def test_an_edit_never_silences_a_rule_that_fired() -> None:
    irregular = replace(FINDINGS[1], value="irregular", words=(FindingWord.IRREGULAR,))
    draft = assessment((FINDINGS[0], irregular))
    assert checklist(draft).state is FlagState.FIRED
    assert not checklist(draft).before_edits
    edited = revise_finding(draft, FindingField.SHAPE, "round")
    assert checklist(edited) == replace(checklist(draft), before_edits=True)
    assert revise_finding(edited, FindingField.SHAPE, "irregular") == draft


def test_an_emptied_finding_is_not_assessed() -> None:
    draft = assessment()
    for text in ("", " ", "Not assessed"):
        colour = revise_finding(draft, FindingField.COLOUR, text).findings[0]
        assert (colour.state, colour.value, colour.words) == (FindingState.NOT_ASSESSED, "", ())
        assert colour.draft == FINDINGS[0]


def test_the_words_for_no_answer_make_it_the_drafts_again() -> None:
    draft = assessment((Finding(field=FindingField.COLOUR, state=FindingState.NO_USABLE_ANSWER), FINDINGS[1]))
    edited = revise_finding(draft, FindingField.COLOUR, "black")
    assert edited.findings[0].assessed
    assert revise_finding(edited, FindingField.COLOUR, "no usable answer") == draft


def test_a_corrected_shape_takes_reasons_points_and_the_mark_on_the_prose_along() -> None:
    """The prose and the reasons once said symmetric, and the checklist five points, beside a corrected shape."""
    changed = {History.SIZE_CHANGE: True, History.OOZING: True, History.ITCH: True, History.LARGE: True}
    draft = assessment(encounter=Encounter(history={**dict.fromkeys(History, False), **changed}))
    assert checklist(draft).reason.points == 5
    edited = revise_finding(draft, FindingField.SHAPE, "irregular, asymmetric")
    assert checklist(edited).reason.points == 7
    assert ChecklistItem.SHAPE in checklist(edited).reason.items
    assert not checklist(edited).before_edits
    melanoma, naevus = named(edited, "melanoma"), named(edited, "melanocytic-naevus")
    assert (melanoma.support, melanoma.against) == ((IRREGULAR,), ())
    assert (naevus.support, naevus.against) == ((), (IRREGULAR,))
    assert edited.description == Description(text=PROSE, outdated=(FindingField.SHAPE,))
    assert revise_finding(edited, FindingField.SHAPE, "oval, symmetric") == draft


def test_words_of_the_users_language_are_words_for_rules() -> None:
    with speaking("es"):
        shape = revise_finding(assessment(), FindingField.SHAPE, "Irregular; asimétrica").findings[1]
        negated = revise_finding(assessment(), FindingField.SHAPE, "nada irregular").findings[1]

        assert finding_text(shape) == "irregular, asimétrica"

    assert (shape.value, shape.words) == ("irregular, asymmetric", (FindingWord.IRREGULAR, FindingWord.ASYMMETRIC))
    assert (negated.value, negated.words) == ("nada irregular", ())


def test_an_edit_that_the_prose_does_not_contradict_leaves_it_unmarked() -> None:
    edited = revise_finding(assessment(), FindingField.COLOUR, "dark brown and black")
    assert edited.description.outdated == ()


def test_the_clinicians_prose_keeps_the_models_beside_it() -> None:
    edited = revise_finding(assessment(), FindingField.SHAPE, "irregular")
    written = revise_description(edited, "An irregular spot. ")
    assert written.description == Description(text="An irregular spot.", source=FindingSource.CLINICIAN, draft=PROSE)
    assert revise_finding(written, FindingField.COLOUR, "black").description == written.description
    assert revise_description(written, PROSE) == edited


def test_answers_raise_and_lower_flags_without_the_model() -> None:
    draft = assessment(encounter=Encounter())
    assert not [flag for flag in draft.red_flags if flag.state is FlagState.FIRED]
    ill = Encounter(history={History.FEVER: True, History.NON_BLANCHING: True})
    answered = reassess(draft, ill)
    assert answered.encounter == ill
    assert answered.red_flags[0].rule is RedFlagRule.NON_BLANCHING_RASH
    assert answered.red_flags[0].state is FlagState.FIRED
    assert reassess(answered, Encounter()) == draft
    assert reassess(draft, draft.encounter) is draft


def test_a_moved_candidate_keeps_the_models_rank_beside_its_own() -> None:
    draft = assessment()
    moved = move_candidate(draft, "melanoma", 1)
    assert [(each.label, each.rank, each.drafted_rank) for each in moved.differential] == [
        ("melanoma", 1, 2),
        ("melanocytic-naevus", 2, 1),
        ("dermatofibroma", 3, None),
    ]
    assert move_candidate(moved, "melanoma", 2) == draft
    assert move_candidate(draft, "dermatofibroma", 9) == draft


def test_a_removed_candidate_is_kept_as_removed_and_can_come_back() -> None:
    draft = assessment()
    removed = remove_candidate(draft, "melanoma")
    assert [(each.label, each.rank) for each in removed.differential] == [
        ("melanocytic-naevus", 1),
        ("dermatofibroma", 2),
    ]
    assert removed.removed == (named(draft, "melanoma"),)
    back = add_candidate(removed, " Melanoma ")
    assert [each.label for each in back.differential] == ["melanocytic-naevus", "dermatofibroma", "melanoma"]
    assert back.removed == ()
    assert move_candidate(back, "melanoma", 2) == draft


def test_a_flag_that_a_removed_candidate_raised_stays_and_says_so() -> None:
    likely = replace(assessment(), differential=(candidate(1, "melanoma", 0.9, urgency=Urgency.TWO_WEEKS),))
    removed = remove_candidate(likely, "melanoma")
    (flag,) = (flag for flag in removed.red_flags if flag.diagnosis)
    assert (flag.state, flag.diagnosis, flag.before_edits) == (FlagState.FIRED, "melanoma", True)


def test_a_candidate_that_the_clinician_added_or_accepted_is_flagged() -> None:
    draft = assessment()
    assert not [flag for flag in draft.red_flags if flag.diagnosis]
    accepted = accept_candidate(draft, "melanoma")
    assert named(accepted, "melanoma").accepted
    assert [flag.diagnosis for flag in accepted.red_flags if flag.diagnosis] == ["melanoma"]
    assert accept_candidate(accepted, "melanoma", accepted=False) == draft
    added = add_candidate(draft, "Squamous cell carcinoma")
    own = added.differential[-1]
    assert (own.rank, own.source, own.probability) == (4, FindingSource.CLINICIAN, None)
    assert [flag.diagnosis for flag in added.red_flags if flag.diagnosis] == ["Squamous cell carcinoma"]
    assert add_candidate(added, "squamous cell  carcinoma") == added
    assert remove_candidate(added, "Squamous cell carcinoma") == draft


def test_the_kind_of_picture_decides_over_percentages() -> None:
    draft = assessment()
    assert [limit.kind for limit in draft.limits] == [LimitKind.KIND_UNKNOWN]
    dermoscopic = retell_kind(draft, 0, PictureKind.DERMOSCOPIC)
    assert [each.probability for each in dermoscopic.differential] == [0.8, 0.08, 0.05]
    assert dermoscopic.limits == ()
    close_up = retell_kind(dermoscopic, 0, PictureKind.CLOSE_UP)
    assert {each.probability for each in close_up.differential} == {None}
    assert [limit.kind for limit in close_up.limits] == [LimitKind.OTHER_KIND]
    assert close_up.pictures[0].kind_told


def test_a_share_that_was_measured_on_dermoscopy_flags_there_and_what_is_possible_elsewhere() -> None:
    naevus = candidate(1, "melanocytic-naevus", 0.85)
    unsure = replace(assessment(), differential=(naevus, candidate(2, "melanoma", 0.15, urgency=Urgency.TWO_WEEKS)))
    flagged = {
        kind: [flag.diagnosis for flag in retell_kind(unsure, 0, kind).red_flags if flag.diagnosis]
        for kind in PictureKind
    }
    assert flagged[PictureKind.DERMOSCOPIC] == []
    assert flagged[PictureKind.CLOSE_UP] == flagged[PictureKind.OVERVIEW] == ["melanoma"]


def test_a_finding_is_accepted_until_its_words_change() -> None:
    draft = assessment()
    agreed = accept_finding(draft, FindingField.COLOUR)
    assert [finding.accepted for finding in agreed.findings] == [True, False]
    assert accept_finding(agreed, FindingField.COLOUR, accepted=False) == draft
    edited = revise_finding(agreed, FindingField.COLOUR, "black")
    assert not edited.findings[0].accepted
    assert revise_finding(edited, FindingField.COLOUR, "dark brown") == draft


def test_a_rejected_finding_is_not_assessed_and_its_draft_stays() -> None:
    rejected = revise_finding(assessment(), FindingField.COLOUR, "").findings[0]
    assert (rejected.state, rejected.words) == (FindingState.NOT_ASSESSED, ())
    assert rejected.draft == FINDINGS[0]


def test_a_condition_of_the_handbook_brings_its_code_and_reasons() -> None:
    condition = next(each for each in handbook_conditions() if each.id == "seborrhoeic-keratosis")
    added = add_candidate(assessment(), "seborrheic  keratoses", condition).differential[-1]
    assert (added.label, added.code, added.condition) == ("seborrheic keratoses", condition.icd10, condition.id)
    assert added.source is FindingSource.CLINICIAN
    assert added.typical
    assert added.support == agreements(FINDINGS, added.typical)


def test_a_diagnosis_is_not_added_twice_under_another_name() -> None:
    melanoma = next(each for each in handbook_conditions() if each.id == "melanoma")
    draft = assessment()
    assert add_candidate(draft, "malignant melanoma", melanoma) == draft
    back = add_candidate(remove_candidate(draft, "melanoma"), "malignant melanoma", melanoma)
    assert back.differential[-1].source is FindingSource.MODEL
    assert not back.removed
