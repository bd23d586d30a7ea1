"""Red-flag rules. They only raise the urgency, and need what a photograph cannot show: the history.

Sources: NICE NG12 (suspected cancer, weighted seven-point checklist and skin cancer referral), and the handbook's
chapter on same-day emergencies. A question that was not asked leaves its rule "not assessed", never "no".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lentigo.analysis.answers import words_in
from lentigo.analysis.model_words import WORDS
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord
from lentigo.domain.red_flag import (
    REFERRAL_POINTS,
    ChecklistItem,
    FlagState,
    Reason,
    ReasonKind,
    RedFlag,
    RedFlagRule,
    RuleSource,
    Urgency,
    pressing,
)

SEVERAL_COLOURS = 3  # from which a pigmented lesion's colour counts as irregular
# As models and clinicians write them; some stand in no form's vocabulary.
PIGMENTS = ("black", "dark brown", "light brown", "brown", "tan", "blue-grey", "blue-gray", "blue", "grey", "gray")
OTHER_COLOURS = ("white", "red")  # that count where the lesion is pigmented
IRREGULAR_SHAPES = frozenset({FindingWord.IRREGULAR, FindingWord.ASYMMETRIC})

Sign = History | Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Fires when each group holds at least one sign that is present."""

    id: RedFlagRule
    source: RuleSource
    urgency: Urgency
    groups: tuple[tuple[Sign, ...], ...]


BLISTER = Feature(field=FindingField.LESION_TYPE, words=(FindingWord.BLISTER,))
NODULE = Feature(field=FindingField.LESION_TYPE, words=(FindingWord.NODULE,))
MANY = Feature(field=FindingField.NUMBER, words=(FindingWord.MANY,))
RULES = (
    Rule(
        id=RedFlagRule.NON_BLANCHING_RASH,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.NON_BLANCHING,), (History.FEVER,)),
    ),
    Rule(
        id=RedFlagRule.DRUG_REACTION,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.MUCOSA,), (History.NEW_MEDICINE, History.FEVER, BLISTER)),
    ),
    Rule(
        id=RedFlagRule.NECROTISING_INFECTION,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.PAIN,), (History.SPREADING, History.FEVER)),
    ),
    Rule(
        id=RedFlagRule.SPREADING_INFECTION,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.SPREADING,), (History.FEVER,)),
    ),
    Rule(
        id=RedFlagRule.SWOLLEN_FACE,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.SWELLING,),),
    ),
    Rule(
        id=RedFlagRule.NEAR_EYE,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.NEAR_EYE,), (History.PAIN, BLISTER)),
    ),
    Rule(
        id=RedFlagRule.MANY_BLISTERS,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((BLISTER,), (MANY,)),
    ),
    Rule(
        id=RedFlagRule.GROWING_NODULE,
        source=RuleSource.NICE_NG12,
        urgency=Urgency.TWO_WEEKS,
        groups=((NODULE,), (History.SIZE_CHANGE, History.SPREADING)),
    ),
    Rule(
        id=RedFlagRule.NUMB_PATCH,
        source=RuleSource.WHO_LEPROSY,
        urgency=Urgency.SOON,
        groups=((History.NUMB,),),
    ),
)

