"""Faults that are planted in a good document are seen: else "no fault" would say nothing."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from fhir_checks import faults, needs_definitions
from signed_reports import AT, SIGNER, report_of, signed, small_report

from lentigo.report.fhir.bundle import to_bundle

Value = dict[str, Any]
Fault = Callable[[Value], object]


def first(bundle: Value, kind: str) -> Value:
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def set_to(kind: str, name: str, value: object) -> Fault:
    return lambda bundle: first(bundle, kind).__setitem__(name, value)


def without(kind: str, name: str) -> Fault:
    return lambda bundle: first(bundle, kind).pop(name)


def refer_to(kind: str, name: str, target: str) -> Fault:
    return lambda bundle: first(bundle, kind).__setitem__(
        name, {"reference": f"urn:uuid:{first(bundle, target)['id']}"}
    )


FAULTS: dict[str, Fault] = {
    "dangling subject": set_to("Observation", "subject", {"reference": "urn:uuid:0"}),
    "dangling result": set_to("DiagnosticReport", "result", [{"reference": "urn:uuid:0"}]),
    "subject is a device": refer_to("Media", "subject", "DiagnosticReport"),
    "device is a patient": refer_to("Observation", "device", "Patient"),
    "performer is the model": lambda b: first(b, "DiagnosticReport").__setitem__(
        "performer", [{"reference": f"urn:uuid:{first(b, 'Device')['id']}"}]
    ),
    "media leads to the patient": lambda b: first(b, "DiagnosticReport")["media"][0].__setitem__(
        "link", {"reference": f"urn:uuid:{first(b, 'Patient')['id']}"}
    ),
    "patient left out": lambda b: b["entry"].pop(1),
    "orphan": lambda b: b["entry"].append(
        {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "1"}}
    ),
    "twice the same": lambda b: b["entry"].append(copy.deepcopy(b["entry"][-1])),
    "address of another": lambda b: b["entry"][1].__setitem__("fullUrl", "urn:uuid:2"),
    "composition not first": lambda b: b["entry"].reverse(),
    "no time of the document": lambda b: b.pop("timestamp"),
    "no identifier of the document": lambda b: b.pop("identifier"),
    "status unknown": set_to("DiagnosticReport", "status", "signed"),
    "status of an observation": set_to("Observation", "status", "appended"),
    "composition's status": set_to("Composition", "status", "appended"),
    "no status": without("DiagnosticReport", "status"),
    "no code": without("DiagnosticReport", "code"),
    "no title": without("Composition", "title"),
    "no author": without("Composition", "author"),
    "no content": without("Media", "content"),
    "no target": without("Provenance", "target"),
    "no agent": without("Provenance", "agent"),
    "name is a text": set_to("Patient", "name", "Sari"),
    "gender unknown": set_to("Patient", "gender", "F"),
    "element unknown": set_to("Patient", "age", 58),
    "time without zone": set_to("DiagnosticReport", "issued", "2026-11-21T04:10:00"),
    "two values": lambda b: first(b, "Observation").update(valueBoolean=True, valueString="yes"),
    "value and its absence": lambda b: first(b, "Observation").update(
        valueString="yes", dataAbsentReason={"text": "unknown"}
    ),
    "empty section": lambda b: [first(b, "Composition")["section"][0].pop(name, None) for name in ("text", "entry")],
    "empty text": set_to("DiagnosticReport", "conclusion", ""),
    "no division in the narrative": lambda b: first(b, "Composition")["section"][0]["text"].pop("div"),
}


@pytest.fixture(scope="module")
def good() -> Value:
    """A small document with everything that the faults are planted in."""
    return to_bundle(report_of(signed(small_report()).add_to(SIGNER, AT, "Histology: melanoma.")))


@needs_definitions
def test_the_document_is_good(good: Value) -> None:
    assert faults(good) == []


@needs_definitions
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(good: Value, name: str) -> None:
    broken = copy.deepcopy(good)
    FAULTS[name](broken)
    assert faults(broken)
