"""The engine's image embeddings and its logits along a given answer: for comparing both with the checkpoint's."""

import ctypes
from collections.abc import Sequence

import numpy as np
from llama_cpp import mtmd_cpp
from numpy.typing import NDArray

from lentigo.domain.photograph import Raster
from lentigo.inference.bindings import decode_tokens, logits
from lentigo.inference.engine import Engine
from lentigo.inference.prefix import Part, PrefixEvaluator, Vectors, tokenized
from lentigo.inference.session import LlamaImageSession

TEXT = mtmd_cpp.MTMD_INPUT_CHUNK_TYPE_TEXT


def follow_answer(
    engine: Engine, session: LlamaImageSession, prompt: str, answer: Sequence[int]
) -> NDArray[np.float32]:
    """Log-probabilities (nats) of the whole vocabulary at each of the answer's tokens, given those before it.

    One row a token. The session's pictures stand before the prompt.
    """
    sequence, tokens = session.base + 1, engine.prompt(prompt)
    engine.fork(session.base, sequence)
    try:
        start = decode_tokens(engine.context, engine.batch, tokens, position=session.prefix.end, sequence=sequence)
        rows = [_log_probabilities(engine, -1)]
        for first in range(0, len(answer) - 1, engine.batch.capacity):
            part = answer[first : min(first + engine.batch.capacity, len(answer) - 1)]
            rows += _take(engine, part, position=start + first, sequence=sequence)
    finally:
        engine.forget(sequence)
    return np.stack(rows)


def picture_vectors(evaluator: PrefixEvaluator, picture: Raster) -> Vectors:
    """The projector's output for a fitted picture: one row a token, as wide as the language model takes it in."""
    with tokenized(evaluator.projector, [picture]) as chunks:
        (chunk,) = [chunk for chunk in chunks if mtmd_cpp.mtmd_input_chunk_get_type(chunk) != TEXT]
        return evaluator.store.vectors(picture, lambda: evaluator.projector.encode(chunk))


def text_tokens(evaluator: PrefixEvaluator, parts: Sequence[Part]) -> tuple[tuple[int, ...], ...]:
    """The tokens before, between and behind the pictures, those that mtmd adds among them."""
    texts: list[list[int]] = [[]]
    count = ctypes.c_size_t()
    with tokenized(evaluator.projector, parts) as chunks:
        for chunk in chunks:
            if mtmd_cpp.mtmd_input_chunk_get_type(chunk) == TEXT:
                tokens = mtmd_cpp.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
                texts[-1] += tokens[: count.value]
            else:
                texts.append([])
    return tuple(map(tuple, texts))


def _take(engine: Engine, tokens: Sequence[int], *, position: int, sequence: int) -> list[NDArray[np.float32]]:
    engine.batch.clear()
    rows = [
        engine.batch.add(token, position=place, sequences=(sequence,), logits=True)
        for place, token in enumerate(tokens, start=position)
    ]
    engine.batch.decode(engine.context)
    return [_log_probabilities(engine, row) for row in rows]


def _log_probabilities(engine: Engine, row: int) -> NDArray[np.float32]:
    """Normalised in double precision."""
    values = logits(engine.context, row, engine.vocabulary.size).astype(np.float64)
    values -= values.max()
    logarithms: NDArray[np.float32] = (values - np.log(np.exp(values).sum())).astype(np.float32)
    return logarithms
