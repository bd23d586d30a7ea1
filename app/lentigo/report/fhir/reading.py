"""A case begun from FHIR R4: a referral from another system, or a report that this program wrote.

The file is untrusted: its size, its depth and its number of entries are bounded, what is not read is skipped, and what
is read is text for people. It never says which of the clinic's patients somebody is: that is for a person to choose.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from math import isfinite
from typing import TypeVar

import msgspec

from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.encounter import Complaint, Encounter, History, SkinType
from lentigo.domain.patient import Patient as Person
from lentigo.domain.wording.date import format_day
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.report.fhir.parties import GENDERS
from lentigo.report.fhir.received import Header, HumanName, Observation, Part, Patient, ServiceRequest
from lentigo.report.fhir.vocabulary import AGE, CHIEF_COMPLAINT, ENCOUNTER, LOINC, PIN, Asked, system
from lentigo.untrusted import one_line, readable

LARGEST_FILE = 32 << 20  # bytes; a report with twelve photographs, as a report shows them, takes less
MOST_ENTRIES = 2000
LONGEST_NOTE = 20_000  # characters
_VOID = frozenset({"revoked", "entered-in-error"})
_SEXES = {word: sex for sex, word in GENDERS.items()}
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 1 / 52.18, "d": 1 / 365.25}  # UCUM
Kind = TypeVar("Kind")
Member = TypeVar("Member")


def read_referral(data: bytes, today: date) -> Encounter:
    """What a Bundle, a Patient or a ServiceRequest tells of a case; InputError where it tells nothing of one patient.

    The age is that of `today`, unless it is told.
    """
    if len(data) > LARGEST_FILE:
        raise InputError(
            translate("The file is larger than {most} MB.", most=LARGEST_FILE >> 20),
            hint=translate("Export the referral alone, without further documents."),
        )
    try:
        return _encounter(_resources(data), today)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise _not_fhir(data) from error


def _resources(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Kind and JSON of each resource."""
    header = msgspec.json.decode(data, type=Header)
    if header.resource_type != "Bundle":
        return ((header.resource_type, data),)
    if len(header.entry) > MOST_ENTRIES:
        raise InputError(
            translate("The file holds more than {most} entries.", most=MOST_ENTRIES),
            hint=translate("Export the referral alone, without further documents."),
        )
    inner = (bytes(entry.resource) for entry in header.entry)
    return tuple((msgspec.json.decode(each, type=Header).resource_type, each) for each in inner if each)


def _encounter(resources: Sequence[tuple[str, bytes]], today: date) -> Encounter:
    requests = [each for each in _of(resources, "ServiceRequest", ServiceRequest) if each.status not in _VOID]
    contained = [bytes(raw) for request in requests for raw in request.contained]
    inner = [(msgspec.json.decode(each, type=Header).resource_type, each) for each in contained]
    patients = _of([*resources, *inner], "Patient", Patient)
    if len(patients) > 1:
        raise InputError(
            translate("The file is about more than one patient."),
            hint=translate("Export a file for this patient alone."),
        )
    if not patients and not requests:
        raise InputError(
            translate("The file holds neither a patient nor a referral."),
            hint=translate("Export the patient or the referral as FHIR R4, in JSON."),
        )
    facts = _Facts([each for each in _of(resources, "Observation", Observation) if each.status not in _VOID])
    patient = patients[0] if patients else Patient()
    told = facts.age
    return Encounter(
        patient=one_line(_shown(patient)),
        age=_age(patient.birth_date, today) if told is None else told,
        sex=_SEXES.get(patient.gender),
        skin_type=facts.skin_type,
        site=one_line(facts.text(Asked.SITE) or ", ".join(site.told for each in requests for site in each.body_site)),
        pin=facts.pin,
        duration=one_line(facts.text(Asked.DURATION)),
        note=readable(facts.text(Asked.NOTE) or "\n".join(_lines(requests)))[:LONGEST_NOTE],
        complaint=facts.complaint,
        history=facts.history,
    )


