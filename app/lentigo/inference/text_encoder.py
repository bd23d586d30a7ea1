"""Texts to vectors, by a GGUF sentence encoder in llama.cpp."""

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lentigo.errors import EngineError
from lentigo.inference.bindings import TokenBatch, load_model, silence_logs, tokenize

BATCH_TOKENS = 512  # all sequences of a batch share one attention matrix, so larger batches cost more than they save
BATCH_TEXTS = 32
THREADS = 1  # its layers are so small that several threads mostly wait for each other

Vectors = NDArray[np.float32]


class TextEncoder:
    """One encoder held in memory until `close`. Texts longer than the model was trained for are cut."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._sha256 = _hash_file(path)
        silence_logs()
        self._model = load_model(path)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._longest = min(llama_cpp.llama_model_n_ctx_train(self._model), BATCH_TOKENS)
        self._width = llama_cpp.llama_model_n_embd(self._model)
        self._context = self._open_context()
        self._batch = TokenBatch(BATCH_TOKENS)

    @property
    def identity(self) -> str:
        """File name and the start of its SHA-256."""
        return f"{self._name} sha256:{self._sha256[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1, in the order of the texts."""
        vectors = np.zeros((len(texts), self._width), dtype=np.float32)
        tokens = [self._tokens(text) for text in texts]
        for rows in _batches(tokens):
            self._encode_batch([tokens[row] for row in rows])
            for sequence, row in enumerate(rows):
                vectors[row] = self._pooled(sequence)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def close(self) -> None:
        """Give the memory back."""
        self._batch.close()
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)

    def _open_context(self) -> llama_cpp.llama_context_p:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.n_seq_max = BATCH_TEXTS
        parameters.kv_unified = True
        parameters.embeddings = True
        parameters.n_threads = parameters.n_threads_batch = THREADS
        context = llama_cpp.llama_init_from_model(self._model, parameters)
        if not context:
            raise EngineError(f"The text encoder {self._name} could not be started.", hint="Install it again.")
        return context

    def _tokens(self, text: str) -> list[int]:
        words = tokenize(self._vocabulary, text, special=False)[: self._longest - 2]
        start, end = llama_cpp.llama_vocab_bos(self._vocabulary), llama_cpp.llama_vocab_sep(self._vocabulary)
        return [start, *words, end]

    def _encode_batch(self, sequences: Sequence[Sequence[int]]) -> None:
        self._batch.clear()
        for number, sequence in enumerate(sequences):
            for position, token in enumerate(sequence):
                self._batch.add(token, position=position, sequence=number, logits=True)
        self._batch.decode(self._context)

    def _pooled(self, sequence: int) -> Vectors:
        pointer = llama_cpp.llama_get_embeddings_seq(self._context, sequence)
        if not pointer:
            raise EngineError(f"The text encoder {self._name} gave no vector.", hint="Install it again.")
        vector = np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), shape=(self._width,))
        if not np.isfinite(vector).all():
            raise EngineError(f"The text encoder {self._name} gave damaged numbers.", hint="Install it again.")
        return vector


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows that fit in one batch, longest texts first so that little room is lost."""
    batch: list[int] = []
    used = 0
    for row in sorted(range(len(tokens)), key=lambda row: -len(tokens[row])):
        if batch and (used + len(tokens[row]) > BATCH_TOKENS or len(batch) == BATCH_TEXTS):
            yield batch
            batch, used = [], 0
        batch.append(row)
        used += len(tokens[row])
    if batch:
        yield batch


def _hash_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise EngineError(f"The text encoder {path.name} cannot be read.", hint="Install it again.") from problem
