"""Code systems: those of FHIR and its friends that R4 binds to, and the program's own ids, each set under a URI.

No SNOMED CT, whose tables need a licence; of LOINC, three codes that are beyond doubt.
"""

from enum import StrEnum
from typing import Any

Value = dict[str, Any]  # of FHIR's JSON

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD11 = "http://id.who.int/icd/release/11/mms"
URI = "urn:ietf:rfc:3986"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_INTEGRITY = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"

ADDENDUM = {"system": LOINC, "code": "55107-7", "display": "Addendum Document"}
AGE = {"system": LOINC, "code": "30525-0", "display": "Age"}
CHIEF_COMPLAINT = {"system": LOINC, "code": "10154-3", "display": "Chief complaint Narrative - Reported"}

# The first is newer than R4's copy of its code system; HL7's AI Transparency guide asks for it all the same.
BY_MACHINE = {"system": _INTEGRITY, "code": "AIAST", "display": "Artificial Intelligence asserted"}
BY_CLINICIAN = {"system": _INTEGRITY, "code": "CLINAST", "display": "clinician asserted"}


def system(name: str) -> str:
    """The URI of a set of the program's own ids, which stay within a version of report.json."""
    return f"urn:x-lentigo:{name}"


ENCOUNTER, FINDING, FINDING_WORD, CANDIDATE, FLAG, PIN = map(
    system, ("encounter", "finding", "finding-word", "candidate", "red-flag", "pin")
)
REPORT, CONTENT, PHOTOGRAPH, MODEL = map(system, ("report", "content-sha256", "photograph-sha256", "model-sha256"))
SECTION, DOCUMENT = map(system, ("section", "document"))
DOCUMENT_KIND = "skin-photograph-report"


class Asked(StrEnum):
    """What is told of the patient besides the history's items, as codes of the set "encounter"."""

    SKIN_TYPE = "skin_type"
    SITE = "site"
    PIN = "pin"
    DURATION = "duration"
    NOTE = "note"


def concept(text: str, *codings: Value) -> Value:
    """A CodeableConcept."""
    return {"coding": list(codings), "text": text}


def coded(within: str, id: str, text: str) -> Value:
    """A CodeableConcept of the program's own."""
    return concept(text, {"system": within, "code": id})


def unit(value: float, text: str, code: str) -> Value:
    """A Quantity with a UCUM code."""
    return {"value": value, "unit": text, "system": UCUM, "code": code}
