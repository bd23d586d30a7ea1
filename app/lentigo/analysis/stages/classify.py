"""Rank the closed label set by likelihood; nothing is sampled, so nothing can be garbled."""

import math
from collections.abc import Sequence
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.ports import Label


def classify(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Best label first, with its share of the probability among the labels."""
    if not tools.labels:
        return draft
    protocol = tools.protocol
    prompt = protocol.classification_in_group if draft.group else protocol.classification
    return replace(draft, ranking=rank(tools.labels, draft.filled(prompt), tools))


def rank(labels: Sequence[Label], prompt: str, tools: Tools, *, named: bool = False) -> tuple[Ranked, ...]:
    """The labels by their likelihood as the whole answer; of a calibrated model, the shares are probabilities."""
    answers = [tools.protocol.answer.replace("{label}", label.text) for label in labels]
    temperature = tools.calibration.temperature if tools.calibration else 1.0
    scores = [score / temperature for score in tools.session.score(prompt, answers, tools.scoring)]
    ranked = [
        Ranked(label=label, share=share, named=named) for label, share in zip(labels, shares(scores), strict=True)
    ]
    return tuple(sorted(ranked, key=lambda entry: -entry.share))


def shares(scores: Sequence[float]) -> list[float]:
    """Softmax of log-likelihoods: they sum to 1."""
    best = max(scores)
    weights = [math.exp(score - best) for score in scores]
    return [weight / sum(weights) for weight in weights]
