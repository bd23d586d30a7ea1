"""Weigh the ranked labels: words of likelihood, what speaks for and against, and the pages that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.ports import Label
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.evidence import Condition
from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord

MOST_CANDIDATES = 6
LEADING_SHARE = 0.5
POSSIBLE_SHARE = 0.1
# Never left out of the list when the model knows it, however unlikely: missing one of these costs a life or a nose.
NEVER_EXCLUDED = frozenset({"melanoma", "squamous-cell-carcinoma", "basal-cell-carcinoma", "stevens-johnson-syndrome"})
MALIGNANT = ("C", "D03", "D04")  # how their ICD-10 codes begin, carcinoma in situ included


def differentiate(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """At most six candidates. None where the model said nothing usable of the picture: its ranking would be noise."""
    if not draft.description and not any(finding.assessed for finding in draft.findings):
        return replace(draft, evidence=())
    conditions = {condition.id: condition for condition in tools.library.conditions} if tools.library else {}
    candidates = (
        _candidate(rank, entry, draft, conditions.get(entry.label.condition), calibrated=tools.calibration is not None)
        for rank, entry in enumerate(listed(draft.ranking)[:MOST_CANDIDATES], start=1)
    )
    return replace(
        draft,
        differential=tuple(candidates),
        citations=tuple(citation for _condition, citation in draft.evidence),
    )


def listed(ranking: Sequence[Ranked]) -> list[Ranked]:
    """Labels worth showing, best first: a share that counts, a disease not to be missed, a name the model gave."""
    return [entry for entry in ranking if entry.share >= POSSIBLE_SHARE or entry.named or _grave(entry.label)]


def _grave(label: Label) -> bool:
    return label.condition in NEVER_EXCLUDED or label.code.startswith(MALIGNANT)


def likelihood(rank: int, share: float) -> Likelihood:
    """Words, not numbers: the shares are not calibrated to any clinic."""
    if rank == 1 and share >= LEADING_SHARE:
        return Likelihood.LEADING
    return Likelihood.POSSIBLE if share >= POSSIBLE_SHARE else Likelihood.CANNOT_EXCLUDE


def _candidate(
    rank: int, entry: Ranked, draft: CaseDraft, condition: Condition | None, *, calibrated: bool
) -> Candidate:
    return Candidate(
        rank=rank,
        label=entry.label.shown,
        code=entry.label.code,
        condition=entry.label.condition,
        likelihood=likelihood(rank, entry.share),
        share=entry.share,
        probability=entry.share if calibrated else None,
        support=agreements(draft.findings, condition.typical) if condition else (),
        against=agreements(draft.findings, condition.untypical) if condition else (),
        citations=tuple(citation.id for owner, citation in draft.evidence if owner == entry.label.text),
    )


def agreements(
    findings: Sequence[Finding], known: Mapping[FindingField, tuple[FindingWord, ...]]
) -> tuple[Feature, ...]:
    """Of the findings, what the handbook names for a condition."""
    features = (
        Feature(
            field=finding.field, words=tuple(word for word in finding.words if word in known.get(finding.field, ()))
        )
        for finding in findings
    )
    return tuple(feature for feature in features if feature.words)
