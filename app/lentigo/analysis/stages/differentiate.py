"""Weigh the ranked labels: words of likelihood, what speaks for and against, and the pages that say so."""

from collections.abc import Sequence
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.reasons import agreements, features
from lentigo.analysis.safety.dangers import is_malignant, urgency_of
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.evidence import Condition

MOST_CANDIDATES = 6
LEADING_SHARE = 0.5
POSSIBLE_SHARE = 0.1


def differentiate(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """At most six candidates. None where the model said nothing usable of the picture: its ranking would be noise."""
    if not draft.description and not any(finding.assessed for finding in draft.findings):
        return replace(draft, evidence=())
    conditions = {condition.id: condition for condition in tools.library.conditions} if tools.library else {}
    candidates = (
        _candidate(rank, entry, draft, conditions.get(entry.label.condition), in_domain=tools.in_domain)
        for rank, entry in enumerate(listed(draft.ranking)[:MOST_CANDIDATES], start=1)
    )
    return replace(
        draft,
        differential=tuple(candidates),
        citations=tuple(citation for _label, citation in draft.evidence),
    )


def listed(ranking: Sequence[Ranked]) -> list[Ranked]:
    """Labels worth showing, best first: a share that counts, a disease not to be missed, a name the model gave."""
    return [
        entry
        for entry in ranking
        if entry.share >= POSSIBLE_SHARE or entry.named or is_malignant(entry.label.condition, entry.label.code)
    ]


def likelihood(rank: int, share: float) -> Likelihood:
    """Words, not numbers: the shares are not calibrated to any clinic."""
    if rank == 1 and share >= LEADING_SHARE:
        return Likelihood.LEADING
    return Likelihood.POSSIBLE if share >= POSSIBLE_SHARE else Likelihood.CANNOT_EXCLUDE


def _candidate(
    rank: int, entry: Ranked, draft: CaseDraft, condition: Condition | None, *, in_domain: bool
) -> Candidate:
    label = entry.label
    typical = features(condition.typical) if condition else ()
    untypical = features(condition.untypical) if condition else ()
    return Candidate(
        rank=rank,
        label=label.shown,
        code=label.code,
        condition=label.condition,
        likelihood=likelihood(rank, entry.share),
        share=entry.share,
        probability=entry.share if in_domain else None,
        urgency=urgency_of(label.condition, label.code, condition),
        typical=typical,
        untypical=untypical,
        support=agreements(draft.findings, typical),
        against=agreements(draft.findings, untypical),
        citations=tuple(citation.id for owner, citation in draft.evidence if owner == entry.label.text),
    )
