"""Decodes models with one variant of the engine: `python variant_decoding.py VARIANT OUT MODEL ...`, for OUT.npz."""

import sys
from pathlib import Path

import llama_cpp
import numpy as np

from lentigo.inference.bindings import TokenBatch, load_model, logits, silence_logs
from lentigo.inference.variants import load_engine, runnable

BATCHES = (1, 7, 64, 512)
THREADS = 2


def main(variant: str, out: str, *models: str) -> None:
    """The logits behind each token of a batch, by the model's file and the batch's length."""
    silence_logs()
    load_engine(variants=[found for found in runnable() if found.name == variant])
    results = {}
    for model in map(Path, models):
        for length in BATCHES:
            results[f"{model.stem} {length}"] = decoded(model, length)
    np.savez(out, **results)


def decoded(path: Path, length: int) -> np.ndarray:
    """One batch in an empty context."""
    model = load_model(path)
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = 512
    parameters.n_threads = parameters.n_threads_batch = THREADS
    context = llama_cpp.llama_init_from_model(model, parameters)
    size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    batch = TokenBatch(length, 1)
    for position in range(length):
        batch.add(position * 7 % size, position=position, sequences=(0,), logits=True)
    batch.decode(context)
    rows = np.stack([logits(context, index, size).copy() for index in range(length)])
    batch.close()
    llama_cpp.llama_free(context)
    llama_cpp.llama_model_free(model)
    return rows


if __name__ == "__main__":
    main(*sys.argv[1:])
