"""Findings, candidates and red flags as Observations: whose each is stands in its security label and its device."""

from collections.abc import Iterator
from functools import partial

from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate
from lentigo.domain.finding import Finding, FindingSource, FindingState
from lentigo.domain.red_flag import FlagState, RedFlag
from lentigo.domain.sign_off import fired
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import FIELDS, feature_text, finding_text
from lentigo.domain.wording.red_flag import URGENCIES, reason_text, rule_text
from lentigo.domain.wording.sign_off import FLAG_ANSWERS
from lentigo.language import translate
from lentigo.report.fhir.resource import refer, resource
from lentigo.report.fhir.vocabulary import (
    ABSENT_REASON,
    BY_CLINICIAN,
    BY_MACHINE,
    CANDIDATE,
    FINDING,
    FINDING_WORD,
    FLAG,
    ICD10,
    Value,
    coded,
    concept,
    system,
    unit,
)

_ABSENT = {FindingState.NOT_ASSESSED: "not-performed", FindingState.NO_USABLE_ANSWER: "error"}


def findings(report: Assessment, shared: Value, model: Value) -> tuple[Value, ...]:
    """Each field of the form, and the prose; `shared` are fields of all, `model` is the Device."""
    observation = partial(resource, "Observation", report.id, "finding")
    made = [
        observation(finding.field, **shared, **_author(finding.source, model), **_finding(finding))
        for finding in report.findings
    ]
    described = report.description
    if described.text.strip():
        told = {
            "code": coded(FINDING, "description", translate("Description")),
            "valueString": described.text,
            "note": [{"text": translate("The draft said: {draft}", draft=described.draft)}] if described.draft else [],
        }
        made.append(observation("description", **shared, **_author(described.source, model), **told))
    return tuple(made)


def candidates(report: Assessment, shared: Value, model: Value) -> tuple[Value, ...]:
    """The differential, which is no diagnosis: none of it goes into the report's conclusion."""
    return tuple(
        resource(
            "Observation",
            report.id,
            "candidate",
            each.rank,
            **shared,
            **_author(each.source, model),
            **_candidate(each),
        )
        for each in report.differential
    )


def red_flags(report: Assessment, shared: Value, program: Value) -> tuple[Value, ...]:
    """What each rule of the program said; of one that fired, what the clinician answered."""
    return tuple(
        resource(
            "Observation",
            report.id,
            "flag",
            number,
            **shared,
            **_author(FindingSource.MODEL, program),
            **_flag(flag, report),
        )
        for number, flag in enumerate(report.red_flags)
    )


def _author(source: FindingSource, device: Value) -> Value:
    if source is FindingSource.CLINICIAN:
        return {"meta": {"security": [BY_CLINICIAN]}}
    return {"meta": {"security": [BY_MACHINE]}, "device": refer(device)}


def _finding(finding: Finding) -> Value:
    code = coded(FINDING, finding.field, translate(FIELDS[finding.field]))
    notes = []
    if finding.draft:
        notes.append(translate("The draft said: {draft}", draft=finding_text(finding.draft)))
    elif finding.accepted:
        notes.append(translate("accepted by the clinician"))
    told = {"code": code, "note": [{"text": note} for note in notes]}
    if finding.assessed:
        words = ({"system": FINDING_WORD, "code": word.value} for word in finding.words)
        return {**told, "valueCodeableConcept": concept(finding_text(finding), *words)}
    reason = {"system": ABSENT_REASON, "code": _ABSENT[finding.state]}
    return {**told, "dataAbsentReason": concept(finding_text(finding), reason)}


def _candidate(candidate: Candidate) -> Value:
    icd = [{"system": ICD10, "code": candidate.code}] if candidate.code else []
    return {
        "code": coded(CANDIDATE, "candidate", translate("Diagnosis to consider")),
        "valueCodeableConcept": concept(candidate.label, *icd),
        "component": list(_parts(candidate)),
    }


def _parts(candidate: Candidate) -> Iterator[Value]:
    yield {"code": _part("rank", translate("Rank")), "valueInteger": candidate.rank}
    likelihood = translate(LIKELIHOODS[candidate.likelihood])
    yield {
        "code": _part("likelihood", translate("Likelihood")),
        "valueCodeableConcept": coded(system("likelihood"), candidate.likelihood, likelihood),
    }
    if candidate.probability is not None:
        share = unit(round(100 * candidate.probability, 1), "%", "%")
        yield {"code": _part("probability", translate("Probability")), "valueQuantity": share}
    for name, title, features in (
        ("support", translate("Speaks for it"), candidate.support),
        ("against", translate("Speaks against it"), candidate.against),
    ):
        if features:
            yield {"code": _part(name, title), "valueString": "; ".join(map(feature_text, features))}
    if candidate.accepted:
        yield {"code": _part("accepted", translate("accepted by the clinician")), "valueBoolean": True}


def _flag(flag: RedFlag, report: Assessment) -> Value:
    parts = [
        {
            "code": coded(FLAG, "urgency", translate("Urgency")),
            "valueCodeableConcept": coded(system("urgency"), flag.urgency, translate(URGENCIES[flag.urgency])),
        },
        {"code": coded(FLAG, "reason", translate("Reason")), "valueString": reason_text(flag.reason)},
    ]
    told = {"code": coded(FLAG, flag.rule, rule_text(flag)), "component": [*parts, *_reply(flag, report)]}
    if flag.state is FlagState.NOT_ASSESSED:
        return {**told, "dataAbsentReason": {"coding": [{"system": ABSENT_REASON, "code": "unknown"}]}}
    return {**told, "valueBoolean": flag.state is FlagState.FIRED}


def _reply(flag: RedFlag, report: Assessment) -> Iterator[Value]:
    """What became of it, once somebody signed that."""
    reply = report.sign_off.review.reply_to(flag)
    if not (report.sign_off.frozen and flag in fired(report.red_flags) and reply.answer):
        return
    answer = coded(system("red-flag-answer"), reply.answer, translate(FLAG_ANSWERS[reply.answer]))
    yield {"code": coded(FLAG, "answer", translate("Answer")), "valueCodeableConcept": answer}
    if reply.text.strip():
        yield {"code": coded(FLAG, "action", translate("Action taken")), "valueString": reply.text}


def _part(name: str, title: str) -> Value:
    return coded(CANDIDATE, name, title)
