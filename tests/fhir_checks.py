"""What is wrong with a FHIR R4 Bundle, as three checkers see it that overlook different faults.

fhir.resources knows elements, types and cardinalities; pyfhircheck with FHIR's own definitions knows invariants and
required bindings; neither follows references. AIAST, which is newer than R4's copy of its code system, needs no
exception: the binding of security labels is extensible.
"""

import contextlib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError
from pyfhircheck import Validator
from pyfhircheck.config import ValidatorConfig
from pyfhircheck.models import Severity

Value = dict[str, Any]

DEFINITIONS = Path(__file__).resolve().parent.parent / "build" / "cache" / "fhir"
needs_definitions = pytest.mark.skipif(
    not DEFINITIONS.is_dir(),
    reason="FHIR's definitions are missing: python3 build/fhir_definitions.py build/cache/fhir (needs npm)",
)
_ANY = frozenset({"*"})
_WHO = frozenset({"Practitioner", "Organization", "Device", "Patient"})
# Where a reference may lead, after https://hl7.org/fhir/R4; what is not listed here has no business in our documents.
_TARGETS = {
    "Binary.securityContext": _ANY,
    "Composition.subject": frozenset({"Patient"}),
    "Composition.author": _WHO,
    "Composition.attester.party": frozenset({"Practitioner", "Organization", "Patient"}),
    "Composition.custodian": frozenset({"Organization"}),
    "Composition.section.author": _WHO,
    "Composition.section.entry": _ANY,
    "Device.parent": frozenset({"Device"}),
    "DiagnosticReport.media.link": frozenset({"Media"}),
    "DiagnosticReport.performer": frozenset({"Practitioner", "Organization"}),
    "DiagnosticReport.result": frozenset({"Observation"}),
    "DiagnosticReport.resultsInterpreter": frozenset({"Practitioner", "Organization"}),
    "DiagnosticReport.subject": frozenset({"Patient", "Device"}),
    "Media.subject": frozenset({"Patient", "Practitioner", "Device"}),
    "Observation.device": frozenset({"Device"}),
    "Observation.subject": frozenset({"Patient", "Device"}),
    "Provenance.agent.who": _WHO,
    "Provenance.entity.what": _ANY,
    "Provenance.target": _ANY,
}


def faults(bundle: Value) -> list[str]:
    """All of them; none for a good one."""
    return [*reference_faults(bundle), *model_faults(bundle), *definition_faults(bundle)]


def reference_faults(bundle: Value) -> list[str]:
    """Dangling and wrongly typed references, addresses that do not fit or occur twice, and what nobody refers to."""
    entries = bundle.get("entry", [])
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in entries}
    found = ["two entries have one address"] if len(kinds) < len(entries) else []
    reached = {entries[0]["fullUrl"]} if entries else set()
    for entry in entries:
        resource = entry["resource"]
        if entry["fullUrl"] != f"urn:uuid:{resource.get('id')}":
            found.append(f"{resource['resourceType']}: address and id differ")
        for path, target in _links(resource["resourceType"], resource):
            reached |= {target} | ({entry["fullUrl"]} if resource["resourceType"] == "Provenance" else set())
            found += _link_faults(path, target, kinds)
    return found + [f"{kinds[address]}: nobody refers to it" for address in kinds.keys() - reached]


def _link_faults(path: str, target: str, kinds: dict[str, str]) -> Iterator[str]:
    allowed = frozenset({"Binary"}) if path.endswith("content.url") else _TARGETS.get(path, frozenset())
    if target not in kinds:
        yield f"{path}: dangling"
    elif not allowed & {"*", kinds[target]}:
        yield f"{path}: leads to a {kinds[target]}"


def _links(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for each in value:
            yield from _links(path, each)
    if not isinstance(value, dict):
        return
    if "reference" in value:
        yield path, value["reference"]
    if path == "Media.content" and "url" in value:
        yield f"{path}.url", value["url"]
    for key, held in value.items():
        yield from _links(f"{path}.{key}", held)


def model_faults(bundle: Value) -> list[str]:
    """By fhir.resources, whose R4B differs from R4 in no resource of ours."""
    try:
        get_fhir_model_class("Bundle").model_validate(bundle)
    except ValidationError as error:
        return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return []


@cache
def _validator() -> Validator:
    return Validator(ValidatorConfig(local_package_paths=[str(DEFINITIONS)]))


def definition_faults(bundle: Value) -> list[str]:
    """By pyfhircheck, whose errors alone count: it warns of each resource without a narrative of its own."""
    if not DEFINITIONS.is_dir():
        return []
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what traces find
        found = _validator().validate_resource(bundle).issues
    return [f"{each.path}: {each.message}" for each in found if each.severity is Severity.ERROR]
