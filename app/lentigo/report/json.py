"""The report as a document for other programs: report.json, schema version 2, described in docs/report.schema.json.

What belongs to a closed set bears its id, which stays within a schema version, beside the text that people read: that
one is in the user's language, as everything is that the program says of the case. Programs compare ids.
"""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from lentigo.domain.answer_flag import AnswerFlag
from lentigo.domain.assessment import DISCLAIMER, Assessment, PictureRecord
from lentigo.domain.body import REGIONS, Pin
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.evidence import Citation
from lentigo.domain.explanation import CitedSentence, Explanation, RankedLabel, Rankings
from lentigo.domain.finding import Feature, Finding
from lentigo.domain.provenance import Calibration, Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import RedFlag
from lentigo.domain.wording.answer_flag import FLAWS
from lentigo.domain.wording.body import SIDES, VIEWS, site_text
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.encounter import COMPLAINTS, HISTORY, SEXES
from lentigo.domain.wording.explanation import SUPPORT, ranking_change
from lentigo.domain.wording.finding import FIELDS, feature_text, finding_text
from lentigo.domain.wording.limit import limit_text
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.domain.wording.red_flag import RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.language import translate
from lentigo.report.sections.banner import model_warnings
from lentigo.report.sign_off_json import review_document, sign_off_document
from lentigo.untrusted import json_text

SCHEMA_VERSION = 2
REASONING = "model_draft"

Document = dict[str, Any]


def render_json(assessment: Assessment) -> bytes:
    """The document as UTF-8; what UTF-8 cannot hold stands as an escape."""
    return f"{json_text(to_document(assessment), indent=1)}\n".encode()


def to_document(assessment: Assessment) -> Document:
    """The report under the keys of schema version 2; only id, created and timings_s differ between equal runs.

    Of a signed one, what was signed to the letter, and how that stands.
    """
    known = assessment.sign_off
    content = json.loads(known.signatures[-1].content) if known.frozen else _content(assessment)
    return {
        "schema_version": content.pop("schema_version"),
        "status": assessment.status.value,
        **content,
        **(sign_off_document(assessment) if known.signed else {}),
    }


def canonical_content(assessment: Assessment) -> str:
    """What is signed: all but status and sign_off, in ASCII, its keys sorted, without a space between."""
    content = _content(assessment) | {"review": review_document(assessment)}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _content(assessment: Assessment) -> Document:
    pictures = assessment.pictures
    further = [_photograph(picture) | {"quality": _quality(picture.quality)} for picture in pictures[1:]]
    return {
        "schema_version": SCHEMA_VERSION,
        "disclaimer": translate(DISCLAIMER),
        "id": assessment.id,
        "created": assessment.created,
        "photograph": _photograph(pictures[0]),
        "quality": _quality(pictures[0].quality),
        **({"further_photographs": further} if further else {}),
        "encounter": _encounter(assessment.encounter),
        **_description(assessment.description),
        "findings": [_finding(finding) for finding in assessment.findings],
        "differential": [_candidate(candidate) for candidate in assessment.differential],
        **({"removed": list(map(_candidate, assessment.removed))} if assessment.removed else {}),
        **({"rankings": _rankings(assessment.rankings)} if assessment.rankings else {}),
        **({"explanations": list(map(_explanation, assessment.explanations))} if assessment.explanations else {}),
        "red_flags": [_red_flag(flag) for flag in assessment.red_flags],
        "advice": [asdict(advice) for advice in assessment.advice],
        "citations": [_citation(citation) for citation in assessment.cited],
        **({"closed_set": list(assessment.closed_set)} if assessment.closed_set else {}),
        **({"reasoning": {"status": REASONING, "text": assessment.reasoning}} if assessment.reasoning else {}),
        "answer_flags": list(map(_answer_flag, assessment.answer_flags)),
        "warnings": list(model_warnings(assessment.provenance.model)),
        "limits": [_coded(limit.kind, limit_text(limit)) for limit in assessment.limits],
        "provenance": _provenance(assessment.provenance),
    }


def _coded(id: StrEnum, text: str) -> Document:
    return {"id": id.value, "text": text}


def _photograph(picture: PictureRecord) -> Document:
    return {
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "format": picture.format,
        "captured": picture.captured,
        "metadata_removed": [kind.value for kind in picture.metadata_removed],
        "kind": None if picture.kind is None else _coded(picture.kind, translate(PICTURE_KINDS[picture.kind])),
        "kind_told": picture.kind_told,
    }


def _description(description: Description) -> Document:
    outdated = [field.value for field in description.outdated]
    return {
        "description": description.text,
        **({} if description.draft is None else {"description_draft": description.draft}),
        **({"description_outdated": outdated} if outdated else {}),
    }


