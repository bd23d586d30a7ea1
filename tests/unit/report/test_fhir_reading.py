"""A referral begins a case; a file of anything else is refused with a sentence."""

import json
import random
from datetime import date
from typing import Any

import pytest
from signed_reports import small_report

from lentigo.domain.encounter import Encounter, Sex
from lentigo.errors import InputError
from lentigo.report.fhir.bundle import render_fhir
from lentigo.report.fhir.reading import LARGEST_FILE, LONGEST_NOTE, MOST_ENTRIES, read_referral

TODAY = date(2026, 11, 21)
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"use": "official", "system": "urn:oid:1.2.3", "value": "0417"}],
    "name": [{"family": "Wulandari", "given": ["Sari", None]}],
    "gender": "female",
    "birthDate": "1968-03-02",
    "address": [{"city": "Padang"}],
}
REQUEST = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/p1"},
    "authoredOn": "2026-11-18T08:00:00+07:00",
    "requester": {"display": "Midwife Ani"},
    "reasonCode": [{"text": "spot that grows"}, {"coding": [{"system": "x", "code": "y", "display": "naevus"}]}],
    "bodySite": [{"text": "left calf"}],
    "note": [{"text": "Please look soon."}],
}


def read(*resources: object) -> Encounter:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}
    return read_referral(json.dumps(bundle).encode(), TODAY)


def test_patient_and_referral_begin_a_case() -> None:
    note = "Reason for the referral: spot that grows; naevus\nReferred by Midwife Ani\nReferred on 18 November 2026\n"
    assert read(PATIENT, REQUEST) == Encounter(
        patient="Sari Wulandari, 0417",
        age=58,
        sex=Sex.FEMALE,
        site="left calf",
        note=f"{note}Please look soon.",
    )


def test_either_alone_will_do() -> None:
    assert read_referral(json.dumps(PATIENT).encode(), TODAY).age == 58
    alone = read_referral(json.dumps(REQUEST | {"contained": [PATIENT]}).encode(), TODAY)
    assert (alone.patient, alone.site) == ("Sari Wulandari, 0417", "left calf")


def test_it_is_nobody_of_the_records_until_somebody_says_so() -> None:
    assert read(PATIENT | {"id": "0b9f8a52-54f0-4b0e-8f3c-0d5a4c1f4d11"}).patient_id == ""


@pytest.mark.parametrize(
    ("born", "age"), [("1968", None), ("1968-11-22", 57), ("2031-01-01", None), ("1968-13-01", None), ("", None)]
)
def test_an_age_is_told_only_by_a_whole_birth_date(born: str, age: int | None) -> None:
    assert read(PATIENT | {"birthDate": born}).age == age


def test_a_revoked_referral_does_not_count() -> None:
    assert read(PATIENT, REQUEST | {"status": "revoked"}).note == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "damaged, or is not FHIR"),
        (b"{}", "damaged, or is not FHIR"),
        (b"[1, 2]", "damaged, or is not FHIR"),
        (b"\xff\xfe{\x00", "damaged, or is not FHIR"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Patient/>', "written in XML"),
        (b'{"resourceType": "Patient", "name": "Sari"}', "damaged, or is not FHIR"),
        (b'{"resourceType": "Patient", "name": [{"text": "\\ud800"}]}', "damaged, or is not FHIR"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": 5}]}', "damaged, or is not FHIR"),
        (b'{"resourceType": "Medication"}', "neither a patient nor a referral"),
        (b'{"resourceType": "Bundle"}', "neither a patient nor a referral"),
        (b'{"resourceType": "Bundle", "x": ' + b"[" * 500_000, "damaged, or is not FHIR"),
        (b'{"resourceType": "Patient", "contact": ' + b'{"a":' * 500_000, "damaged, or is not FHIR"),
        (b'{"resourceType": "Patient", "x": ' + b"[" * 99_999 + b"]" * 99_999 + b"}", "damaged, or is not FHIR"),
        (b"0" * (LARGEST_FILE + 1), "larger than 32 MB"),
    ],
    ids=range(14),
)
def test_what_is_no_referral_is_refused(text: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as refused:
        read_referral(text, TODAY)
    assert refused.value.hint


def test_two_patients_are_one_too_many() -> None:
    with pytest.raises(InputError, match="more than one patient"):
        read(PATIENT, PATIENT | {"id": "p2"})


def test_entries_are_bounded() -> None:
    with pytest.raises(InputError, match="more than 2000 entries"):
        read(*[PATIENT] * (MOST_ENTRIES + 1))


def test_what_it_says_is_text_and_bounded() -> None:
    name = [{"text": "\u202eirS\x00\nAge: 5" + "x" * 5000}]
    encounter = read(PATIENT | {"name": name}, REQUEST | {"note": [{"text": "\x1b[31m" + "y" * 90_000}]})
    assert encounter.patient.startswith("irS Age: 5x")
    assert len(encounter.patient) == 300
    assert len(encounter.note) == LONGEST_NOTE
    assert "\x1b" not in encounter.note


def observed(code: str, system: str, **value: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
        **value,
    }


@pytest.mark.parametrize(
    ("quantity", "age"),
    [
        ({"value": 7, "code": "a"}, 7),
        ({"value": 18, "code": "mo"}, 1),
        ({"value": 40, "code": "d"}, 0),
        ({"value": 40, "code": "kg"}, None),
        ({"value": 1e308, "code": "kg"}, None),
    ],
)
def test_an_age_has_its_unit(quantity: dict[str, Any], age: int | None) -> None:
    told = observed("30525-0", "http://loinc.org", valueQuantity=quantity)
    assert read(PATIENT | {"birthDate": ""}, told).age == age


def test_an_age_that_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be"):
        read(PATIENT, observed("30525-0", "http://loinc.org", valueQuantity={"value": 400, "code": "a"}))


def test_codes_that_this_program_does_not_know_are_left_out() -> None:
    ours = "urn:x-lentigo:encounter"
    pin = [{"code": {"coding": [{"system": "urn:x-lentigo:pin", "code": "x"}]}, "valueQuantity": {"value": 7}}]
    told = (
        observed("future_item", ours, valueBoolean=True),
        observed("pin", ours, valueCodeableConcept={"text": "moon"}, component=pin),
        observed("skin_type", ours, valueCodeableConcept={"coding": [{"system": "x", "code": "IX"}]}),
    )
    encounter = read(PATIENT, *told)
    assert (encounter.history, encounter.pin, encounter.skin_type) == ({}, None, None)


def test_mutants_are_read_or_refused() -> None:
    """Of a referral, and of a document of this program."""
    generator = random.Random(5)
    bundle = {"resourceType": "Bundle", "entry": [{"resource": each} for each in (PATIENT, REQUEST)]}
    whole = [json.dumps(bundle).encode(), render_fhir(small_report())]
    refused = 0
    for _ in range(400):
        damaged = bytearray(generator.choice(whole))
        for _ in range(generator.choice((1, 2, 8))):
            at = generator.randrange(len(damaged))
            match generator.randrange(3):
                case 0:
                    damaged[at] = generator.choice(b'{}[]":,0aeu\\\x00\xff')
                case 1:
                    del damaged[at : at + generator.choice((1, 9, 90))]
                case 2:
                    damaged[at:at] = generator.choice((b"1e999", b"-", b"null", b"[[[[", b'"\\ud800"', b"9" * 400))
        try:
            read_referral(bytes(damaged), TODAY)
        except InputError:
            refused += 1
    assert 100 < refused < 400
