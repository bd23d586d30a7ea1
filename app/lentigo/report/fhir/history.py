"""Provenance: the device that made the draft, the clinicians who verified, added to, or withdrew the report."""

from collections.abc import Iterator, Sequence
from typing import Any

from lentigo.domain.assessment import Assessment
from lentigo.report.fhir.parties import Practitioners
from lentigo.report.fhir.resource import instant, refer, resource
from lentigo.report.fhir.vocabulary import CONTENT, LIFECYCLE, PARTICIPANT, Value, concept


def history(
    report: Assessment,
    *,
    made: Sequence[Value],
    shown: Sequence[Value],
    result: Value,
    devices: tuple[Value, Value],
    people: Practitioners,
) -> Iterator[Value]:
    """`made` are the machine's resources, `shown` the photographs they rest on, `devices` model and program."""
    yield _draft(report, made, shown, result, devices)
    target = [refer(result)]
    yield from _signatures(report, target, people)
    yield from _addenda(report, target, people)
    yield from _withdrawal(report, target, people)


def _draft(
    report: Assessment,
    made: Sequence[Value],
    shown: Sequence[Value],
    result: Value,
    devices: tuple[Value, Value],
) -> Value:
    model, program = devices
    return _provenance(
        report,
        "draft",
        target=[refer(each) for each in (*made, result)],
        recorded=instant(report.created),
        activity=_activity("originate"),
        agent=[_agent("author", model), _agent("assembler", program)],
        entity=[{"role": "source", "what": refer(each)} for each in shown],
    )


def _signatures(report: Assessment, target: list[Value], people: Practitioners) -> Iterator[Value]:
    for number, signature in enumerate(report.sign_off.signatures):
        yield _provenance(
            report,
            "signature",
            number,
            target=target,
            recorded=instant(signature.at),
            activity=_activity("attest"),
            reason=[concept(signature.reason)] if signature.reason else None,
            agent=[_agent("verifier", people[signature.review.signer])],
            entity=[{"role": "source", "what": {"identifier": {"system": CONTENT, "value": signature.sha256}}}],
        )


def _addenda(report: Assessment, target: list[Value], people: Practitioners) -> Iterator[Value]:
    for addendum in report.sign_off.addenda:
        yield _provenance(
            report,
            "addendum",
            addendum.number,
            target=target,
            recorded=instant(addendum.at),
            activity=_activity("amend"),
            agent=[_agent("author", people[addendum.author])],
        )


def _withdrawal(report: Assessment, target: list[Value], people: Practitioners) -> Iterator[Value]:
    if gone := report.sign_off.withdrawal:
        yield _provenance(
            report,
            "withdrawal",
            target=target,
            recorded=instant(gone.at),
            activity=_activity("deprecate"),
            reason=[concept(gone.reason)],
            agent=[_agent("author", people[gone.author])],
        )


def _provenance(report: Assessment, *key: object, **fields: Any) -> Value:
    return resource("Provenance", report.id, *key, **fields)


def _activity(code: str) -> Value:
    """In the words of ISO 21089, as the clinic's audit log has them."""
    return {"coding": [{"system": LIFECYCLE, "code": code}]}


def _agent(role: str, who: Value) -> Value:
    return {"type": {"coding": [{"system": PARTICIPANT, "code": role}]}, "who": refer(who)}
