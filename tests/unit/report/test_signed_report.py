"""A signed report says who answers for it, in each format, and keeps what was signed to the letter."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pymupdf
import pytest
from signed_reports import AT, KEY, SIGNER, report_of, reviewed, signature, signed

from lentigo.domain.assessment import Assessment
from lentigo.domain.case import Case
from lentigo.domain.description import Description
from lentigo.domain.finding import FindingSource
from lentigo.language import use_language
from lentigo.report.formats import Pictures
from lentigo.report.json import to_document
from lentigo.report.pdf import render_pdf
from lentigo.report.text import render_text

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "report.schema.json").read_text(encoding="utf-8"))


def document(case: Case) -> dict[str, object]:
    made = to_document(report_of(case))
    jsonschema.validate(made, SCHEMA)
    return made


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_status_follows_the_report(assessment: Assessment) -> None:
    drafted = tuple(replace(each, source=FindingSource.MODEL) for each in assessment.findings)
    untouched = replace(assessment, findings=drafted)
    assert to_document(untouched)["status"] == "partial"
    mine = Description(text="Mine", source=FindingSource.CLINICIAN, draft="")
    read = replace(untouched, description=mine)
    assert to_document(read)["status"] == "preliminary"
    case = signed(assessment)
    assert document(case)["status"] == "final"
    added = case.add_to(SIGNER, AT, "Histology: melanoma in situ")
    assert document(added)["status"] == "appended"
    correcting = added.correct("The wrong arm")
    assert document(correcting)["status"] == "preliminary"
    again = replace(correcting, report=reviewed(report_of(correcting)))
    corrected = again.sign(signature(report_of(again), "The wrong arm"))
    assert document(corrected)["status"] == "corrected"
    assert document(corrected.withdraw(SIGNER, AT, "Another patient"))["status"] == "entered-in-error"


def test_the_hash_is_of_the_documents_own_content(assessment: Assessment) -> None:
    made = document(signed(assessment))
    sign_off = made.pop("sign_off")
    made.pop("status")
    content = json.dumps(made, sort_keys=True, separators=(",", ":"))
    assert isinstance(sign_off, dict)
    assert hashlib.sha256(content.encode()).hexdigest() == sign_off["content_sha256"]


def test_what_was_signed_stays_to_the_letter_in_another_language(assessment: Assessment) -> None:
    case = signed(assessment)
    before = document(case)
    try:
        use_language("en-XA")
        after = document(case)
    finally:
        use_language("en")
    assert after["disclaimer"] == before["disclaimer"]
    assert after["sign_off"]["content_sha256"] == before["sign_off"]["content_sha256"]  # type: ignore[index]


@pytest.mark.parametrize("kind", ["text", "pdf"])
def test_the_page_says_who_signed_what(assessment: Assessment, pictures: Pictures, kind: str) -> None:
    def rendered(case: Case) -> str:
        if kind == "text":
            return words(render_text(report_of(case)))
        with pymupdf.open("pdf", render_pdf(report_of(case), pictures)) as pdf:
            return words(" ".join(page.get_text() for page in pdf))

    case = signed(assessment)
    text = rendered(case)
    for told in (
        "Status: FINAL. Signed by Dr Sari Wulandari (physician), 21 November 2026, 04:10 UTC.",
        "Melanoma · ICD-10 C43 · ICD-11 2C30",
        "I agree in part",
        "Referral, seen within two weeks",
        "acted on",
        "Referred to the hospital in Padang",
        "3 min 34 s",
        "214-77d2aa0190bc31ee",
        KEY,
    ):
        assert told in text
    assert "agree partly" not in text
    added = rendered(case.add_to(SIGNER, AT, "Histology: melanoma in situ"))
    assert "Addendum by Dr Sari Wulandari (physician)" in added
    assert "Histology: melanoma in situ" in added
    again = case.correct("The wrong arm")
    correcting = rendered(again)
    assert "and is not signed yet: The wrong arm" in correcting
    assert "PRELIMINARY" in correcting
    again = replace(again, report=reviewed(report_of(again)))
    corrected = rendered(again.sign(signature(report_of(again), "The wrong arm")))
    assert "Status: CORRECTED." in corrected
    assert "corrected: The wrong arm" in corrected
    withdrawn = rendered(case.withdraw(SIGNER, AT, "Another patient"))
    assert "Status: ENTERED IN ERROR." in withdrawn
    assert "Do not use it: Another patient" in withdrawn
