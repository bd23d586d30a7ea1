"""Red flags in words."""

from collections.abc import Callable

from lentigo.domain.encounter import History
from lentigo.domain.finding import Feature
from lentigo.domain.red_flag import (
    REFERRAL_POINTS,
    ChecklistItem,
    Reason,
    ReasonKind,
    RedFlag,
    RedFlagRule,
    RuleSource,
    Urgency,
)
from lentigo.domain.wording.encounter import HISTORY
from lentigo.domain.wording.finding import feature_text
from lentigo.language import deferred, translate

RULES = {
    RedFlagRule.SEVEN_POINT_CHECKLIST: deferred("Weighted seven-point checklist for pigmented lesions"),
    RedFlagRule.NON_BLANCHING_RASH: deferred("Rash that does not fade when pressed, in an unwell patient"),
    RedFlagRule.DRUG_REACTION: deferred("Possible severe drug reaction: sores in mouth, eyes or genitals"),
    RedFlagRule.NECROTISING_INFECTION: deferred("Possible necrotising infection: severe pain and fast spread"),
    RedFlagRule.SPREADING_INFECTION: deferred("Spreading skin infection in an unwell patient"),
    RedFlagRule.SWOLLEN_FACE: deferred("Swollen face or trouble breathing"),
    RedFlagRule.NEAR_EYE: deferred("Painful or blistering lesion on or near the eye"),
    RedFlagRule.MANY_BLISTERS: deferred("Many blisters"),
    RedFlagRule.GROWING_NODULE: deferred("Growing nodule"),
    RedFlagRule.NUMB_PATCH: deferred("Numb patch: possible leprosy"),
    RedFlagRule.FIRST_RANKED: deferred("Ranked first: {diagnosis}"),
    RedFlagRule.NOT_EXCLUDED: deferred("Cannot exclude {diagnosis}: have it seen"),
}
RULE_SOURCES = {
    RuleSource.HANDBOOK_EMERGENCIES: deferred("Lentigo handbook, Red flags and same-day emergencies"),
    RuleSource.NICE_NG12: deferred("NICE NG12, suspected cancer: recognition and referral"),
    RuleSource.WHO_LEPROSY: deferred("WHO, Guidelines for the diagnosis, treatment and prevention of leprosy, 2018"),
    RuleSource.PRECAUTION: deferred("Precaution of this program; see the handbook's chapter on the condition"),
}
URGENCIES = {
    # TRANSLATORS: how fast to act
    Urgency.SAME_DAY: deferred("same day"),
    Urgency.TWO_WEEKS: deferred("within two weeks"),
    Urgency.SOON: deferred("soon"),
}
CHECKLIST = {
    ChecklistItem.SIZE: deferred("change in size"),
    ChecklistItem.SHAPE: deferred("irregular shape"),
    ChecklistItem.COLOUR: deferred("irregular colour"),
    ChecklistItem.LARGE: deferred("7 mm or more"),
    ChecklistItem.INFLAMMATION: deferred("inflammation"),
    ChecklistItem.OOZING: deferred("oozing"),
    ChecklistItem.FEELING: deferred("change in feeling"),
}
REASONS = {
    ReasonKind.PRESENT: deferred("Present: {signs}."),
    ReasonKind.NOT_KNOWN: deferred("Not known: {signs}."),
    ReasonKind.ABSENT: deferred("Its signs were asked or looked for and are absent."),
    ReasonKind.POINTS_REACHED: deferred("Points: {points} ({items})."),
    ReasonKind.POINTS_OPEN: deferred("Points so far: {points}. Not asked: {items}."),
    ReasonKind.POINTS_BELOW: deferred("Points: {points}, fewer than the {needed} needed."),
    ReasonKind.NOT_PIGMENTED: deferred("The lesion is not described as pigmented."),
    ReasonKind.RANKED_BY_MODEL: deferred("A draft by a model, from a photograph alone."),
    ReasonKind.NOT_UNLIKELY: deferred(
        "The model, from a photograph alone, does not find it unlikely enough to leave out."
    ),
    ReasonKind.NAMED_BY_CLINICIAN: deferred("Added or accepted by the clinician."),
}
BEFORE_EDITS = deferred("It fires on the model's draft, before the clinician's changes: judge whether it still holds.")


def rule_text(flag: RedFlag, *, say: Callable[..., str] = translate) -> str:
    """What the rule is called; `say` translates."""
    return say(RULES[flag.rule], diagnosis=flag.diagnosis)


def reason_text(reason: Reason) -> str:
    """Why the rule is in its state, as a sentence."""
    return translate(
        REASONS[reason.kind],
        signs=", ".join(map(sign_text, reason.signs)),
        items=", ".join(translate(CHECKLIST[item]) for item in reason.items),
        points=reason.points,
        needed=REFERRAL_POINTS,
    )


def sign_text(sign: History | Feature) -> str:
    """A sign that was asked about, or seen."""
    return translate(HISTORY[sign]) if isinstance(sign, History) else feature_text(sign)