def _quality(quality: ImageQuality) -> Document:
    issues = [
        _coded(issue, translate(QUALITY_ISSUES[issue]))
        | {"problem": issue.problem.value, "prevents_analysis": issue.prevents_analysis}
        for issue in quality.issues
    ]
    return {"acceptable": quality.acceptable, "issues": issues}


def _encounter(encounter: Encounter) -> Document:
    complaint = encounter.complaint
    return {
        "patient": encounter.patient,
        "age": encounter.age,
        "sex": None if encounter.sex is None else _coded(encounter.sex, translate(SEXES[encounter.sex])),
        "skin_type": encounter.skin_type and encounter.skin_type.name,
        "complaint": None if complaint is None else _coded(complaint, translate(COMPLAINTS[complaint])),
        "site": encounter.site,
        "pin": None if encounter.pin is None else _pin(encounter.pin),
        "duration": encounter.duration,
        "note": encounter.note,
        "history": [
            _coded(item, translate(HISTORY[item])) | {"present": encounter.history[item]}
            for item in History
            if item in encounter.history
        ],
    }


def _pin(pin: Pin) -> Document:
    codes = REGIONS[pin.region]
    return {
        "region": _coded(pin.region, site_text(pin)),
        "side": _coded(pin.side, translate(SIDES[pin.side])),
        "view": _coded(pin.view, translate(VIEWS[pin.view])),
        "x": round(pin.x, 4),
        "y": round(pin.y, 4),
        "icd11": codes.icd11,
        "isic": codes.isic.value,
    }


def _finding(finding: Finding) -> Document:
    return {
        "field": _coded(finding.field, translate(FIELDS[finding.field])),
        **_answer(finding),
        "source": finding.source.value,
        "accepted": finding.accepted,
        **({"draft": _answer(finding.draft)} if finding.draft else {}),
    }


def _answer(finding: Finding) -> Document:
    words = [word.value for word in finding.words]
    return {"state": finding.state.value, "value": finding_text(finding), "words": words}


def _candidate(candidate: Candidate) -> Document:
    urgency = candidate.urgency
    return {
        "rank": candidate.rank,
        "label": candidate.label,
        "code": candidate.code,
        "condition": candidate.condition,
        "likelihood": _coded(candidate.likelihood, translate(LIKELIHOODS[candidate.likelihood])),
        "probability": candidate.probability,
        "support": list(map(_feature, candidate.support)),
        "against": list(map(_feature, candidate.against)),
        "citations": list(candidate.citations),
        "urgency": None if urgency is None else _coded(urgency, translate(URGENCIES[urgency])),
        "source": candidate.source.value,
        "accepted": candidate.accepted,
        "drafted_rank": candidate.drafted_rank,
    }


def _rankings(rankings: Rankings) -> Document:
    return {
        "leading": "before",
        "text": ranking_change(rankings),
        "before": list(map(_ranked_label, rankings.before)),
        "after": list(map(_ranked_label, rankings.after)),
    }


def _ranked_label(ranked: RankedLabel) -> Document:
    return {"label": ranked.label, "share": round(ranked.share, 6)}


def _explanation(told: Explanation) -> Document:
    return {
        "label": told.label,
        "supporting": list(map(_sentence, told.supporting)),
        "opposing": list(map(_sentence, told.opposing)),
        "next_steps": list(map(_sentence, told.next_steps)),
    }


def _sentence(sentence: CitedSentence) -> Document:
    support = _coded(sentence.support, translate(SUPPORT[sentence.support]))
    return {"text": sentence.text, "support": support, "citation": sentence.citation}


def _answer_flag(flag: AnswerFlag) -> Document:
    return {"flaw": _coded(flag.flaw, translate(FLAWS[flag.flaw])), "part": flag.part, "retried": flag.retried}


def _feature(feature: Feature) -> Document:
    words = [word.value for word in feature.words]
    return {"field": feature.field.value, "words": words, "text": feature_text(feature)}


def _red_flag(flag: RedFlag) -> Document:
    return {
        "rule": _coded(flag.rule, rule_text(flag)),
        "source": _coded(flag.source, translate(RULE_SOURCES[flag.source])),
        "urgency": _coded(flag.urgency, translate(URGENCIES[flag.urgency])),
        "state": flag.state.value,
        "reason": _coded(flag.reason.kind, reason_text(flag.reason)),
        "diagnosis": flag.diagnosis,
        "before_edits": flag.before_edits,
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
        "withheld": citation.withheld,
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
