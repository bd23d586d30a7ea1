"""What a model wrote of each candidate with the library's passages before it, and what these changed in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Support(StrEnum):
    """What the library says of a sentence."""

    SUPPORTED = "supported"  # the words of the page that it names carry it
    UNSUPPORTED = "unsupported"  # it names a page whose words do not
    NOT_IN_LIBRARY = "not_in_library"  # the model says itself that no passage says so


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSentence:
    """A sentence of a model. `citation` is the id of the one that supports it, None where none does."""

    text: str
    support: Support
    citation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What speaks for a candidate, against it, and what to ask or test next, in the model's words: a draft."""

    label: str  # the candidate's
    supporting: tuple[CitedSentence, ...] = ()
    opposing: tuple[CitedSentence, ...] = ()
    next_steps: tuple[CitedSentence, ...] = ()

    @property
    def sentences(self) -> Iterator[CitedSentence]:
        """All of them."""
        yield from (*self.supporting, *self.opposing, *self.next_steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedLabel:
    """A diagnosis with its share of the model's score, 0 to 1. Not a probability."""

    label: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rankings:
    """The order of the same labels `before` the model read the library's passages, and `after`; best first.

    The order before leads, in the differential and in the red flags: only it was ever calibrated, and no page of a
    document can change it.
    """

    before: tuple[RankedLabel, ...]
    after: tuple[RankedLabel, ...]

    @property
    def same_first(self) -> bool:
        """Whether the passages left the first diagnosis where it was."""
        return self.before[0].label == self.after[0].label
