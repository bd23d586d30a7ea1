"""Which condition of the handbook a model's own label means: its name, or that name with a slip of the pen.

A score from which on names are alike would put a wrong chapter under diagnoses that the handbook does not have: "pilar
cyst" is written much like "plantar wart". So words are held against each other one by one as well, and what remains in
doubt is unknown.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from lentigo.analysis.synonyms import find_condition, plain_names
from lentigo.domain.evidence import Condition

LEAST_SCORE = 90  # of 100, by the letters that both names have, whatever the order of the words
LEAST_LEAD = 5  # before the best name of another condition
MOST_SLIPS = 1  # letters of a word that are wrong, missing, added or exchanged


def match_condition(label: str, conditions: Sequence[Condition]) -> Condition | None:
    """The condition with this name, or the only one whose name is written almost so; else None."""
    if exact := find_condition(label, conditions):
        return exact
    scored = sorted(((_score(label, condition), condition.id) for condition in conditions), reverse=True)
    if not scored or scored[0][0] < LEAST_SCORE or scored[0][0] - sum(score for score, _id in scored[1:2]) < LEAST_LEAD:
        return None
    return next(condition for condition in conditions if condition.id == scored[0][1])


def _score(label: str, condition: Condition) -> float:
    """The best of its names'; 0 where the words of none are the label's."""
    names = {name for alias in (condition.title, *condition.names) for name in plain_names(alias)}
    alike = (fuzz.token_sort_ratio(own, name) for own in plain_names(label) for name in names if _same_words(own, name))
    return max(alike, default=0.0)


def _same_words(one: str, other: str) -> bool:
    """Word by word alike, and the beginnings the same: "no", "atypical" or "hypo" would make it another diagnosis."""
    own, others = sorted(one.split()), sorted(other.split())
    return len(own) == len(others) and all(
        word[0] == their[0] and OSA.distance(word, their) <= MOST_SLIPS for word, their in zip(own, others, strict=True)
    )
