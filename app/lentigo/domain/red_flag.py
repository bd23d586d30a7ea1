"""Rules that may raise the urgency and never lower it."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """How fast to act, most urgent first."""

    SAME_DAY = "same day"
    TWO_WEEKS = "within two weeks"
    SOON = "soon"


class FlagState(StrEnum):
    """What a rule could say with what it was given, most pressing first."""

    FIRED = "fired"
    NOT_ASSESSED = "not assessed"
    NOT_FIRED = "not fired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One rule with its source; `reason` says what made it fire, or what is missing to assess it."""

    rule: str
    source: str
    urgency: Urgency
    state: FlagState
    reason: str


def pressing(flag: RedFlag) -> tuple[int, int]:
    """Sort key: what fired before what is unknown, then the more urgent first."""
    return list(FlagState).index(flag.state), list(Urgency).index(flag.urgency)
