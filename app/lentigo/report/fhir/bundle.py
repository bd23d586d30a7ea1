"""The report as a FHIR R4 document: a Bundle whose first entry, a Composition, says what the report says."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.domain.sign_off import ReportStatus
from lentigo.domain.wording.sign_off import diagnosis_text
from lentigo.language import language_spoken, translate
from lentigo.report.content import sections
from lentigo.report.fhir.context import context
from lentigo.report.fhir.draft import candidates, findings, red_flags
from lentigo.report.fhir.history import history
from lentigo.report.fhir.narrative import narrative, paragraph
from lentigo.report.fhir.parties import Practitioners, model, organization, patient, practitioners, program
from lentigo.report.fhir.photographs import binary, media
from lentigo.report.fhir.resource import address, day_or_time, instant, moment, pruned, refer, resource
from lentigo.report.fhir.vocabulary import (
    ADDENDUM,
    BY_MACHINE,
    DOCUMENT,
    DOCUMENT_KIND,
    ICD10,
    REPORT,
    SECTION,
    URI,
    Value,
    coded,
    concept,
)
from lentigo.report.formats import Pictures
from lentigo.report.section import Section
from lentigo.untrusted import json_text

_COMPOSITION = {  # Composition has fewer words than DiagnosticReport
    ReportStatus.PARTIAL: "preliminary",
    ReportStatus.PRELIMINARY: "preliminary",
    ReportStatus.FINAL: "final",
    ReportStatus.APPENDED: "amended",
    ReportStatus.CORRECTED: "amended",
    ReportStatus.ENTERED_IN_ERROR: "entered-in-error",
}
_OBSERVATION = {  # an addendum leaves them as they were
    ReportStatus.PARTIAL: "preliminary",
    ReportStatus.PRELIMINARY: "preliminary",
    ReportStatus.FINAL: "final",
    ReportStatus.APPENDED: "final",
    ReportStatus.CORRECTED: "corrected",
    ReportStatus.ENTERED_IN_ERROR: "entered-in-error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The resources that a report is made of, apart from the Composition."""

    patient: Value
    organization: Value | None
    people: Practitioners
    program: Value
    model: Value
    context: tuple[Value, ...]
    findings: tuple[Value, ...]
    candidates: tuple[Value, ...]
    red_flags: tuple[Value, ...]
    media: tuple[Value, ...]
    binaries: tuple[Value, ...]

    @property
    def machine(self) -> tuple[Value, ...]:
        """What was drafted, in part perhaps revised by the clinician."""
        return (*self.findings, *self.candidates, *self.red_flags)


def render_fhir(assessment: Assessment, pictures: Pictures | None = None, clinic: Clinic = NO_CLINIC) -> bytes:
    """The Bundle as JSON in UTF-8, the same for the same assessment; without `pictures`, it holds no pixels."""
    return f"{json_text(to_bundle(assessment, pictures, clinic), indent=1)}\n".encode()


def to_bundle(assessment: Assessment, pictures: Pictures | None = None, clinic: Clinic = NO_CLINIC) -> Value:
    """The Bundle as plain values."""
    parts = _parts(assessment, pictures, clinic)
    result = _diagnostic_report(assessment, parts)
    composition = _composition(assessment, parts, result, sections(assessment, clinic))
    happened = history(
        assessment,
        made=parts.machine,
        shown=parts.media,
        result=result,
        devices=(parts.model, parts.program),
        people=parts.people,
    )
    organizations = (parts.organization,) if parts.organization else ()
    devices = (parts.program, parts.model)
    resources = (composition, parts.patient, *organizations, *parts.people.values(), *devices, result)
    resources = (*resources, *parts.context, *parts.machine, *parts.media, *parts.binaries, *happened)
    entries = pruned([{"fullUrl": address(each), "resource": each} for each in resources])
    content = hashlib.sha256(json.dumps(entries).encode()).hexdigest()  # another content is another document
    bundle = resource("Bundle", assessment.id, content)
    return {
        **bundle,
        "identifier": {"system": URI, "value": address(bundle)},
        "type": "document",
        "timestamp": instant(_latest(assessment)),
        "entry": entries,
    }


