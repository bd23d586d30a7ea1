"""What is known of the patient, as Observations; `reading` takes the same facts out of them again."""

from collections.abc import Iterator
from functools import partial

from lentigo.domain.assessment import Assessment
from lentigo.domain.body import REGIONS, Pin
from lentigo.domain.encounter import History
from lentigo.domain.wording.body import SIDES, VIEWS, site_text
from lentigo.domain.wording.encounter import COMPLAINTS, HISTORY, SKIN_TYPES
from lentigo.language import translate
from lentigo.report.fhir.resource import resource
from lentigo.report.fhir.vocabulary import (
    AGE,
    CHIEF_COMPLAINT,
    ENCOUNTER,
    ICD11,
    PIN,
    Asked,
    Value,
    coded,
    concept,
    system,
    unit,
)


def context(report: Assessment, shared: Value) -> tuple[Value, ...]:
    """An Observation for each thing that was told; what was not asked has none. `shared` are fields of all."""
    observation = partial(resource, "Observation", report.id, "context")
    return tuple(observation(key, **shared, **fields) for key, fields in _facts(report))


def _facts(report: Assessment) -> Iterator[tuple[str, Value]]:
    encounter = report.encounter
    if encounter.age is not None:
        yield "age", {"code": concept(translate("Age"), AGE), "valueQuantity": unit(encounter.age, "a", "a")}
    if encounter.complaint:
        complaint = coded(system("complaint"), encounter.complaint, translate(COMPLAINTS[encounter.complaint]))
        yield (
            "complaint",
            {
                "code": concept(translate("Complaint"), CHIEF_COMPLAINT),
                "valueCodeableConcept": complaint,
            },
        )
    if encounter.skin_type:
        told = coded(system("skin-type"), encounter.skin_type.name, translate(SKIN_TYPES[encounter.skin_type]))
        name = translate("Skin type (Fitzpatrick), as asked")
        yield Asked.SKIN_TYPE, {"code": coded(ENCOUNTER, Asked.SKIN_TYPE, name), "valueCodeableConcept": told}
    texts = {
        Asked.SITE: (translate("Body site"), encounter.site),
        Asked.DURATION: (translate("Duration"), encounter.duration),
        Asked.NOTE: (translate("Note"), encounter.note),
    }
    for asked, (name, text) in texts.items():
        if text.strip():
            yield asked, {"code": coded(ENCOUNTER, asked, name), "valueString": text}
    if encounter.pin:
        yield Asked.PIN, _pin(encounter.pin)
    for item in History:
        if item in encounter.history:
            code = coded(ENCOUNTER, item, translate(HISTORY[item]))
            yield item, {"code": code, "valueBoolean": encounter.history[item]}


def _pin(pin: Pin) -> Value:
    return {
        "code": coded(ENCOUNTER, Asked.PIN, translate("Body site")),
        "valueCodeableConcept": body_site(pin),
        "component": [
            {
                "code": _part("view"),
                "valueCodeableConcept": coded(system("view"), pin.view, translate(VIEWS[pin.view])),
            },
            {
                "code": _part("side"),
                "valueCodeableConcept": coded(system("side"), pin.side, translate(SIDES[pin.side])),
            },
            {"code": _part("x"), "valueQuantity": unit(pin.x, "1", "1")},
            {"code": _part("y"), "valueQuantity": unit(pin.y, "1", "1")},
        ],
    }


def body_site(pin: Pin) -> Value:
    """The region, under its id and ICD-11's code of surface topography."""
    region = {"system": system("region"), "code": pin.region.value}
    return concept(site_text(pin), region, {"system": ICD11, "code": REGIONS[pin.region].icd11})


def _part(name: str) -> Value:
    return coded(PIN, name, name)
