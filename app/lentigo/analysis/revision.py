"""The clinician's hand: a finding in other words, and the red flags that follow from it."""

from dataclasses import replace

from lentigo.analysis.answers import words_in
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.domain.assessment import Assessment
from lentigo.domain.finding import Finding, Source
from lentigo.domain.red_flag import FlagState, RedFlag, pressing


def revise_finding(draft: Assessment, report: Assessment, name: str, value: str) -> Assessment:
    """The report with one finding in the clinician's words; the draft's own words make it the draft's finding again."""
    drafted = next(finding for finding in draft.findings if finding.name == name)
    revised = drafted if value == drafted.value else _rewritten(drafted, value, draft.provenance.protocol)
    findings = tuple(revised if finding.name == name else finding for finding in report.findings)
    if findings == report.findings:
        return report
    fresh = assess_red_flags(report.encounter, findings, report.differential)
    return replace(report, findings=findings, red_flags=_never_lower(draft.red_flags, fresh))


def _rewritten(drafted: Finding, value: str, protocol: str) -> Finding:
    vocabulary = {entry.question.field: entry.words for entry in load_protocol(protocol).questions}
    words = words_in(value, vocabulary.get(drafted.name, ()))
    return replace(drafted, value=value, words=words, source=Source.CLINICIAN, draft=drafted.value)


def _never_lower(drafted: tuple[RedFlag, ...], fresh: tuple[RedFlag, ...]) -> tuple[RedFlag, ...]:
    """Other words may make a rule fire; one that fired on the draft stays for the clinician to judge."""
    fired = {flag.rule: flag for flag in drafted if flag.state is FlagState.FIRED}
    return tuple(sorted([*fired.values(), *(flag for flag in fresh if flag.rule not in fired)], key=pressing))
