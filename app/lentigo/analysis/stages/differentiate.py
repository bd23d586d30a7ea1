"""Weigh the ranked labels: words of likelihood, what speaks for and against, and the pages that say so."""

from collections.abc import Sequence
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.reasons import agreements, features
from lentigo.analysis.safety.dangers import is_malignant, urgency_of
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.evidence import Condition
from lentigo.domain.limit import Limit, LimitKind

MOST_CANDIDATES = 6
LEADING_SHARE = 0.5
POSSIBLE_SHARE = 0.1


def differentiate(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """At most six candidates. None where the model said nothing usable of the picture: its ranking would be noise."""
    if not draft.description and not any(finding.assessed for finding in draft.findings):
        return replace(draft, evidence=())
    conditions = {condition.id: condition for condition in tools.library.conditions} if tools.library else {}
    candidates = (
        _candidate(rank, entry, draft, conditions.get(entry.label.condition), tools)
        for rank, entry in enumerate(listed(draft.ranking)[:MOST_CANDIDATES], start=1)
    )
    differential = tuple(candidates)
    return replace(
        draft,
        differential=differential,
        notes=(*draft.notes, *_not_leading(differential, tools)),
        citations=tuple(citation for _label, citation in draft.evidence),
    )


def listed(ranking: Sequence[Ranked]) -> list[Ranked]:
    """Labels worth showing, best first: a share that counts, a disease not to be missed, a name the model gave."""
    return [
        entry
        for entry in ranking
        if entry.share >= POSSIBLE_SHARE or entry.named or is_malignant(entry.label.condition, entry.label.code)
    ]


def likelihood(rank: int, share: float, lead_from: float = LEADING_SHARE) -> Likelihood:
    """Words, not numbers: the shares are not calibrated to any clinic."""
    if rank == 1 and share >= lead_from:
        return Likelihood.LEADING
    return Likelihood.POSSIBLE if share >= POSSIBLE_SHARE else Likelihood.CANNOT_EXCLUDE


def _lead_from(tools: Tools) -> float:
    """The share that was chosen on held-out pictures, for pictures like them; else half of the score."""
    chosen = tools.calibration.lead_from if tools.calibration and tools.in_domain else None
    return chosen or LEADING_SHARE


def _not_leading(differential: Sequence[Candidate], tools: Tools) -> tuple[Limit, ...]:
    """Why no diagnosis leads, where none does although some are listed."""
    if not differential or differential[0].likelihood is Likelihood.LEADING:
        return ()
    share = _lead_from(tools)
    return (Limit(kind=LimitKind.NO_LEADING_DIAGNOSIS, parameters={"percent": f"{100 * share:.0f}"}),)


def _candidate(rank: int, entry: Ranked, draft: CaseDraft, condition: Condition | None, tools: Tools) -> Candidate:
    label = entry.label
    typical = features(condition.typical) if condition else ()
    untypical = features(condition.untypical) if condition else ()
    return Candidate(
        rank=rank,
        label=label.shown,
        code=label.code,
        condition=label.condition,
        likelihood=likelihood(rank, entry.share, _lead_from(tools)),
        share=entry.share,
        probability=entry.share if tools.in_domain else None,
        urgency=urgency_of(label.condition, label.code, condition),
        typical=typical,
        untypical=untypical,
        support=agreements(draft.findings, typical),
        against=agreements(draft.findings, untypical),
        citations=tuple(citation.id for owner, citation in draft.evidence if owner == entry.label.text),
    )
