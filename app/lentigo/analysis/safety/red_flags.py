"""Red-flag rules. They only raise the urgency, and need what a photograph cannot show: the history.

Sources: NICE NG12 (suspected cancer, weighted seven-point checklist and skin cancer referral), and the handbook's
chapter on same-day emergencies. A question that was not asked leaves its rule "not assessed", never "no".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lentigo.analysis.answers import words_in
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.finding import Finding
from lentigo.domain.red_flag import FlagState, RedFlag, Urgency, pressing

EMERGENCIES = "Lentigo handbook, Red flags and same-day emergencies"
NG12 = "NICE NG12, suspected cancer: recognition and referral"
SEVERAL_COLOURS = 3  # from which a pigmented lesion's colour counts as irregular
REFERRAL_POINTS = 3  # of the seven-point checklist
PIGMENTS = ("black", "dark brown", "light brown", "brown", "tan", "blue-grey", "blue-gray", "blue", "grey", "gray")
OTHER_COLOURS = ("white", "red")  # that count where the lesion is pigmented


@dataclass(frozen=True, slots=True)
class Seen:
    """A word of a findings field, such as a blister."""

    field: str
    word: str


Fact = History | Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Fires when each group holds at least one true fact."""

    rule: str
    source: str
    urgency: Urgency
    groups: tuple[tuple[Fact, ...], ...]


