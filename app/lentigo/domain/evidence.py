"""Passages of the library, hits of a search, and citations that a reader can check."""

from collections.abc import Mapping
from dataclasses import dataclass

from lentigo.domain.advice import Advice
from lentigo.domain.finding import FindingField, FindingWord

LONGEST_QUOTE = 300  # characters; what may be quoted from a source


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of one page. `page` counts from 1 in the file; `label` is the number printed on the page."""

    id: str
    document: str  # file name inside the library
    title: str  # the document's title
    chapter: str  # heading of the first level, "" where the document has none
    section: str  # heading of the second level
    page: int
    label: str
    text: str
    suspicious: bool = False  # it reads like instructions to a language model


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How well a passage fits a query; each from 0 to 1. `hybrid` = 0.4 lexical + 0.6 dense."""

    lexical: float
    dense: float
    hybrid: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found by a search."""

    passage: Passage
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote and the page that it was taken from. `supported`: it was looked up on that page, and found.

    Where two readings of the page differ in the quote's numbers, it is `withheld`, and `quote` is "".
    """

    id: int
    document: str
    title: str
    page: int
    label: str
    quote: str
    scores: Scores
    supported: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition of the handbook: what speaks for and against it, by field and vocabulary word."""

    id: str
    title: str
    names: tuple[str, ...]
    icd10: str
    group: str
    urgency: str
    document: str
    typical: Mapping[FindingField, tuple[FindingWord, ...]]
    untypical: Mapping[FindingField, tuple[FindingWord, ...]]
    icd11: str = ""  # where the handbook gives one
    advice: tuple[Advice, ...] = ()
