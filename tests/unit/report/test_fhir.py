"""A report as a FHIR R4 document: valid, of the right status, and with nobody's diagnosis but the signer's."""

import base64
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from fhir_checks import faults, needs_definitions, reference_faults
from signed_reports import AT, SIGNER, report_of, reviewed, signature, signed, small_report

from lentigo.domain.assessment import Assessment
from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.case import Case
from lentigo.domain.clinic import Clinic
from lentigo.domain.encounter import Complaint, Encounter, History, Sex, SkinType
from lentigo.domain.finding import FindingSource
from lentigo.domain.sign_off import ReportStatus
from lentigo.report.fhir.bundle import render_fhir, to_bundle
from lentigo.report.fhir.reading import read_referral
from lentigo.report.formats import Pictures, format_of
from lentigo.report.pdf import render_pdf

Value = dict[str, Any]
TODAY = date(2026, 11, 21)


def of_kind(bundle: Value, kind: str) -> list[Value]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def states(report: Assessment) -> dict[ReportStatus, Assessment]:
    """The report in each of its states."""
    case = signed(report)
    correcting = case.correct("the side was wrong")
    assert correcting.report
    again = reviewed(correcting.report)
    return {
        ReportStatus.PARTIAL: small_report(),
        ReportStatus.PRELIMINARY: report_of(correcting),
        ReportStatus.FINAL: report_of(case),
        ReportStatus.APPENDED: report_of(case.add_to(SIGNER, AT, "Histology: melanoma, 0.8 mm.")),
        ReportStatus.CORRECTED: report_of(correcting.with_report(again).sign(signature(again, "the side was wrong"))),
        ReportStatus.ENTERED_IN_ERROR: report_of(case.withdraw(SIGNER, AT, "another patient")),
    }


@needs_definitions
def test_a_whole_report_has_no_fault(assessment: Assessment, pictures: Pictures) -> None:
    assert faults(to_bundle(report_of(signed(assessment)), pictures, Clinic(name="Puskesmas Sungai Penuh"))) == []


@needs_definitions
@pytest.mark.parametrize("status", ReportStatus)
def test_each_state_has_no_fault_and_fhirs_word(status: ReportStatus) -> None:
    report = states(small_report())[status]
    assert report.status is status
    bundle = to_bundle(report)
    assert faults(bundle) == []
    assert of_kind(bundle, "DiagnosticReport")[0]["status"] == status.value


def test_the_other_resources_follow_the_status() -> None:
    told = {
        status: (
            of_kind(bundle, "Composition")[0]["status"],
            {each["status"] for each in of_kind(bundle, "Observation")},
            of_kind(bundle, "Media")[0]["status"],
        )
        for status, report in states(small_report()).items()
        for bundle in [to_bundle(report)]
    }
    assert told == {
        ReportStatus.PARTIAL: ("preliminary", {"preliminary"}, "completed"),
        ReportStatus.PRELIMINARY: ("preliminary", {"preliminary"}, "completed"),
        ReportStatus.FINAL: ("final", {"final"}, "completed"),
        ReportStatus.APPENDED: ("amended", {"final"}, "completed"),
        ReportStatus.CORRECTED: ("amended", {"corrected"}, "completed"),
        ReportStatus.ENTERED_IN_ERROR: ("entered-in-error", {"entered-in-error"}, "entered-in-error"),
    }


def test_the_conclusion_is_the_signers_alone(assessment: Assessment) -> None:
    unsigned = reviewed(assessment)
    drafted = of_kind(to_bundle(unsigned), "DiagnosticReport")[0]
    assert not drafted.keys() & {"conclusion", "conclusionCode", "resultsInterpreter", "issued"}
    assert drafted["meta"]["security"][0]["code"] == "AIAST"
    final = of_kind(to_bundle(report_of(signed(assessment))), "DiagnosticReport")[0]
    (code,) = final["conclusionCode"]
    assert code == {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "C43"}], "text": "Melanoma"}
    assert "meta" not in final


def test_a_diagnosis_without_a_code_has_no_code(assessment: Assessment) -> None:
    ready = reviewed(assessment)
    review = ready.sign_off.review
    own = replace(review, diagnosis=replace(review.diagnosis, name="Something else", icd10="", icd11=""))
    ready = replace(ready, sign_off=replace(ready.sign_off, review=own))
    final = of_kind(to_bundle(report_of(Case(report=ready).sign(signature(ready)))), "DiagnosticReport")[0]
    assert final["conclusion"] == "Something else"
    assert "conclusionCode" not in final


def test_whose_a_finding_is_stands_on_it(assessment: Assessment) -> None:
    bundle = to_bundle(assessment)
    told = {
        each["id"]: each["meta"]["security"][0]["code"] for each in of_kind(bundle, "Observation") if "meta" in each
    }
    mine = sum(finding.source is FindingSource.CLINICIAN for finding in assessment.findings)
    assert list(told.values()).count("CLINAST") == mine == 1
    rest = len(assessment.findings) - mine + 1 + len(assessment.differential) + len(assessment.red_flags)
    assert list(told.values()).count("AIAST") == rest
    assert {each["who"]["type"] for each in of_kind(bundle, "Provenance")[0]["agent"]} == {"Device"}


