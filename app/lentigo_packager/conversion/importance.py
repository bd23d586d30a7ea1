"""The importance matrix of a language model, from texts: how much each input of a weight matrix matters.

`python -m lentigo_packager.conversion.importance MODEL TEXTS OUT`

As llama.cpp's own tool does, which the Python library lacks: the mean square of what goes into each matrix. Quantising
keeps more of what is multiplied by large numbers.
"""

import ctypes
import sys
from collections import defaultdict
from pathlib import Path

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lentigo.errors import EngineError, InputError, LentigoError
from lentigo.inference.bindings import check_decoded, load_model, silence_logs, tokenize
from lentigo.inference.vision_model import count_threads

CHUNK = 512  # tokens that are read at once, as in llama.cpp's tool
MOST_CHUNKS = 100
F32 = 0  # as ggml numbers it
LAYERS = b"blk."

FloatArray = NDArray[np.float32]


class Tensor(ctypes.Structure):
    """The beginning of ggml_tensor (ggml.h of the pinned version), as far as it is read here."""


Tensor._fields_ = [
    ("type", ctypes.c_int),
    ("buffer", ctypes.c_void_p),
    ("sides", ctypes.c_int64 * 4),
    ("strides", ctypes.c_size_t * 4),
    ("operation", ctypes.c_int),
    ("parameters", ctypes.c_int32 * 16),
    ("flags", ctypes.c_int32),
    ("sources", ctypes.POINTER(Tensor) * 10),
    ("viewed", ctypes.c_void_p),
    ("offset", ctypes.c_size_t),
    ("data", ctypes.c_void_p),
    ("name", ctypes.c_char * 64),
]


class Importance:
    """Gathers squares while the model reads; asked by llama.cpp before and after each step of its work."""

    def __init__(self) -> None:
        self.callback = llama_cpp.ggml_backend_sched_eval_callback(self._look)
        self.broken = False  # by an exception, which cannot cross llama.cpp: Python reports it as unraisable
        self._sums: dict[str, FloatArray] = {}
        self._counts: dict[str, int] = defaultdict(int)

    def means(self) -> dict[str, FloatArray]:
        """By the matrix's name: the mean square of each of its inputs."""
        return {name: total / np.float32(self._counts[name]) for name, total in self._sums.items()}

    def _look(self, pointer: int, ask: bool, _data: object) -> bool:
        if self.broken:
            return False
        self.broken = True  # and stays so where the work below does not end
        result = ctypes.cast(pointer, ctypes.POINTER(Tensor)).contents
        wanted = _is_product(result)
        if not ask:
            self._take(result)
        self.broken = False
        return wanted

    def _take(self, result: Tensor) -> None:
        matrix, inputs = result.sources[0].contents, result.sources[1].contents
        rows = _values(inputs).reshape(-1, inputs.sides[0])
        name = matrix.name.decode()
        squares = np.square(rows).sum(axis=0)
        self._sums[name] = self._sums[name] + squares if name in self._sums else squares
        self._counts[name] += len(rows)


def measure_importance(model: Path, texts: Path, out: Path) -> None:
    """Read the texts, at most 51,200 tokens of them, and save the means by numpy. A byte a chunk goes into OUT.read.

    InputError where there is too little text; EngineError where the numbers make no sense.
    """
    silence_logs()
    loaded = load_model(model)
    try:
        tokens = _tokens(loaded, texts)
        importance = Importance()
        context = _open(loaded, importance)
        try:
            for start in range(0, len(tokens), CHUNK):
                _read(context, importance, tokens[start : start + CHUNK])
                with out.with_suffix(".read").open("ab") as told:
                    told.write(b".")
        finally:
            llama_cpp.llama_free(context)
    finally:
        llama_cpp.llama_model_free(loaded)
    means = importance.means()
    if not means or not all(np.isfinite(values).all() for values in means.values()):
        raise EngineError("The model's numbers are not finite.", hint="Check that the checkpoint is what it should be.")
    with out.open("wb") as file:
        np.savez(file, **means)  # type: ignore[arg-type]


def _tokens(model: llama_cpp.llama_model_p, texts: Path) -> list[int]:
    """Whole chunks only."""
    text = texts.read_text(encoding="utf-8", errors="replace")
    tokens = tokenize(llama_cpp.llama_model_get_vocab(model), text, special=False)
    count = min(len(tokens) // CHUNK, MOST_CHUNKS) * CHUNK
    if not count:
        raise InputError(
            f"{texts.name} holds {len(tokens)} tokens; an importance matrix takes {CHUNK} at least.",
            hint="Give more text: some ten thousand words, such as the model will read.",
        )
    return tokens[:count]


def _open(model: llama_cpp.llama_model_p, importance: Importance) -> llama_cpp.llama_context_p:
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = CHUNK
    parameters.n_threads = parameters.n_threads_batch = count_threads()
    parameters.cb_eval = importance.callback
    context = llama_cpp.llama_init_from_model(model, parameters)
    if not context:
        raise EngineError("There is not enough memory for the model.", hint="Close other programs.")
    return context


def _read(context: llama_cpp.llama_context_p, importance: Importance, tokens: list[int]) -> None:
    """One chunk, with nothing before it."""
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), ctypes.c_bool(True))
    array = (llama_cpp.llama_token * len(tokens))(*tokens)
    code = llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(array, len(tokens)))
    if importance.broken:
        raise EngineError("What goes into the model's matrices could not be read.", hint="Report this as a fault.")
    check_decoded(code)


def _is_product(result: Tensor) -> bool:
    """Whether this is a layer's matrix times numbers of 32 bits: no other step has such sides."""
    if not (result.sources[0] and result.sources[1]):
        return False
    matrix, inputs = result.sources[0].contents, result.sources[1].contents
    if not matrix.name.startswith(LAYERS) or inputs.type != F32:
        return False
    fits = (matrix.sides[0], matrix.sides[1], inputs.sides[1]) == (inputs.sides[0], result.sides[0], result.sides[1])
    return fits and matrix.sides[1] > 1


def _values(tensor: Tensor) -> FloatArray:
    """A tensor's numbers, in the order of their sides, outermost first; nothing is copied."""
    shape, strides = tuple(reversed(tensor.sides)), tuple(reversed(tensor.strides))
    length = sum((side - 1) * stride for side, stride in zip(shape, strides, strict=True)) + strides[-1]
    memory = (ctypes.c_char * length).from_address(tensor.data)
    return np.ndarray(shape, dtype=np.float32, buffer=memory, strides=strides)


if __name__ == "__main__":
    try:
        measure_importance(*map(Path, sys.argv[1:]))
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
