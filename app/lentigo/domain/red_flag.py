"""Rules that may raise the urgency and never lower it."""

from dataclasses import dataclass
from enum import StrEnum

from lentigo.domain.encounter import History
from lentigo.domain.finding import Feature

REFERRAL_POINTS = 3  # of the seven-point checklist


class RedFlagRule(StrEnum):
    """The rules, by what they look for."""

    SEVEN_POINT_CHECKLIST = "seven_point_checklist"
    NON_BLANCHING_RASH = "non_blanching_rash"
    DRUG_REACTION = "drug_reaction"
    NECROTISING_INFECTION = "necrotising_infection"
    SPREADING_INFECTION = "spreading_infection"
    SWOLLEN_FACE = "swollen_face"
    NEAR_EYE = "near_eye"
    MANY_BLISTERS = "many_blisters"
    GROWING_NODULE = "growing_nodule"
    NUMB_PATCH = "numb_patch"
    FIRST_RANKED = "first_ranked"
    NOT_EXCLUDED = "not_excluded"


class RuleSource(StrEnum):
    """Where a rule comes from."""

    HANDBOOK_EMERGENCIES = "handbook_emergencies"
    NICE_NG12 = "nice_ng12"
    WHO_LEPROSY = "who_leprosy"
    PRECAUTION = "precaution"


class Urgency(StrEnum):
    """How fast to act, most urgent first."""

    SAME_DAY = "same_day"
    TWO_WEEKS = "two_weeks"
    SOON = "soon"


class FlagState(StrEnum):
    """What a rule could say with what it was given, most pressing first."""

    FIRED = "fired"
    NOT_ASSESSED = "not_assessed"
    NOT_FIRED = "not_fired"


class ChecklistItem(StrEnum):
    """The items of the weighted seven-point checklist, the three majors first (NICE NG12)."""

    SIZE = "size"
    SHAPE = "shape"
    COLOUR = "colour"
    LARGE = "large"
    INFLAMMATION = "inflammation"
    OOZING = "oozing"
    FEELING = "feeling"


class ReasonKind(StrEnum):
    """Why a rule is in its state."""

    PRESENT = "present"
    NOT_KNOWN = "not_known"
    ABSENT = "absent"
    POINTS_REACHED = "points_reached"
    POINTS_OPEN = "points_open"
    POINTS_BELOW = "points_below"
    NOT_PIGMENTED = "not_pigmented"
    RANKED_BY_MODEL = "ranked_by_model"
    NOT_UNLIKELY = "not_unlikely"
    NAMED_BY_CLINICIAN = "named_by_clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What made a rule fire, what is missing to assess it, or what is absent.

    `signs` are those present or not known; `items` those that brought the checklist's `points`, or that were not asked.
    """

    kind: ReasonKind
    signs: tuple[History | Feature, ...] = ()
    items: tuple[ChecklistItem, ...] = ()
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One rule with its source, its state and the reason.

    `diagnosis` is the candidate that it is about, if it is about one. `before_edits` marks a rule that fires on the
    model's draft, and on the clinician's version of it no more.
    """

    rule: RedFlagRule
    source: RuleSource
    urgency: Urgency
    state: FlagState
    reason: Reason
    diagnosis: str = ""
    before_edits: bool = False


def pressing(flag: RedFlag) -> tuple[int, int]:
    """Sort key: what fired before what is unknown, then the more urgent first."""
    return list(FlagState).index(flag.state), list(Urgency).index(flag.urgency)
