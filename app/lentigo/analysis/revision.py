"""The clinician's hand: findings, prose and ranking in other words, and all that follows from them.

What the model drafted stays beside what the clinician made of it: in the finding, in the description, and in the
candidates' own ranks. After each change what follows is derived again, without the model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lentigo.analysis.answers import words_in
from lentigo.analysis.calibration import domain_limits, flag_from, in_domain
from lentigo.analysis.model_words import words_of
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.reasons import agreements, features
from lentigo.analysis.safety.dangers import own_id, urgency_of
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.domain.assessment import Assessment
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate, Likelihood, drafted, ranked
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Condition
from lentigo.domain.finding import Finding, FindingField, FindingSource
from lentigo.domain.limit import LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.red_flag import FlagState, RedFlag, RedFlagRule, pressing
from lentigo.domain.wording.finding import finding_text, form_value, is_read, unanswered

Revision = Callable[[Assessment], Assessment]
Vocabulary = dict[FindingField, tuple[str, ...]]


def reassess(report: Assessment, encounter: Encounter) -> Assessment:
    """The report with other answers of the patient, and the red flags that follow from them."""
    return report if encounter == report.encounter else _rederived(replace(report, encounter=encounter))


def retell_kind(report: Assessment, index: int, kind: PictureKind) -> Assessment:
    """The report with what somebody says of how a photograph was taken, and the numbers and limits that follow."""
    told = replace(report.pictures[index], kind=kind, kind_told=True)
    pictures = (*report.pictures[:index], told, *report.pictures[index + 1 :])
    calibration = report.provenance.calibration
    known = calibration is not None and in_domain(pictures, calibration)
    differential, removed = (
        tuple(_numbered(candidate, known=known) for candidate in candidates)
        for candidates in (report.differential, report.removed)
    )
    limits = tuple(limit for limit in report.limits if limit.kind not in (LimitKind.OTHER_KIND, LimitKind.KIND_UNKNOWN))
    retold = replace(
        report,
        pictures=pictures,
        differential=differential,
        removed=removed,
        limits=(*limits, *domain_limits(pictures, calibration)),
    )
    return _rederived(retold)


def revise_finding(report: Assessment, field: FindingField, text: str) -> Assessment:
    """The report with one finding in the clinician's words; the draft's own words make it the draft's finding again."""
    present = next(finding for finding in report.findings if finding.field is field)
    original = present.draft or replace(present, accepted=False)
    revised = original if text == finding_text(original) else _rewritten(original, text, _vocabulary(report))
    findings = tuple(revised if finding.field is field else finding for finding in report.findings)
    return report if findings == report.findings else _rederived(replace(report, findings=findings))


def accept_finding(report: Assessment, field: FindingField, *, accepted: bool = True) -> Assessment:
    """The report with the clinician's agreement to what the model said of one field, or without it."""
    findings = (
        replace(finding, accepted=accepted) if finding.field is field else finding for finding in report.findings
    )
    return replace(report, findings=tuple(findings))


def revise_description(report: Assessment, text: str) -> Assessment:
    """The report with the clinician's prose; the model's own makes it the model's again."""
    original = _drafted_text(report.description)
    if text.strip() == original.strip():
        return _rederived(replace(report, description=Description(text=original)))
    written = Description(text=text.strip(), source=FindingSource.CLINICIAN, draft=original)
    return replace(report, description=written)


def accept_candidate(report: Assessment, label: str, *, accepted: bool = True) -> Assessment:
    """The report with the clinician's agreement to one candidate, or without it."""
    differential = (
        replace(candidate, accepted=accepted) if candidate.label == label else candidate
        for candidate in report.differential
    )
    return _rederived(replace(report, differential=tuple(differential)))


def move_candidate(report: Assessment, label: str, rank: int) -> Assessment:
    """The report with one candidate at another rank, from 1."""
    moved = _named(report.differential, label)
    others = [candidate for candidate in report.differential if candidate is not moved]
    return _reordered(report, [*others[: rank - 1], moved, *others[rank - 1 :]])


def remove_candidate(report: Assessment, label: str) -> Assessment:
    """The report without one candidate. One of the model's is kept as removed, and a flag that it raised stays."""
    gone = _named(report.differential, label)
    removed = (*report.removed, gone) if gone.source is FindingSource.MODEL else report.removed
    rest = [candidate for candidate in report.differential if candidate is not gone]
    return _reordered(replace(report, removed=removed), rest)


