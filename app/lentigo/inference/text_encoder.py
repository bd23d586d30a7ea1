"""Texts to vectors, by a GGUF sentence encoder in llama.cpp."""

import ctypes
import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lentigo.errors import EngineError
from lentigo.inference.bindings import check_decoded, load_model, silence_logs, tokenize
from lentigo.language import translate

LONGEST = 512  # tokens; BERT's own positions end there
MOST_LANES = 4  # each holds some 60 MB of buffers

Vectors = NDArray[np.float32]


class TextEncoder:
    """One encoder held in memory until `close`. Texts longer than the model was trained for are cut.

    One lane a core, each a context of one thread that takes one text at a time: such small layers gain nothing from
    several threads, which wait for each other, and texts that share a batch pay for each other's attention.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._sha256 = _hash_file(path)
        silence_logs()
        self._model = load_model(path)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._longest = min(llama_cpp.llama_model_n_ctx_train(self._model), LONGEST)
        self._width = llama_cpp.llama_model_n_embd(self._model)
        self._lanes = [self._open_lane() for _ in range(min(_cores(), MOST_LANES))]
        self._free: SimpleQueue[llama_cpp.llama_context_p] = SimpleQueue()
        for lane in self._lanes:
            self._free.put(lane)
        self._threads = ThreadPoolExecutor(max_workers=len(self._lanes), thread_name_prefix="encode")

    @property
    def identity(self) -> str:
        """File name and the start of its SHA-256."""
        return f"{self._name} sha256:{self._sha256[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1, in the order of the texts."""
        vectors = np.zeros((len(texts), self._width), dtype=np.float32)
        tokens = [self._tokens(text) for text in texts]
        longest_first = sorted(range(len(texts)), key=lambda row: -len(tokens[row]))  # so that all lanes end together
        for row, vector in zip(longest_first, self._encode_all([tokens[row] for row in longest_first]), strict=True):
            vectors[row] = vector
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def close(self) -> None:
        """Give the memory back."""
        self._threads.shutdown()
        for lane in self._lanes:
            llama_cpp.llama_free(lane)
        llama_cpp.llama_model_free(self._model)

    def _open_lane(self) -> llama_cpp.llama_context_p:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = self._longest
        parameters.n_seq_max = 1
        parameters.embeddings = True
        parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.n_threads = parameters.n_threads_batch = 1
        lane = llama_cpp.llama_init_from_model(self._model, parameters)
        if not lane:
            raise EngineError(
                translate("The text encoder {encoder} could not be started.", encoder=self._name),
                hint=translate("Install it again."),
            )
        return lane

    def _tokens(self, text: str) -> list[int]:
        words = tokenize(self._vocabulary, text, special=False)[: self._longest - 2]
        start, end = llama_cpp.llama_vocab_bos(self._vocabulary), llama_cpp.llama_vocab_sep(self._vocabulary)
        return [start, *words, end]

    def _encode_all(self, texts: Sequence[Sequence[int]]) -> list[Vectors]:
        if len(texts) == 1:  # a query
            return [self._encode_one(texts[0])]
        return list(self._threads.map(self._encode_one, texts))

    def _encode_one(self, tokens: Sequence[int]) -> Vectors:
        """The pooled vector of one text, not yet of length 1. ctypes lets go of the interpreter meanwhile."""
        lane = self._free.get()
        try:
            array = (llama_cpp.llama_token * len(tokens))(*tokens)
            check_decoded(llama_cpp.llama_encode(lane, llama_cpp.llama_batch_get_one(array, len(tokens))))
            return self._pooled(lane)
        finally:
            self._free.put(lane)

    def _pooled(self, lane: llama_cpp.llama_context_p) -> Vectors:
        pointer = llama_cpp.llama_get_embeddings_seq(lane, 0)
        if not pointer:
            raise EngineError(
                translate("The text encoder {encoder} gave no vector.", encoder=self._name),
                hint=translate("Install it again."),
            )
        vector = np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), shape=(self._width,))
        if not np.isfinite(vector).all():
            raise EngineError(
                translate("The text encoder {encoder} gave damaged numbers.", encoder=self._name),
                hint=translate("Install it again."),
            )
        return vector.copy()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _hash_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise EngineError(
            translate("The text encoder {file} cannot be read.", file=path.name), hint=translate("Install it again.")
        ) from problem
