"""Rank the closed label set by likelihood; nothing is sampled, so nothing can be garbled."""

import math
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools


def classify(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Best label first, with its share of the probability among the labels."""
    if not tools.labels:
        return draft
    scores = tools.session.score(tools.protocol.classification, [label.text for label in tools.labels])
    ranked = [Ranked(label=label, share=share) for label, share in zip(tools.labels, shares(scores), strict=True)]
    return replace(draft, ranking=tuple(sorted(ranked, key=lambda entry: -entry.share)))


def shares(scores: tuple[float, ...]) -> list[float]:
    """Softmax of log-likelihoods: they sum to 1."""
    best = max(scores)
    weights = [math.exp(score - best) for score in scores]
    return [weight / sum(weights) for weight in weights]
