"""Counts over many signed cases, from which nobody can be told: no text, ages in bands, small counts hidden."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lentigo.domain.body import REGIONS
from lentigo.domain.case import Case
from lentigo.domain.red_flag import Urgency
from lentigo.domain.sign_off import Signature, fired

LEAST = 5  # cases; a smaller count is hidden
NOT_TOLD = "not_told"
NOTHING_PRESSED = "none"
_ICD10 = re.compile(r"([A-Z]\d\d)(\.\d{1,4})?")


class Measure(StrEnum):
    """What cases are counted by. Of each, a case has one value."""

    QUARTER = "quarter"  # in which it was signed
    AGE = "age"
    SEX = "sex"
    SITE = "site"  # ISIC's, of the pin
    DIAGNOSIS = "diagnosis"  # the clinician's, as a category of ICD-10
    URGENCY = "urgency"  # the highest of the red flags that fired
    AGREEMENT = "agreement"  # of the clinician with the draft


class AgeBand(StrEnum):
    """Years, with the last one."""

    INFANT = "0-4"
    CHILD = "5-14"
    YOUTH = "15-24"
    ADULT = "25-44"
    MIDDLE = "45-64"
    OLD = "65+"


_FROM = {AgeBand.OLD: 65, AgeBand.MIDDLE: 45, AgeBand.ADULT: 25, AgeBand.YOUTH: 15, AgeBand.CHILD: 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`cases` is None where they are fewer than LEAST, or would tell how many another such count hides."""

    value: str  # an id: an enum's value, or a code
    cases: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All cases by one measure; values that no case has are left out."""

    measure: Measure
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """`cases` is None, and no group is there, where all are fewer than LEAST. `year` is None for all years."""

    year: int | None
    cases: int | None
    groups: tuple[Group, ...] = ()


def count_cases(cases: Iterable[Case], year: int | None = None) -> Statistics:
    """Of the cases whose report is signed and not withdrawn; `year` is that of the signing."""
    counters = {measure: Counter[str]() for measure in Measure}
    total = 0
    for case, signature in _signed(cases):
        moment = datetime.fromisoformat(signature.at)
        if year in (None, moment.year):
            total += 1
            for measure, value in _values(case, signature, moment):
                counters[measure][value] += 1
    if total < LEAST:
        return Statistics(year=year, cases=None)
    groups = tuple(Group(measure=measure, counts=_hidden(counter)) for measure, counter in counters.items())
    return Statistics(year=year, cases=total, groups=groups)


def age_band(age: int | None) -> str:
    """The band of an age in years."""
    if age is None:
        return NOT_TOLD
    return next((band for band, first in _FROM.items() if age >= first), AgeBand.INFANT)


def _signed(cases: Iterable[Case]) -> Iterator[tuple[Case, Signature]]:
    for case in cases:
        known = case.report.sign_off if case.report else None
        if known and known.frozen and not known.withdrawal:
            yield case, known.signatures[-1]


def _values(case: Case, signature: Signature, moment: datetime) -> Iterator[tuple[Measure, str]]:
    assert case.report
    encounter, review = case.report.encounter, signature.review
    code = _ICD10.fullmatch(review.diagnosis.icd10)
    pressing = {flag.urgency for flag in fired(case.report.red_flags)}
    yield Measure.QUARTER, f"{moment.year}-Q{(moment.month + 2) // 3}"
    yield Measure.AGE, age_band(encounter.age)
    yield Measure.SEX, encounter.sex or NOT_TOLD
    yield Measure.SITE, REGIONS[encounter.pin.region].isic if encounter.pin else NOT_TOLD
    yield Measure.DIAGNOSIS, code[1] if code else NOT_TOLD
    yield Measure.URGENCY, next((each for each in Urgency if each in pressing), NOTHING_PRESSED)
    yield Measure.AGREEMENT, review.agreement or NOT_TOLD


def _hidden(counter: Counter[str]) -> tuple[Count, ...]:
    """In the order of the ids. What is hidden follows from the total, all of it together: so that no small count can
    be reckoned from that, the next smallest are hidden too until it is several counts and LEAST cases.
    """
    order = sorted(counter, key=lambda value: (counter[value], value))
    small = [value for value in order if counter[value] < LEAST]
    while small and len(small) < len(order) and (len(small) == 1 or sum(counter[each] for each in small) < LEAST):
        small.append(order[len(small)])
    return tuple(Count(value=str(value), cases=None if value in small else counter[value]) for value in sorted(counter))
