"""Red flags in words."""

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

RULES = {
    RedFlagRule.SEVEN_POINT_CHECKLIST: "Weighted seven-point checklist for pigmented lesions",
    RedFlagRule.NON_BLANCHING_RASH: "Rash that does not fade when pressed, in an unwell patient",
    RedFlagRule.DRUG_REACTION: "Possible severe drug reaction: sores in mouth, eyes or genitals",
    RedFlagRule.NECROTISING_INFECTION: "Possible necrotising infection: severe pain and fast spread",
    RedFlagRule.SPREADING_INFECTION: "Spreading skin infection in an unwell patient",
    RedFlagRule.SWOLLEN_FACE: "Swollen face or trouble breathing",
    RedFlagRule.NEAR_EYE: "Painful or blistering lesion on or near the eye",
    RedFlagRule.MANY_BLISTERS: "Many blisters",
    RedFlagRule.GROWING_NODULE: "Growing nodule",
    RedFlagRule.NUMB_PATCH: "Numb patch: possible leprosy",
    RedFlagRule.FIRST_RANKED: "The model ranks {diagnosis} first",
}
RULE_SOURCES = {
    RuleSource.HANDBOOK_EMERGENCIES: "Lentigo handbook, Red flags and same-day emergencies",
    RuleSource.NICE_NG12: "NICE NG12, suspected cancer: recognition and referral",
    RuleSource.WHO_LEPROSY: "WHO, Guidelines for the diagnosis, treatment and prevention of leprosy, 2018",
    RuleSource.PRECAUTION: "Precaution of this program; see the handbook's chapter on the condition",
}
URGENCIES = {
    Urgency.SAME_DAY: "same day",
    Urgency.TWO_WEEKS: "within two weeks",
    Urgency.SOON: "soon",
}
CHECKLIST = {
    ChecklistItem.SIZE: "change in size",
    ChecklistItem.SHAPE: "irregular shape",
    ChecklistItem.COLOUR: "irregular colour",
    ChecklistItem.LARGE: "7 mm or more",
    ChecklistItem.INFLAMMATION: "inflammation",
    ChecklistItem.OOZING: "oozing",
    ChecklistItem.FEELING: "change in feeling",
}
REASONS = {
    ReasonKind.PRESENT: "Present: {signs}.",
    ReasonKind.NOT_KNOWN: "Not known: {signs}.",
    ReasonKind.ABSENT: "Its signs were asked or looked for and are absent.",
    ReasonKind.POINTS_REACHED: "{points} points: {items}.",
    ReasonKind.POINTS_OPEN: "{points} points so far. Not asked: {items}.",
    ReasonKind.POINTS_BELOW: "{points} points, below {needed}.",
    ReasonKind.NOT_PIGMENTED: "The lesion is not described as pigmented.",
    ReasonKind.RANKED_BY_MODEL: "A draft by a model, from a photograph alone.",
}


def rule_text(flag: RedFlag) -> str:
    """What the rule is called."""
    return RULES[flag.rule].format(diagnosis=flag.diagnosis)


def reason_text(reason: Reason) -> str:
    """Why the rule is in its state, as a sentence."""
    return REASONS[reason.kind].format(
        signs=", ".join(map(sign_text, reason.signs)),
        items=", ".join(CHECKLIST[item] for item in reason.items),
        points=reason.points,
        needed=REFERRAL_POINTS,
    )


def sign_text(sign: History | Feature) -> str:
    """A sign that was asked about, or seen."""
    return HISTORY[sign] if isinstance(sign, History) else feature_text(sign)