# Condition of the handbook -> how fast a first-ranked one is to be seen, whatever the photograph's likelihoods.
FIRST_RANKED = {
    "melanoma": Urgency.TWO_WEEKS,
    "squamous-cell-carcinoma": Urgency.TWO_WEEKS,
    "stevens-johnson-syndrome": Urgency.SAME_DAY,
    "cellulitis": Urgency.SAME_DAY,
    "basal-cell-carcinoma": Urgency.SOON,
    "kaposi-sarcoma": Urgency.SOON,
    "leprosy": Urgency.SOON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about the patient, from history and findings."""

    encounter: Encounter
    findings: dict[FindingField, Finding]

    def state(self, sign: Sign) -> bool | None:
        """Whether the sign is present, None where nobody looked or asked."""
        if isinstance(sign, History):
            return self.encounter.history.get(sign)
        finding = self.findings.get(sign.field)
        return any(word in finding.words for word in sign.words) if finding and finding.assessed else None


def assess_red_flags(
    encounter: Encounter, findings: Sequence[Finding], differential: Sequence[Candidate]
) -> tuple[RedFlag, ...]:
    """Every rule with its state; those that fired first, the most urgent on top."""
    facts = Facts(encounter=encounter, findings={finding.field: finding for finding in findings})
    flags = [seven_point_checklist(facts), *(_applied(rule, facts) for rule in RULES), *_first_ranked(differential)]
    return tuple(sorted(flags, key=pressing))


def seven_point_checklist(facts: Facts) -> RedFlag:
    """The weighted checklist for pigmented lesions: majors two points, minors one, referral from three (NICE NG12)."""
    points = _checklist_points(facts)
    scored = {item: value for item, (value, known) in points.items() if known and value}
    unknown = {item: value for item, (value, known) in points.items() if not known}
    total = sum(scored.values())
    if not _pigmented(facts):
        state, reason = FlagState.NOT_FIRED, Reason(kind=ReasonKind.NOT_PIGMENTED)
    elif total >= REFERRAL_POINTS:
        state = FlagState.FIRED
        reason = Reason(kind=ReasonKind.POINTS_REACHED, items=tuple(scored), points=total)
    elif total + sum(unknown.values()) >= REFERRAL_POINTS:
        state = FlagState.NOT_ASSESSED
        reason = Reason(kind=ReasonKind.POINTS_OPEN, items=tuple(unknown), points=total)
    else:
        state, reason = FlagState.NOT_FIRED, Reason(kind=ReasonKind.POINTS_BELOW, points=total)
    return RedFlag(
        rule=RedFlagRule.SEVEN_POINT_CHECKLIST,
        source=RuleSource.NICE_NG12,
        urgency=Urgency.TWO_WEEKS,
        state=state,
        reason=reason,
    )


def _checklist_points(facts: Facts) -> dict[ChecklistItem, tuple[int, bool]]:
    """Item -> its points (where it is unknown: those it could bring), and whether it is known."""
    shape = facts.findings.get(FindingField.SHAPE)
    colours = len(_colours(facts, (*PIGMENTS, *OTHER_COLOURS)))
    irregular_shape = bool(shape and IRREGULAR_SHAPES.intersection(shape.words))
    items = {
        ChecklistItem.SIZE: (2, facts.state(History.SIZE_CHANGE)),
        ChecklistItem.SHAPE: (2, irregular_shape or facts.state(History.SHAPE_CHANGE)),
        ChecklistItem.COLOUR: (2, colours >= SEVERAL_COLOURS or facts.state(History.COLOUR_CHANGE)),
        ChecklistItem.LARGE: (1, facts.state(History.LARGE)),
        ChecklistItem.INFLAMMATION: (1, facts.state(History.INFLAMED)),
        ChecklistItem.OOZING: (1, facts.state(History.OOZING)),
        ChecklistItem.FEELING: (1, facts.state(History.ITCH)),
    }
    return {item: (0 if known is False else value, known is not None) for item, (value, known) in items.items()}


def _pigmented(facts: Facts) -> bool:
    """Unless the colours were seen and none is a pigment's."""
    colour = facts.findings.get(FindingField.COLOUR)
    return not (colour and colour.words) or bool(_colours(facts, PIGMENTS))


def _colours(facts: Facts, names: tuple[str, ...]) -> set[str]:
    """Those of the names that the colour says, in the form's vocabulary or outside it, such as plain brown."""
    colour = facts.findings.get(FindingField.COLOUR)
    if not colour:
        return set()
    return {*words_in(colour.value, names), *set(names).intersection(WORDS[word] for word in colour.words)}


def _applied(rule: Rule, facts: Facts) -> RedFlag:
    """Three-valued logic over the groups: a group is true with one true sign, false when all are false."""
    groups = [[facts.state(sign) for sign in group] for group in rule.groups]
    values = [True if True in group else (False if None not in group else None) for group in groups]
    signs = {sign: facts.state(sign) for group in rule.groups for sign in group}
    if all(values):
        state, reason = FlagState.FIRED, Reason(kind=ReasonKind.PRESENT, signs=_in_state(True, signs))
    elif False in values:
        state, reason = FlagState.NOT_FIRED, Reason(kind=ReasonKind.ABSENT)
    else:
        state, reason = FlagState.NOT_ASSESSED, Reason(kind=ReasonKind.NOT_KNOWN, signs=_in_state(None, signs))
    return RedFlag(rule=rule.id, source=rule.source, urgency=rule.urgency, state=state, reason=reason)


def _in_state(wanted: bool | None, signs: Mapping[Sign, bool | None]) -> tuple[Sign, ...]:
    return tuple(sign for sign, state in signs.items() if state is wanted)


def _first_ranked(differential: Sequence[Candidate]) -> list[RedFlag]:
    """A dangerous condition that the model ranks first is a reason to act; its absence is none to wait."""
    return [
        RedFlag(
            rule=RedFlagRule.FIRST_RANKED,
            source=RuleSource.PRECAUTION,
            urgency=FIRST_RANKED[candidate.condition],
            state=FlagState.FIRED,
            reason=Reason(kind=ReasonKind.RANKED_BY_MODEL),
            diagnosis=candidate.label,
        )
        for candidate in differential[:1]
        if candidate.condition in FIRST_RANKED and candidate.likelihood is not Likelihood.CANNOT_EXCLUDE
    ]