BLISTER = Seen("lesion type", "blister")
RULES = (
    Rule(
        rule="Rash that does not fade when pressed, in an unwell patient",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.NON_BLANCHING,), (History.FEVER,)),
    ),
    Rule(
        rule="Possible severe drug reaction: sores in mouth, eyes or genitals",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.MUCOSA,), (History.NEW_MEDICINE, History.FEVER, BLISTER)),
    ),
    Rule(
        rule="Possible necrotising infection: severe pain and fast spread",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.PAIN,), (History.SPREADING, History.FEVER)),
    ),
    Rule(
        rule="Spreading skin infection in an unwell patient",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.SPREADING,), (History.FEVER,)),
    ),
    Rule(
        rule="Swollen face or trouble breathing",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.SWELLING,),),
    ),
    Rule(
        rule="Painful or blistering lesion on or near the eye",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((History.NEAR_EYE,), (History.PAIN, BLISTER)),
    ),
    Rule(
        rule="Many blisters",
        source=EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        groups=((BLISTER,), (Seen("number", "many"),)),
    ),
    Rule(
        rule="Growing nodule",
        source=NG12,
        urgency=Urgency.TWO_WEEKS,
        groups=((Seen("lesion type", "nodule"),), (History.SIZE_CHANGE, History.SPREADING)),
    ),
    Rule(
        rule="Numb patch: possible leprosy",
        source="WHO, Guidelines for the diagnosis, treatment and prevention of leprosy, 2018",
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
    findings: dict[str, Finding]

    def state(self, fact: Fact) -> bool | None:
        """True or False where it is known, None where nobody looked or asked."""
        if isinstance(fact, History):
            return self.encounter.history.get(fact)
        finding = self.findings.get(fact.field)
        return fact.word in finding.words if finding and finding.assessed else None


def assess_red_flags(
    encounter: Encounter, findings: Sequence[Finding], differential: Sequence[Candidate]
) -> tuple[RedFlag, ...]:
    """Every rule with its state; those that fired first, the most urgent on top."""
    facts = Facts(encounter=encounter, findings={finding.name: finding for finding in findings})
    flags = [seven_point_checklist(facts), *(_applied(rule, facts) for rule in RULES), *_first_ranked(differential)]
    return tuple(sorted(flags, key=pressing))


def seven_point_checklist(facts: Facts) -> RedFlag:
    """The weighted checklist for pigmented lesions: majors two points, minors one, referral from three (NICE NG12)."""
    points = _checklist_points(facts)
    scored = {name: value for name, (value, known) in points.items() if known and value}
    unknown = {name: value for name, (value, known) in points.items() if not known}
    total = sum(scored.values())
    if not _pigmented(facts):
        state, reason = FlagState.NOT_FIRED, "The lesion is not described as pigmented."
    elif total >= REFERRAL_POINTS:
        state, reason = FlagState.FIRED, f"{total} points: {', '.join(scored)}."
    elif total + sum(unknown.values()) >= REFERRAL_POINTS:
        state, reason = FlagState.NOT_ASSESSED, f"{total} points so far. Not asked: {', '.join(unknown)}."
    else:
        state, reason = FlagState.NOT_FIRED, f"{total} points, below {REFERRAL_POINTS}."
    rule = "Weighted seven-point checklist for pigmented lesions"
    return RedFlag(rule=rule, source=NG12, urgency=Urgency.TWO_WEEKS, state=state, reason=reason)


def _checklist_points(facts: Facts) -> dict[str, tuple[int, bool]]:
    """Item -> its points (where it is unknown: those it could bring), and whether it is known."""
    shape = facts.findings.get("shape")
    colours = len(_colours(facts, (*PIGMENTS, *OTHER_COLOURS)))
    irregular_shape = bool(shape and {"irregular", "asymmetric"}.intersection(shape.words))
    items = {
        "change in size": (2, facts.state(History.SIZE_CHANGE)),
        "irregular shape": (2, irregular_shape or facts.state(History.SHAPE_CHANGE)),
        "irregular colour": (2, colours >= SEVERAL_COLOURS or facts.state(History.COLOUR_CHANGE)),
        "7 mm or more": (1, facts.state(History.LARGE)),
        "inflammation": (1, facts.state(History.INFLAMED)),
        "oozing": (1, facts.state(History.OOZING)),
        "change in feeling": (1, facts.state(History.ITCH)),
    }
    return {name: (0 if known is False else value, known is not None) for name, (value, known) in items.items()}


def _pigmented(facts: Facts) -> bool:
    """Unless the colours were seen and none is a pigment's."""
    colour = facts.findings.get("colour")
    return not (colour and colour.words) or bool(_colours(facts, PIGMENTS))


def _colours(facts: Facts, names: tuple[str, ...]) -> set[str]:
    """Those of the names that the colour says, in the form's vocabulary or outside it, such as plain brown."""
    colour = facts.findings.get("colour")
    return {*words_in(colour.value, names), *set(names).intersection(colour.words)} if colour else set()


def _applied(rule: Rule, facts: Facts) -> RedFlag:
    """Three-valued logic over the groups: a group is true with one true fact, false when all are false."""
    groups = [[facts.state(fact) for fact in group] for group in rule.groups]
    values = [True if True in group else (False if None not in group else None) for group in groups]
    if all(values):
        state = FlagState.FIRED
    elif False in values:
        state = FlagState.NOT_FIRED
    else:
        state = FlagState.NOT_ASSESSED
    return RedFlag(
        rule=rule.rule, source=rule.source, urgency=rule.urgency, state=state, reason=_reason(rule, facts, state)
    )


def _reason(rule: Rule, facts: Facts, state: FlagState) -> str:
    every = [fact for group in rule.groups for fact in group]
    true = [_named(fact) for fact in every if facts.state(fact)]
    unknown = [_named(fact) for fact in every if facts.state(fact) is None]
    if state is FlagState.FIRED:
        return f"Present: {', '.join(true)}."
    if state is FlagState.NOT_ASSESSED:
        return f"Not known: {', '.join(unknown)}."
    return "Its signs were asked or looked for and are absent."


def _named(fact: Fact) -> str:
    return fact.value if isinstance(fact, History) else f"{fact.field}: {fact.word}"


def _first_ranked(differential: Sequence[Candidate]) -> list[RedFlag]:
    """A dangerous condition that the model ranks first is a reason to act; its absence is none to wait."""
    return [
        RedFlag(
            rule=f"The model ranks {candidate.label} first",
            source="Precaution of this program; see the handbook's chapter on the condition",
            urgency=FIRST_RANKED[candidate.condition],
            state=FlagState.FIRED,
            reason="A draft by a model, from a photograph alone.",
        )
        for candidate in differential[:1]
        if candidate.condition in FIRST_RANKED and candidate.likelihood is not Likelihood.CANNOT_EXCLUDE
    ]