def _parts(assessment: Assessment, pictures: Pictures | None, clinic: Clinic) -> _Parts:
    status = _OBSERVATION[assessment.status]
    about, software = patient(assessment), program(assessment)
    weights = model(assessment, software)
    shared = {
        "status": status,
        "subject": refer(about),
        "effectiveDateTime": _effective(assessment),
    }
    shown, withdrawn = assessment.pictures, assessment.status is ReportStatus.ENTERED_IN_ERROR
    binaries = tuple(binary(assessment, each, pictures[each.sha256], about) for each in shown) if pictures else ()
    held = binaries or (None,) * len(shown)
    done = "entered-in-error" if withdrawn else "completed"
    return _Parts(
        patient=about,
        organization=organization(assessment, clinic),
        people=practitioners(assessment),
        program=software,
        model=weights,
        context=context(assessment, shared),
        findings=findings(assessment, shared, weights),
        candidates=candidates(assessment, shared, weights),
        red_flags=red_flags(assessment, shared, software),
        media=tuple(media(assessment, each, pixels, about, done) for each, pixels in zip(shown, held, strict=True)),
        binaries=binaries,
    )


def _diagnostic_report(assessment: Assessment, parts: _Parts) -> Value:
    """Its conclusion is the signer's; as long as nobody signed, it has none."""
    known = assessment.sign_off
    fields: Value = {"meta": {"security": [BY_MACHINE]}}
    if known.frozen:
        last = known.signatures[-1]
        diagnosis, signer = last.review.diagnosis, refer(parts.people[last.review.signer])
        fields = {
            "issued": instant(last.at),
            "performer": [signer],
            "resultsInterpreter": [signer],
            "conclusion": diagnosis_text(diagnosis),
            "conclusionCode": [concept(diagnosis.name, {"system": ICD10, "code": diagnosis.icd10})]
            if diagnosis.icd10
            else None,
        }
    return resource(
        "DiagnosticReport",
        assessment.id,
        identifier=[{"system": REPORT, "value": assessment.id}],
        status=assessment.status.value,
        code=coded(DOCUMENT, DOCUMENT_KIND, translate("Report on a skin photograph")),
        subject=refer(parts.patient),
        effectiveDateTime=_effective(assessment),
        result=[refer(each) for each in (*parts.context, *parts.machine)],
        media=[{"link": refer(each)} for each in parts.media],
        **fields,
    )


def _composition(assessment: Assessment, parts: _Parts, result: Value, told: Sequence[Section]) -> Value:
    known = assessment.sign_off
    signed = known.signatures if known.frozen else ()
    signers = [refer(parts.people[signature.review.signer]) for signature in signed[-1:]]
    return resource(
        "Composition",
        assessment.id,
        language=language_spoken(),
        identifier={"system": REPORT, "value": assessment.id},
        status=_COMPOSITION[assessment.status],
        type=coded(DOCUMENT, DOCUMENT_KIND, translate("Report on a skin photograph")),
        subject=refer(parts.patient),
        date=instant(_latest(assessment)),
        author=[*signers, refer(parts.program)],
        title=translate("Lentigo report {id}", id=assessment.id),
        attester=[
            {"mode": "professional", "time": instant(each.at), "party": refer(parts.people[each.review.signer])}
            for each in signed
        ],
        custodian=refer(parts.organization) if parts.organization else None,
        section=[*(_section(each, parts, result) for each in told), *_addenda(assessment, parts)],
    )


def _section(section: Section, parts: _Parts, result: Value) -> Value:
    """A part of the report as the PDF has it, and the resources that it is about."""
    held: dict[str, tuple[Value, ...]] = {
        "banner": (result,),
        "photographs": parts.media,
        "differential": parts.candidates,
        "findings": parts.findings,
        "red-flags": parts.red_flags,
        "context": parts.context,
        "provenance": (parts.program, parts.model),
    }
    title = section.title or translate("Please note")
    return {
        "title": title,
        "code": coded(SECTION, section.id, title),
        "text": narrative(section),
        "entry": [refer(each) for each in held.get(section.id, ())],
    }


def _addenda(assessment: Assessment, parts: _Parts) -> list[Value]:
    """Each addendum a section of its own, where electronic records look for it."""
    return [
        {
            "title": translate("Addendum {number}", number=each.number),
            "code": concept(translate("Addendum {number}", number=each.number), ADDENDUM),
            "author": [refer(parts.people[each.author])],
            "text": paragraph(each.text),
        }
        for each in assessment.sign_off.addenda
    ]


def _effective(assessment: Assessment) -> str:
    """When the patient was as the report says: when the first photograph was taken, or else when it was drafted."""
    return day_or_time(assessment.pictures[0].captured or "") or instant(assessment.created)


def _latest(assessment: Assessment) -> str:
    """When anything last came to the report."""
    known = assessment.sign_off
    stamps = [known.withdrawal.at] if known.withdrawal else []
    stamps += [*(each.at for each in known.addenda), *(each.at for each in known.signatures)]
    return max(stamps, key=moment, default=assessment.created)
