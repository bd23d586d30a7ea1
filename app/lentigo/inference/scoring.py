"""Exact log-likelihoods of given answers, many in one batch, their common beginnings evaluated once."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lentigo.errors import EngineError
from lentigo.inference.bindings import decode_tokens, logits
from lentigo.inference.engine import Engine
from lentigo.language import translate

Tokens = tuple[int, ...]
Logarithms = NDArray[np.float64]


def option_tokens(engine: Engine, option: str) -> Tokens:
    """An option as a whole answer: its tokens and the end of the turn."""
    return (*engine.vocabulary.foreign_text(option), engine.vocabulary.end_of_turn)


def score_answers(
    engine: Engine, answers: Sequence[Tokens], *, prompt: Tokens, base: int, position: int
) -> list[float]:
    """Log-likelihood (nats) of each answer behind the prompt, which follows sequence `base` at `position`."""
    sequence = base + 1
    engine.fork(base, sequence)
    try:
        first = _after_prompt(engine, prompt, sequence, position)
        start = position + len(prompt)
        return [
            score
            for group in _groups(engine, answers, sequence)
            for score in _score_group(engine, group, first, sequence, start)
        ]
    finally:
        engine.forget(sequence)


def _after_prompt(engine: Engine, prompt: Tokens, sequence: int, position: int) -> Logarithms:
    decode_tokens(engine.context, engine.batch, prompt, position=position, sequence=sequence)
    return _logarithms(engine, -1)


def _groups(engine: Engine, answers: Sequence[Tokens], sequence: int) -> Iterator[Sequence[Tokens]]:
    """As many answers at once as there are sequences, and room in a batch for all their tokens."""
    longest = max(map(len, answers), default=1)
    size = min(engine.sequences - sequence - 1, engine.batch.capacity // longest)
    if size < 1:
        raise EngineError(translate("A diagnosis is too long for the model."), hint=translate("Choose another model."))
    for start in range(0, len(answers), size):
        yield answers[start : start + size]


def _score_group(
    engine: Engine, answers: Sequence[Tokens], first: Logarithms, sequence: int, position: int
) -> list[float]:
    """A token's logarithm stands at the row of the beginning before it; a beginning belongs to all that share it."""
    sequences = {sequence + 1 + number: answer for number, answer in enumerate(answers)}
    for fork in sequences:
        engine.fork(sequence, fork)
    rows: dict[Tokens, int] = {}
    try:
        for beginning in sorted({answer[:end] for answer in answers for end in range(1, len(answer))}, key=len):
            sharing = tuple(fork for fork, answer in sequences.items() if answer[: len(beginning)] == beginning)
            place = position + len(beginning) - 1
            rows[beginning] = engine.batch.add(beginning[-1], position=place, sequences=sharing, logits=True)
        engine.batch.decode(engine.context)
        known = {(): first} | {beginning: _logarithms(engine, row) for beginning, row in rows.items()}
    finally:
        for fork in sequences:
            engine.forget(fork)
    return [sum(float(known[answer[:end]][token]) for end, token in enumerate(answer)) for answer in answers]


def _logarithms(engine: Engine, row: int) -> Logarithms:
    """In double precision, so that sums over tokens do not drift."""
    values = logits(engine.context, row, engine.vocabulary.size).astype(np.float64)
    values -= values.max()
    logarithms: Logarithms = values - np.log(np.exp(values).sum())
    return logarithms
