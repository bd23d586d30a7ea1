"""An edited finding keeps the draft beside it, and may raise the urgency."""

from dataclasses import replace

from lentigo.analysis.revision import revise_finding
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Finding, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.provenance import ModelIdentity, Provenance
from lentigo.domain.red_flag import FlagState, RedFlagRule

FINDINGS = (
    Finding(field=FindingField.COLOUR, value="dark brown", words=(FindingWord.DARK_BROWN,)),
    Finding(field=FindingField.SHAPE, value="oval, symmetric", words=(FindingWord.OVAL, FindingWord.SYMMETRIC)),
)
ENCOUNTER = Encounter(history={**dict.fromkeys(History, False), History.OOZING: True})


def assessment(findings: tuple[Finding, ...] = FINDINGS) -> Assessment:
    model = ModelIdentity(
        id="", name="", licence="", notice="", quantization="", language_sha256="", projector_sha256="", verified=True
    )
    provenance = Provenance(
        app="", model=model, encoder="", library="", protocol="standard", prompts="", seed=0, parameters={}, runtime="",
        timings={},
    )  # fmt: skip
    return Assessment(
        id="A", created="", pictures=(), encounter=ENCOUNTER, description="", findings=findings, differential=(),
        red_flags=assess_red_flags(ENCOUNTER, findings, ()), citations=(), limits=(), provenance=provenance,
    )  # fmt: skip


def test_the_draft_stays_beside_the_clinicians_words() -> None:
    draft = assessment()
    colour = revise_finding(draft, draft, FindingField.COLOUR, "Blue-grey and black, not red").findings[0]
    assert colour.source is FindingSource.CLINICIAN
    assert colour.value == "Blue-grey and black, not red"
    assert colour.words == (FindingWord.BLACK, FindingWord.BLUE_GREY)
    assert colour.draft == FINDINGS[0]


def test_the_drafts_words_make_it_the_drafts_finding_again() -> None:
    draft = assessment()
    edited = revise_finding(draft, draft, FindingField.COLOUR, "black")
    assert revise_finding(draft, edited, FindingField.COLOUR, "dark brown") == draft


def test_an_edit_may_make_a_rule_fire() -> None:
    draft = assessment()
    assert draft.red_flags[0].state is not FlagState.FIRED
    edited = revise_finding(draft, draft, FindingField.SHAPE, "irregular")
    assert edited.red_flags[0].rule is RedFlagRule.SEVEN_POINT_CHECKLIST
    assert edited.red_flags[0].state is FlagState.FIRED


def test_an_edit_never_silences_a_rule_that_fired() -> None:
    irregular = replace(FINDINGS[1], value="irregular", words=(FindingWord.IRREGULAR,))
    draft = assessment((FINDINGS[0], irregular))
    assert draft.red_flags[0].state is FlagState.FIRED
    assert revise_finding(draft, draft, FindingField.SHAPE, "round").red_flags[0] == draft.red_flags[0]


def test_an_emptied_finding_is_not_assessed() -> None:
    draft = assessment()
    for text in ("", " ", "Not assessed"):
        colour = revise_finding(draft, draft, FindingField.COLOUR, text).findings[0]
        assert (colour.state, colour.value, colour.words) == (FindingState.NOT_ASSESSED, "", ())
        assert colour.draft == FINDINGS[0]


def test_the_words_for_no_answer_make_it_the_drafts_again() -> None:
    draft = assessment((Finding(field=FindingField.COLOUR, state=FindingState.NO_USABLE_ANSWER), FINDINGS[1]))
    edited = revise_finding(draft, draft, FindingField.COLOUR, "black")
    assert edited.findings[0].assessed
    assert revise_finding(draft, edited, FindingField.COLOUR, "no usable answer") == draft