def test_provenance_tells_every_deed() -> None:
    report = states(small_report())[ReportStatus.APPENDED]
    told = [
        (each["activity"]["coding"][0]["code"], [agent["type"]["coding"][0]["code"] for agent in each["agent"]])
        for each in of_kind(to_bundle(report), "Provenance")
    ]
    assert told == [("originate", ["author", "assembler"]), ("attest", ["verifier"]), ("amend", ["author"])]


def test_a_pseudonym_is_all_that_is_told_of_a_person(assessment: Assessment, pictures: Pictures) -> None:
    """What papers call them by is all that a report knows; the records' own id does not leave them."""
    known = replace(assessment.encounter, patient="P-0417", patient_id="0b9f8a52-54f0-4b0e-8f3c-0d5a4c1f4d11")
    bundle = to_bundle(replace(assessment, encounter=known), pictures)
    (patient,) = of_kind(bundle, "Patient")
    assert {**patient, "id": ""} == {
        "resourceType": "Patient",
        "id": "",
        "name": [{"text": "P-0417"}],
        "gender": "female",
    }
    assert known.patient_id not in json.dumps(bundle)


def test_the_photograph_is_de_identified(assessment: Assessment, pictures: Pictures) -> None:
    bundle = to_bundle(assessment, pictures)
    (binary,), (media,) = of_kind(bundle, "Binary"), of_kind(bundle, "Media")
    assert media["content"]["url"] == f"urn:uuid:{binary['id']}"
    data = base64.b64decode(binary["data"])
    assert data.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in data
    assert "Binary" not in {entry["resource"]["resourceType"] for entry in to_bundle(assessment)["entry"]}


def test_hostile_text_stays_text(assessment: Assessment) -> None:
    note = "<script>alert(1)</script> & ]]> \x00\x1b[31m \u202egnp.exe \ud800"
    known = replace(assessment.encounter, note=note, patient="\u202e\x00")
    bundle = json.loads(render_fhir(replace(assessment, encounter=known)))
    assert reference_faults(bundle) == []
    assert "<script>" not in json.dumps(of_kind(bundle, "Composition"))
    assert not any(bad in json.dumps(bundle, ensure_ascii=False) for bad in "\x00\x1b\u202e\ud800")


def test_equal_reports_give_equal_bytes(assessment: Assessment, pictures: Pictures) -> None:
    assert render_fhir(assessment, pictures) == render_fhir(assessment, pictures)


def test_another_content_is_another_document_of_the_same_report() -> None:
    bundles = [to_bundle(report) for report in states(small_report()).values()]
    assert len({bundle["identifier"]["value"] for bundle in bundles}) == len(bundles)
    assert len({of_kind(bundle, "Composition")[0]["identifier"]["value"] for bundle in bundles}) == 1


def test_it_lies_in_the_pdf(assessment: Assessment, pictures: Pictures) -> None:
    with pymupdf.open("pdf", render_pdf(assessment, pictures)) as document:
        assert sorted(document.embfile_names()) == ["report.fhir.json", "report.json"]
        held = json.loads(document.embfile_get("report.fhir.json"))
    assert held == to_bundle(assessment)


def test_it_is_associated_with_the_pdf(assessment: Assessment, pictures: Pictures) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(assessment, pictures))) as document:
        assert sorted(str(each.UF) for each in document.Root.AF) == ["report.fhir.json", "report.json"]


def test_its_ending_is_its_own() -> None:
    chosen = format_of(Path("a.fhir.json"))
    assert chosen
    assert chosen.id == "fhir"


PIN = Pin(view=View.BACK, x=1 / 3, y=0.123456789, region=Region.UPPER_BACK, side=Side.LEFT)
ENCOUNTERS = (
    Encounter(),
    Encounter(patient="Ibu Sari, 0417", age=0, sex=Sex.OTHER),
    Encounter(
        patient="P-1", age=58, sex=Sex.FEMALE, skin_type=SkinType.IV, site="upper back, left: near the spine", pin=PIN,
        duration="8 months", note="Two lines.\n<b>Ünïcode</b> ไทย عربي & more", complaint=Complaint.SORE,
        history={item: number % 2 == 0 for number, item in enumerate(History)},
    ),
    Encounter(history={History.FEVER: False}),
)  # fmt: skip


@pytest.mark.parametrize("encounter", ENCOUNTERS)
def test_read_again_it_gives_the_same_facts(encounter: Encounter, assessment: Assessment, pictures: Pictures) -> None:
    report = replace(assessment, encounter=encounter)
    assert read_referral(render_fhir(report, pictures), TODAY) == encounter
    assert read_referral(render_fhir(report_of(signed(report))), TODAY) == encounter
