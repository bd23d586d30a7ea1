"""What a report cannot say, which it tells its readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class LimitKind(StrEnum):
    """The kinds of limit, each with its places for parameters."""

    OF_MODEL = "of_model"  # text: the catalogue's own words
    CLOCK_WRONG = "clock_wrong"  # day
    PHOTOGRAPH_ALONE = "photograph_alone"
    UNCALIBRATED_WORDS = "uncalibrated_words"
    LENT_NAMES = "lent_names"  # count
    NO_NAMES = "no_names"
    OWN_NAMES = "own_names"  # most
    DESCRIPTION_CUT = "description_cut"  # most
    GROUP_GIVEN = "group_given"  # group
    GROUP_UNSURE = "group_unsure"
    NO_LEADING_DIAGNOSIS = "no_leading_diagnosis"  # percent
    PAGE_LEFT_OUT = "page_left_out"  # page, title
    NO_EXPLANATION = "no_explanation"
    NO_ROOM_TO_EXPLAIN = "no_room_to_explain"
    OTHER_KIND = "other_kind"  # measured, shown: ids of PictureKind
    KIND_UNKNOWN = "kind_unknown"  # measured: id of PictureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit with what it names."""

    kind: LimitKind
    parameters: Mapping[str, str] = field(default_factory=dict)
