"""A pin on the body reaches report.json with its codes, and the pages as a drawing."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pikepdf
import pymupdf
import pytest

from lentigo.domain.assessment import Assessment
from lentigo.domain.body import Region, View
from lentigo.domain.wording.body import site_text
from lentigo.figures.views import FIGURES
from lentigo.report.content import sections
from lentigo.report.formats import Pictures
from lentigo.report.json import render_json
from lentigo.report.pdf import render_pdf
from lentigo.report.section import Drawing
from lentigo.report.text import render_text

SCHEMA = Path(__file__).parents[3] / "docs" / "report.schema.json"


@pytest.fixture
def pinned(assessment: Assessment) -> Assessment:
    pin = FIGURES[View.HEAD_FRONT].pin_at(0.33, 0.6)
    assert pin
    assert pin.region is Region.CHEEK
    return replace(assessment, encounter=replace(assessment.encounter, pin=pin, site=site_text(pin)))


def drawings(assessment: Assessment) -> list[Drawing]:
    return [block for section in sections(assessment) for block in section.blocks if isinstance(block, Drawing)]


def test_the_pin_is_in_the_document_for_other_programs(pinned: Assessment) -> None:
    document = json.loads(render_json(pinned))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document["encounter"]["site"] == "right cheek"
    assert document["encounter"]["pin"] == {
        "region": {"id": "cheek", "text": "right cheek"},
        "side": {"id": "right", "text": "right"},
        "view": {"id": "head_front", "text": "Head, front"},
        "x": 0.33,
        "y": 0.6,
        "icd11": "XA7MK8",
        "isic": "head/neck",
    }


def test_without_a_pin_the_document_says_none(assessment: Assessment) -> None:
    document = json.loads(render_json(assessment))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document["encounter"]["pin"] is None
    assert not drawings(assessment)


def test_the_sections_hold_the_drawing_and_its_words(pinned: Assessment) -> None:
    (drawing,) = drawings(pinned)
    assert drawing.svg.startswith("<svg")
    assert drawing.svg.count("<circle") == 2
    assert "right cheek" in drawing.alternative
    assert "right cheek" in render_text(pinned)


@pytest.mark.parametrize("age", [None, 4, 60])
def test_a_child_is_drawn_as_one(pinned: Assessment, age: int | None) -> None:
    (drawing,) = drawings(replace(pinned, encounter=replace(pinned.encounter, age=age)))
    (usual,) = drawings(replace(pinned, encounter=replace(pinned.encounter, age=30)))
    assert (drawing.svg == usual.svg) is (age != 4)


def test_the_pdf_shows_the_drawing_and_says_what_it_is(
    pinned: Assessment, assessment: Assessment, pictures: Pictures
) -> None:
    printed = render_pdf(pinned, pictures)
    with pymupdf.open("pdf", printed) as shown, pymupdf.open("pdf", render_pdf(assessment, pictures)) as plain:
        strokes, before = (sum(len(page.get_drawings()) for page in each) for each in (shown, plain))
    assert strokes >= before + 20
    with pikepdf.open(io.BytesIO(printed)) as file:
        told = {str(each.Alt) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each}
    assert "Drawing with a pin: right cheek" in told
