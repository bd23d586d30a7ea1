"""The report as a PDF: one page for the decision, an annex for what it rests on, report.json and FHIR inside."""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.domain.wording.encounter import identity_text
from lentigo.language import translate
from lentigo.report.content import sections
from lentigo.report.fhir.bundle import render_fhir
from lentigo.report.json import render_json
from lentigo.report.pictures import jpeg
from lentigo.report.section import Block, Form, Item, Picture, Row, Section, Table
from lentigo.report.typesetting import Attachment, Paper, typeset
from lentigo.untrusted import one_line

LOGO = "logo.svg"
_LONGEST_IDENTITY = 100  # characters: two lines of a footer


def render_pdf(
    assessment: Assessment,
    pictures: Mapping[str, DeidentifiedPhotograph],
    *,
    paper: Paper = "A4",
    clinic: Clinic = NO_CLINIC,
) -> bytes:
    """The bytes of a PDF file, the same for the same assessment.

    `pictures` are the assessment's photographs by their SHA-256.
    """
    rasters = [pictures[picture.sha256].raster for picture in assessment.pictures]
    return typeset(
        "report",
        {
            "title": translate("Lentigo report {id}", id=assessment.id),
            "heading": translate("Report on a skin photograph"),
            "sections": [_section(section, rasters) for section in sections(assessment, clinic)],
            "logo": head_logo(clinic),
            **footer(assessment),
        },
        pictures={picture_name(index): drawing(raster) for index, raster in enumerate(rasters)}
        | ({LOGO: drawing(clinic.logo)} if clinic.logo else {}),
        created=assessment.created,
        paper=paper,
        attachments=_attachments(assessment, clinic),
    )


def _attachments(assessment: Assessment, clinic: Clinic) -> tuple[Attachment, ...]:
    """What other programs read; the photographs are on the pages already."""
    return (
        Attachment(
            name="report.json",
            kind="application/json",
            description=translate("The same report for other programs"),
            text=render_json(assessment).decode(),
        ),
        Attachment(
            name="report.fhir.json",
            kind="application/fhir+json",
            description=translate("The same report for electronic records, as HL7 FHIR R4"),
            text=render_fhir(assessment, clinic=clinic).decode(),
        ),
    )


def head_logo(clinic: Clinic) -> dict[str, Any] | None:
    """The picture at the head of the first page, with its words for a screen reader."""
    if clinic.logo is None:
        return None
    told = one_line(clinic.name) or translate("The clinic’s logo")
    return {"file": LOGO, "alt": told, "shape": clinic.logo.width / clinic.logo.height}


def footer(assessment: Assessment) -> dict[str, str]:
    """Who it is about on each page: pages of two patients can lie on one table."""
    who = identity_text(assessment.encounter)
    return {
        "who": who if len(who) <= _LONGEST_IDENTITY else f"{who[: _LONGEST_IDENTITY - 1]}…",
        "warning": translate("AI-generated draft for a qualified clinician. Not for autonomous diagnosis."),
        "number": translate("Report {id} · page {page} of {total}", id=assessment.id, page="{page}", total="{total}"),
    }


def picture_name(index: int) -> str:
    """Of the photograph with that index, for the templates."""
    return f"photograph-{index}.svg"


def drawing(raster: Raster) -> str:
    """As it is printed: a JPEG, no larger than 8 cm can show, with no metadata.

    It stands in a drawing, for Typst takes no bytes but text; it comes out as the JPEG that it is.
    """
    picture = base64.b64encode(jpeg(raster)).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{raster.width}" height="{raster.height}">'
        f'<image width="{raster.width}" height="{raster.height}" href="data:image/jpeg;base64,{picture}"/></svg>'
    )


def _section(section: Section, rasters: list[Raster]) -> dict[str, Any]:
    blocks = [_block(block, rasters) for block in section.blocks]
    return {"id": section.id, "title": section.title, "annex": section.annex, "blocks": blocks}


def _block(block: Block, rasters: list[Raster]) -> dict[str, Any]:
    match block:
        case Table() | Item():
            told = asdict(block) | {"rows": [_row_data(row) for row in block.rows]}
        case Picture(index=index):
            raster = rasters[index]
            shape = {"file": picture_name(index), "shape": raster.width / raster.height}
            told = {"caption": block.caption, "rows": [_row_data(row) for row in block.rows], **shape}
        case Form():
            told = {"lines": [{"label": label, "choices": choices} for label, choices in block.lines]}
        case _:
            told = asdict(block)
    return told | {"kind": type(block).__name__.lower()}


def _row_data(row: Row) -> dict[str, str]:
    return {"label": row.label, "value": row.value, "tone": row.tone, "mark": row.edit_mark}
