"""The clinician's hand: a finding in other words, and the red flags that follow from it."""

from dataclasses import replace

from lentigo.analysis.answers import words_in
from lentigo.analysis.model_words import words_of
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.domain.assessment import Assessment
from lentigo.domain.finding import Finding, FindingField, FindingSource
from lentigo.domain.red_flag import FlagState, RedFlag, pressing
from lentigo.domain.wording.finding import finding_text, unanswered


def revise_finding(draft: Assessment, report: Assessment, field: FindingField, text: str) -> Assessment:
    """The report with one finding in the clinician's words; the draft's own words make it the draft's finding again."""
    drafted = next(finding for finding in draft.findings if finding.field is field)
    revised = drafted if text == finding_text(drafted) else _rewritten(drafted, text, draft.provenance.protocol)
    findings = tuple(revised if finding.field is field else finding for finding in report.findings)
    if findings == report.findings:
        return report
    fresh = assess_red_flags(report.encounter, findings, report.differential)
    return replace(report, findings=findings, red_flags=_never_lower(draft.red_flags, fresh))


def _rewritten(drafted: Finding, text: str, protocol: str) -> Finding:
    if state := unanswered(text):
        return Finding(field=drafted.field, state=state, source=FindingSource.CLINICIAN, draft=drafted)
    vocabulary = {entry.field: entry.words for entry in load_protocol(protocol).questions}
    words = words_of(words_in(text, vocabulary.get(drafted.field, ())))
    return Finding(field=drafted.field, value=text, words=words, source=FindingSource.CLINICIAN, draft=drafted)


def _never_lower(drafted: tuple[RedFlag, ...], fresh: tuple[RedFlag, ...]) -> tuple[RedFlag, ...]:
    """Other words may make a rule fire; one that fired on the draft stays for the clinician to judge."""
    fired = {flag.rule: flag for flag in drafted if flag.state is FlagState.FIRED}
    return tuple(sorted([*fired.values(), *(flag for flag in fresh if flag.rule not in fired)], key=pressing))