def add_candidate(report: Assessment, name: str, condition: Condition | None = None) -> Assessment:
    """The report with one more candidate, last: the clinician's own, or one of the model's that had been removed.

    The name stays in their words, which may say more than the chapter's title (a Spitz naevus is one of its naevi).
    `condition` is the handbook's of that name, if it has one: its code and signs come with it.
    """
    label = " ".join(name.split())
    known = _own(label, condition)
    if not label or any(_same(candidate, known) for candidate in report.differential):
        return report
    back = next((each for each in report.removed if _same(each, known)), None)
    removed = tuple(candidate for candidate in report.removed if candidate is not back)
    return _reordered(replace(report, removed=removed), [*report.differential, back or known])


def _numbered(candidate: Candidate, *, known: bool) -> Candidate:
    ours = candidate.source is FindingSource.MODEL
    return replace(candidate, probability=candidate.share if known and ours else None)


def _own(label: str, condition: Condition | None) -> Candidate:
    id, code = (condition.id, condition.icd10) if condition else (own_id(label), "")
    return Candidate(
        rank=0,
        label=label,
        code=code,
        condition=id,
        likelihood=Likelihood.POSSIBLE,
        share=0.0,
        urgency=urgency_of(id, code, condition),
        typical=features(condition.typical) if condition else (),
        untypical=features(condition.untypical) if condition else (),
        source=FindingSource.CLINICIAN,
    )


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether they are one diagnosis, perhaps under two names."""
    named = one.label.casefold() == other.label.casefold()
    return named or (bool(one.condition) and one.condition == other.condition)


def _named(differential: Sequence[Candidate], label: str) -> Candidate:
    return next(candidate for candidate in differential if candidate.label == label)


def _reordered(report: Assessment, differential: Sequence[Candidate]) -> Assessment:
    return _rederived(replace(report, differential=ranked(differential)))


def _vocabulary(report: Assessment) -> Vocabulary:
    """The words that each field of the report's form is read against."""
    return {entry.field: entry.words for entry in load_protocol(report.provenance.protocol).questions}


def _rewritten(original: Finding, text: str, vocabulary: Vocabulary) -> Finding:
    if state := unanswered(text):
        return Finding(field=original.field, state=state, source=FindingSource.CLINICIAN, draft=original)
    known = vocabulary.get(original.field, ())
    value = form_value(text, words_of(known))
    words = words_of(words_in(value, known)) if is_read(value) else ()
    return Finding(field=original.field, value=value, words=words, source=FindingSource.CLINICIAN, draft=original)


def _rederived(report: Assessment) -> Assessment:
    """What follows from findings, ranking and answers, anew: reasons, red flags, and whether the prose still fits."""
    differential, removed = (
        tuple(_reasoned(candidate, report.findings) for candidate in candidates)
        for candidates in (report.differential, report.removed)
    )
    report = replace(report, differential=differential, removed=removed)
    return replace(report, red_flags=_red_flags(report), description=_dated(report))


def _reasoned(candidate: Candidate, findings: Sequence[Finding]) -> Candidate:
    return replace(
        candidate,
        support=agreements(findings, candidate.typical),
        against=agreements(findings, candidate.untypical),
    )


def _red_flags(report: Assessment) -> tuple[RedFlag, ...]:
    """Other words may make a rule fire; one that fires on the draft stays for the clinician to judge, and says so."""
    share = flag_from(report.pictures, report.provenance.calibration)
    findings = [finding.draft or finding for finding in report.findings]
    before = assess_red_flags(report.encounter, findings, drafted(report.differential, report.removed), share)
    now = assess_red_flags(report.encounter, report.findings, report.differential, share)
    fired = {_subject(flag) for flag in now if flag.state is FlagState.FIRED}
    kept = {
        _subject(flag): replace(flag, before_edits=True)
        for flag in before
        if flag.state is FlagState.FIRED and _subject(flag) not in fired
    }
    fresh = (flag for flag in now if _subject(flag) not in kept)
    return tuple(sorted((*kept.values(), *fresh), key=pressing))


def _subject(flag: RedFlag) -> RedFlagRule | str:
    """What a flag is about: a diagnosis, whatever its rank, or the rule's own signs."""
    return flag.diagnosis or flag.rule


def _drafted_text(description: Description) -> str:
    return description.text if description.draft is None else description.draft


def _dated(report: Assessment) -> Description:
    """The description with the findings that it tells otherwise; the clinician's own is taken as it is."""
    description = report.description
    if description.source is FindingSource.CLINICIAN:
        return description
    return replace(description, outdated=tuple(_contradicted(report)))


def _contradicted(report: Assessment) -> Iterator[FindingField]:
    vocabulary = _vocabulary(report)
    for finding in report.findings:
        if finding.draft:
            told = words_of(words_in(report.description.text, vocabulary.get(finding.field, ())))
            if set(told) - set(finding.words):
                yield finding.field
