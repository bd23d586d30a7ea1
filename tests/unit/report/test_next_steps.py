"""What the report says to do next: the safe general steps, and the handbook's own words with their pages."""

from dataclasses import replace

import pymupdf
import pytest
from letter_samples import advice

from lentigo.domain.advice import AdviceKind
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Likelihood
from lentigo.domain.red_flag import Urgency
from lentigo.report.content import sections
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf
from lentigo.report.section import Bullets, Item, Paragraph, Section, Table
from lentigo.report.sections.next_steps import advised_first

ADVICE = (
    advice(AdviceKind.ASK, "melanoma", "Does the spot itch?"),
    advice(AdviceKind.ASK, "melanoma", "Is there a new lump?"),
    advice(AdviceKind.ASK, "melanoma", "Is it new?"),
    advice(AdviceKind.AVOID, "melanoma", "Do not shave a suspected melanoma."),
    advice(AdviceKind.REFER, "melanoma", "Refer within two weeks."),
    advice(AdviceKind.REFER, "seborrhoeic-keratosis", "Refer if in doubt."),
    advice(AdviceKind.EXAMINE, "melanocytic-naevus", "Compare with other moles."),
)


@pytest.fixture
def advised(assessment: Assessment) -> Assessment:
    return replace(assessment, advice=ADVICE)


def section_of(assessment: Assessment, name: str) -> Section:
    return next(section for section in sections(assessment) if section.id == name)


def quoted(assessment: Assessment) -> dict[str, list[str]]:
    tables = [block for block in section_of(assessment, "next-steps").blocks if isinstance(block, Table)]
    return {row.label: row.value.split("\n") for table in tables for row in table.rows}


def test_the_handbook_is_quoted_with_its_page_for_what_leads_and_is_not_excluded(advised: Assessment) -> None:
    assert quoted(advised) == {
        "When to refer": [
            "“Refer within two weeks.” (p.\u00a046)",
            "“Refer if in doubt.” (p.\u00a046)",
        ],
        "What not to do": ["“Do not shave a suspected melanoma.” (p.\u00a046)"],
        "Still to ask": ["“Does the spot itch?” (p.\u00a046)", "“Is there a new lump?” (p.\u00a046)"],
    }  # the naevus is only possible


def test_all_of_it_stands_in_the_annex(advised: Assessment) -> None:
    items = [block for block in section_of(advised, "advice").blocks if isinstance(block, Item)]
    assert [item.title for item in items] == ["Melanoma", "Seborrhoeic keratosis"]
    assert "Is it new?" in {row.label: row.value for row in items[0].rows}["Still to ask"]


def test_what_must_not_be_missed_speaks_first(advised: Assessment) -> None:
    first, second, third = advised.differential
    urgent = replace(advised, differential=(first, second, replace(third, urgency=Urgency.TWO_WEEKS)))
    assert quoted(urgent)["When to refer"][0].startswith("“Refer if in doubt.”")
    assert advised_first(urgent)[0].startswith("“Refer if in doubt.”")


def test_a_demonstration_is_not_followed_by_the_handbook(advised: Assessment) -> None:
    model = replace(advised.provenance.model, demonstration=True)
    demonstration = replace(advised, provenance=replace(advised.provenance, model=model))
    assert_general_alone(demonstration, "demonstration model")


def test_where_none_leads_the_handbook_is_silent(advised: Assessment) -> None:
    unclear = tuple(replace(each, likelihood=Likelihood.POSSIBLE) for each in advised.differential)
    assert_general_alone(replace(advised, differential=unclear), "no diagnosis leads")
    assert_general_alone(replace(advised, differential=()), "no diagnosis leads")


def assert_general_alone(report: Assessment, reason: str) -> None:
    (general,) = section_of(report, "next-steps").blocks
    assert isinstance(general, Bullets)
    assert general.texts[-1].startswith("Where your own judgement is more urgent")
    assert advised_first(report) == ()
    (nothing,) = section_of(report, "advice").blocks
    assert isinstance(nothing, Paragraph)
    assert reason in nothing.text


def test_page_one_still_holds_all_of_it(advised: Assessment, pictures: Pictures) -> None:
    with pymupdf.open("pdf", render_pdf(advised, pictures)) as document:
        first = " ".join(document[0].get_text().split())
    for text in ("Refer within two weeks.", "Do not shave", "Does the spot itch?", "Signature"):
        assert text in first
