"""Counts that tell of many and of nobody."""

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from signed_reports import SIGNER, reviewed, signature, small_report

from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.case import Case
from lentigo.domain.clinic import Clinic
from lentigo.domain.encounter import Encounter, Sex
from lentigo.domain.sign_off import FinalDiagnosis
from lentigo.domain.statistics import LEAST, AgeBand, Measure, Statistics, age_band, count_cases
from lentigo.domain.wording.statistics import value_text
from lentigo.report.statistics import HIDDEN, render_csv, render_json

PIN = Pin(view=View.BACK, x=0.5, y=0.5, region=Region.UPPER_BACK, side=Side.LEFT)
CLINIC = Clinic(name="=Puskesmas")


def case(age: int | None = 40, icd10: str = "C43.9", at: str = "2026-05-02T04:10:00+00:00", **told: object) -> Case:
    encounter = Encounter(age=age, patient="CANARY Sari", note="CANARY note", site="CANARY site", **told)  # type: ignore[arg-type]
    ready = reviewed(replace(small_report(), encounter=encounter))
    diagnosis = FinalDiagnosis(name="CANARY diagnosis", icd10=icd10)
    review = replace(ready.sign_off.review, diagnosis=diagnosis)
    ready = replace(ready, sign_off=replace(ready.sign_off, review=review))
    return Case(encounter=encounter, report=ready).sign(replace(signature(ready), at=at))


def counted(found: Statistics, measure: Measure) -> dict[str, int | None]:
    group = next(group for group in found.groups if group.measure is measure)
    return {count.value: count.cases for count in group.counts}


def test_each_measure_is_counted() -> None:
    found = count_cases([case(sex=Sex.FEMALE, pin=PIN)] * 7 + [case(icd10="D22", age=70)] * 6)
    assert found.cases == 13
    assert counted(found, Measure.SEX) == {"female": 7, "not_told": 6}
    assert counted(found, Measure.AGE) == {"25-44": 7, "65+": 6}
    assert counted(found, Measure.SITE) == {"not_told": 6, "posterior torso": 7}
    assert counted(found, Measure.DIAGNOSIS) == {"C43": 7, "D22": 6}
    assert counted(found, Measure.QUARTER) == {"2026-Q2": 13}
    assert counted(found, Measure.URGENCY) == {"two_weeks": 13}
    assert counted(found, Measure.AGREEMENT) == {"in_part": 13}


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, "not_told"), (0, AgeBand.INFANT), (4, "0-4"), (5, "5-14"), (24, "15-24"), (25, "25-44"), (64, "45-64"),
     (65, "65+"), (130, "65+")],
)  # fmt: skip
def test_ages_are_told_in_bands(age: int | None, band: str) -> None:
    assert age_band(age) == band


def test_small_counts_are_hidden_and_cannot_be_reckoned() -> None:
    """What is hidden, all of it together, follows from the total: it must be several counts and no few cases."""
    codes = ["C43"] * 10 + ["D22"] * 8 + ["L40"] * 2
    found = count_cases([case(icd10=code) for code in codes])
    assert counted(found, Measure.DIAGNOSIS) == {"C43": 10, "D22": None, "L40": None}
    assert found.cases == 20
    both = count_cases([case(icd10=code) for code in [*codes, "B86"]])
    assert counted(both, Measure.DIAGNOSIS) == {"B86": None, "C43": 10, "D22": None, "L40": None}


@pytest.mark.parametrize("seed", range(50))
def test_no_small_count_follows_from_the_others(seed: int) -> None:
    generator = random.Random(seed)
    codes = [generator.choice(["C43", "D22", "L40", "B86", "L82"]) for _ in range(generator.randrange(5, 40))]
    truth = Counter(codes)
    told = counted(count_cases([case(icd10=code) for code in codes]), Measure.DIAGNOSIS)
    hidden = [value for value, cases in told.items() if cases is None]
    assert not hidden or (len(hidden) > 1 and sum(truth[value] for value in hidden) >= LEAST)
    assert all(cases is None or cases == truth[value] >= LEAST for value, cases in told.items())


def test_few_cases_are_not_told_at_all() -> None:
    assert count_cases([case()] * (LEAST - 1)) == Statistics(year=None, cases=None)


def test_only_what_is_signed_and_stands_counts() -> None:
    standing = case()
    open_again = standing.correct("the side")
    withdrawn = standing.withdraw(SIGNER, "2026-05-03T04:10:00+00:00", "another patient")
    draft = Case(report=small_report())
    found = count_cases([standing] * 6 + [open_again, withdrawn, draft, Case()] * 5)
    assert found.cases == 6


def test_a_year_is_that_of_the_signing() -> None:
    cases = [case(at="2025-12-31T23:10:00+00:00")] * 5 + [case(at="2026-01-01T00:10:00+00:00")] * 6
    assert (count_cases(cases, 2025).cases, count_cases(cases, 2026).cases) == (5, 6)
    assert counted(count_cases(cases), Measure.QUARTER) == {"2025-Q4": 5, "2026-Q1": 6}


@pytest.mark.parametrize("code", ["", "CANARY", "C43; CANARY", "=1+1"])
def test_a_diagnosis_that_is_no_code_is_not_told(code: str) -> None:
    assert counted(count_cases([case(icd10=code)] * 5), Measure.DIAGNOSIS) == {"not_told": 5}


def test_neither_form_holds_text_of_a_case() -> None:
    found = count_cases([case(pin=PIN)] * 5 + [case(icd10="L40")] * 2)
    table, document = render_csv(found, CLINIC), render_json(found, CLINIC)
    assert b"CANARY" not in table + document
    lines = table.decode("utf-8-sig").splitlines()
    assert lines[0] == "clinic,year,measure,value,measure_text,value_text,cases"
    assert lines[1] == "'=Puskesmas,all,all,all,All signed cases,,7"
    assert f"'=Puskesmas,all,diagnosis,L40,Final diagnosis (ICD-10),L40,{HIDDEN}" in lines
    told = json.loads(document)
    assert (told["cases"], told["least"]) == (7, LEAST)
    assert {group["measure"]["id"] for group in told["groups"]} == {*Measure}


def test_words_stand_beside_ids() -> None:
    assert value_text(Measure.SITE, "posterior torso") == "back of the trunk"
    assert value_text(Measure.SEX, "not_told") == "not told"
    assert value_text(Measure.AGE, "65+") == "65+"