def _of(resources: Sequence[tuple[str, bytes]], kind: str, form: type[Kind]) -> list[Kind]:
    return [msgspec.json.decode(each, type=form) for name, each in resources if name == kind]


class _Facts:
    """What the program's own Observations tell; those of others but for age and complaint are not read."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self._told = {each.code.code(ENCOUNTER): each for each in observations}
        self._loinc = {each.code.code(LOINC): each for each in observations}

    def text(self, asked: Asked) -> str:
        """What was written; "" where nothing was."""
        return self._told[asked].value_string if asked in self._told else ""

    @property
    def age(self) -> int | None:
        """In completed years."""
        if AGE["code"] not in self._loinc:
            return None
        quantity = self._loinc[AGE["code"]].value_quantity
        known = isfinite(quantity.value) and quantity.code in _YEARS
        return int(quantity.value * _YEARS[quantity.code]) if known else None

    @property
    def complaint(self) -> Complaint | None:
        """Of the program's own list."""
        told = self._loinc.get(CHIEF_COMPLAINT["code"], Observation())
        return _member(Complaint, told.value_codeable_concept.code(system("complaint")))

    @property
    def skin_type(self) -> SkinType | None:
        """By Fitzpatrick."""
        told = self._told.get(Asked.SKIN_TYPE, Observation())
        return SkinType.__members__.get(told.value_codeable_concept.code(system("skin-type")))

    @property
    def history(self) -> dict[History, bool]:
        """What was asked."""
        answers = ((item, self._told[item].value_boolean) for item in History if item in self._told)
        return {item: answer for item, answer in answers if answer is not None}

    @property
    def pin(self) -> Pin | None:
        """A place on a drawing that is wholly told."""
        told = self._told.get(Asked.PIN, Observation())
        parts = {part.code.code(PIN): part for part in told.component}
        region = _member(Region, told.value_codeable_concept.code(system("region")))
        view, side = (
            _member(kind, parts.get(name, Part()).value_codeable_concept.code(system(name)))
            for kind, name in ((View, "view"), (Side, "side"))
        )
        across, down = (parts.get(name, Part()).value_quantity.value for name in ("x", "y"))
        if not (region and isinstance(view, View) and isinstance(side, Side)):
            return None
        if not (0 <= across <= 1 and 0 <= down <= 1):
            return None
        return Pin(view=view, x=across, y=down, region=region, side=side)


def _member(kind: type[Member], code: str) -> Member | None:
    try:
        return kind(code)  # type: ignore[call-arg]
    except ValueError:
        return None


def _shown(patient: Patient) -> str:
    """As the clinic's own records call somebody: the name, and the number that tells two of one name apart."""
    name = patient.name[0] if patient.name else HumanName()
    spoken = name.text or " ".join(filter(None, (*name.given, name.family)))
    number = next((each.value for each in patient.identifier if each.value), "")
    return Person(id="", name=spoken.strip(), identifier=number.strip()).shown


def _age(born: str, today: date) -> int | None:
    try:
        return Person(id="", born=date.fromisoformat(born)).age(today)
    except ValueError:  # FHIR allows a year alone
        return None


def _lines(requests: Sequence[ServiceRequest]) -> Iterator[str]:
    """What a referral says, a line each."""
    for request in requests:
        if reasons := "; ".join(filter(None, (each.told for each in request.reason_code))):
            yield translate("Reason for the referral: {reason}", reason=reasons)
        if request.requester.display:
            yield translate("Referred by {requester}", requester=one_line(request.requester.display))
        if request.authored_on:
            yield translate("Referred on {day}", day=format_day(one_line(request.authored_on[:10])))
        yield from (each.text for each in request.note if each.text)


def _not_fhir(data: bytes) -> InputError:
    """What the file is instead, as far as its beginning tells."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return InputError(
            translate("The file is written in XML."), hint=translate("Export it as FHIR R4 in JSON instead.")
        )
    return InputError(
        translate("The file is damaged, or is not FHIR R4 in JSON."),
        hint=translate("Export the patient or the referral again, as FHIR R4 in JSON."),
    )
