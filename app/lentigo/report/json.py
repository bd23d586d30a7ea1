"""The report as a document for other programs: report.json, schema version 1."""

from dataclasses import asdict
from typing import Any

from lentigo.domain.assessment import DISCLAIMER, Assessment, PictureRecord
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.evidence import Citation
from lentigo.domain.finding import Finding
from lentigo.domain.provenance import Calibration, Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import FlagState, RedFlag
from lentigo.report.content import model_warnings
from lentigo.untrusted import json_text

SCHEMA_VERSION = 1
REASONING = "model draft, not evidence"
_FIRED: dict[FlagState, bool | str] = {
    FlagState.FIRED: True,
    FlagState.NOT_FIRED: False,
    FlagState.NOT_ASSESSED: "not assessed",
}

Document = dict[str, Any]


def render_json(assessment: Assessment) -> bytes:
    """The document as UTF-8; what UTF-8 cannot hold stands as an escape."""
    return f"{json_text(to_document(assessment), indent=1)}\n".encode()


def to_document(assessment: Assessment) -> Document:
    """The report under the keys of schema version 1; only id, created and timings_s differ between equal runs."""
    pictures = assessment.pictures
    further = [_photograph(picture) | {"quality": _quality(picture.quality)} for picture in pictures[1:]]
    return {
        "schema": SCHEMA_VERSION,
        "status": "preliminary",
        "disclaimer": DISCLAIMER,
        "id": assessment.id,
        "created": assessment.created,
        "photograph": _photograph(pictures[0]),
        "quality": _quality(pictures[0].quality),
        **({"further_photographs": further} if further else {}),
        "encounter": _encounter(assessment.encounter),
        "description": assessment.description,
        "findings": [_finding(finding) for finding in assessment.findings],
        "differential": [_candidate(candidate) for candidate in assessment.differential],
        "red_flags": [_red_flag(flag) for flag in assessment.red_flags],
        "citations": [_citation(citation) for citation in assessment.citations],
        **({"closed_set": list(assessment.closed_set)} if assessment.closed_set else {}),
        **({"reasoning": {"status": REASONING, "text": assessment.reasoning}} if assessment.reasoning else {}),
        "warnings": list(model_warnings(assessment.provenance.model)),
        "limits": list(assessment.limits),
        "provenance": _provenance(assessment.provenance),
    }


def _photograph(picture: PictureRecord) -> Document:
    return {
        "sha256": picture.photograph.sha256,
        "width": picture.width,
        "height": picture.height,
        "format": picture.photograph.format,
        "captured": picture.photograph.captured,
        "metadata_removed": list(picture.photograph.metadata_removed),
    }


def _quality(quality: ImageQuality) -> Document:
    issues = [
        {"problem": str(issue.problem), "message": issue.message, "prevents_analysis": issue.prevents_analysis}
        for issue in quality.issues
    ]
    return {"acceptable": quality.acceptable, "issues": issues}


def _encounter(encounter: Encounter) -> Document:
    return {
        "age": encounter.age,
        "sex": None if encounter.sex is None else str(encounter.sex),
        "site": encounter.site,
        "duration": encounter.duration,
        "note": encounter.note,
        "history": {str(item): encounter.history[item] for item in History if item in encounter.history},
    }


def _finding(finding: Finding) -> Document:
    document: Document = {"name": finding.name, "value": finding.value, "source": str(finding.source)}
    return document | ({"draft": finding.draft} if finding.draft else {})


def _candidate(candidate: Candidate) -> Document:
    return {
        "rank": candidate.rank,
        "label": candidate.label,
        "code": candidate.code,
        "condition": candidate.condition,
        "likelihood": str(candidate.likelihood),
        "probability": candidate.probability,
        "support": list(candidate.support),
        "against": list(candidate.against),
        "citations": list(candidate.citations),
    }


def _red_flag(flag: RedFlag) -> Document:
    return {
        "rule": flag.rule,
        "source": flag.source,
        "urgency": str(flag.urgency),
        "fired": _FIRED[flag.state],
        "reason": flag.reason,
    }


def _citation(citation: Citation) -> Document:
    scores = citation.scores
    return {
        "id": citation.id,
        "document": citation.document,
        "title": citation.title,
        "page": citation.page,
        "label": citation.label,
        "quote": citation.quote,
        "scores": {"lexical": scores.lexical, "dense": scores.dense, "hybrid": scores.hybrid},
        "supported": citation.supported,
    }


def _provenance(provenance: Provenance) -> Document:
    model = provenance.model
    return {
        "app": provenance.app,
        "model": {
            "id": model.id,
            "name": model.name,
            "sha256": model.language_sha256,
            "quantization": model.quantization,
            "licence": model.licence,
            "notice": model.notice,
            "verified": model.verified,
        },
        "projector": {"sha256": model.projector_sha256},
        "encoder": provenance.encoder,
        "library": provenance.library,
        "protocol": provenance.protocol,
        "prompts": provenance.prompts,
        "calibration": _calibration(provenance.calibration),
        "seed": provenance.seed,
        "parameters": dict(provenance.parameters),
        "runtime": provenance.runtime,
        "timings_s": {stage: round(seconds, 3) for stage, seconds in provenance.timings.items()},
    }


def _calibration(calibration: Calibration | None) -> Document | None:
    return asdict(calibration) if calibration else None
