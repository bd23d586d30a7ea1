"""Red-flag rules. They only raise the urgency, and need what a photograph cannot show: the history.

Sources: NICE NG12 (suspected cancer, weighted seven-point checklist and skin cancer referral), and the handbook's
chapter on same-day emergencies. A question that was not asked leaves its rule "not assessed", never "no".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lentigo.analysis.answers import words_in
from lentigo.analysis.model_words import WORDS
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Feature, Finding, FindingField, FindingSource, FindingWord
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
    encounter: Encounter,
    findings: Sequence[Finding],
    differential: Sequence[Candidate],
    flag_from: float | None = None,
) -> tuple[RedFlag, ...]:
    """Every rule with its state; those that fired first, the most urgent on top. `flag_from` as in `unlikely`."""
    facts = Facts(encounter=encounter, findings={finding.field: finding for finding in findings})
    rules = (_applied(rule, facts) for rule in RULES)
    flags = [seven_point_checklist(facts), *rules, *_ranked(differential, flag_from)]
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
    groups = [{sign: facts.state(sign) for sign in group} for group in rule.groups]
    values = [True if True in group.values() else (None if None in group.values() else False) for group in groups]
    if all(values):
        state, reason = FlagState.FIRED, Reason(kind=ReasonKind.PRESENT, signs=_in_state(True, groups))
    elif False in values:
        state, reason = FlagState.NOT_FIRED, Reason(kind=ReasonKind.ABSENT)
    else:
        undecided = [group for group, value in zip(groups, values, strict=True) if value is None]
        state, reason = FlagState.NOT_ASSESSED, Reason(kind=ReasonKind.NOT_KNOWN, signs=_in_state(None, undecided))
    return RedFlag(rule=rule.id, source=rule.source, urgency=rule.urgency, state=state, reason=reason)


def _in_state(wanted: bool | None, groups: Sequence[Mapping[Sign, bool | None]]) -> tuple[Sign, ...]:
    return tuple(dict.fromkeys(sign for group in groups for sign, state in group.items() if state is wanted))


def _ranked(differential: Sequence[Candidate], flag_from: float | None) -> Iterator[RedFlag]:
    """A diagnosis that must not be missed and is not unlikely enough; that none is in the list is no reason to wait."""
    for candidate in differential:
        if candidate.urgency and (_clinicians(candidate) or not unlikely(candidate, flag_from)):
            yield RedFlag(
                rule=RedFlagRule.FIRST_RANKED if candidate.rank == 1 else RedFlagRule.NOT_EXCLUDED,
                source=RuleSource.PRECAUTION,
                urgency=candidate.urgency,
                state=FlagState.FIRED,
                reason=Reason(kind=_why_ranked(candidate, flag_from)),
                diagnosis=candidate.label,
            )


def unlikely(candidate: Candidate, flag_from: float | None) -> bool:
    """Whether the model holds it for less likely than what is flagged.

    `flag_from` is a calibrated model's own share to flag from. Without one, a candidate is flagged that is possible.
    """
    if flag_from is None:
        return candidate.likelihood is Likelihood.CANNOT_EXCLUDE
    return candidate.share < flag_from


def _clinicians(candidate: Candidate) -> bool:
    """Whether the clinician added or accepted it."""
    return candidate.accepted or candidate.source is FindingSource.CLINICIAN


def _why_ranked(candidate: Candidate, flag_from: float | None) -> ReasonKind:
    if candidate.source is FindingSource.CLINICIAN or unlikely(candidate, flag_from):
        return ReasonKind.NAMED_BY_CLINICIAN
    return ReasonKind.RANKED_BY_MODEL if candidate.original_rank == 1 else ReasonKind.NOT_UNLIKELY
