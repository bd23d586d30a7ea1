"""Whether a model fits into the memory that is free, and how much of it the cache may take."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
import psutil

from lentigo.errors import EngineError

GIGABYTE = 1e9
WORKING_BYTES = (
    350_000_000  # Python, llama.cpp's and the projector's own buffers at MedGemma's size: docs/performance.md
)
CACHE_KINDS = {"F16": (llama_cpp.GGML_TYPE_F16, 2.0), "Q8_0": (llama_cpp.GGML_TYPE_Q8_0, 34 / 32)}  # bytes a value


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheForm:
    """Length of the context in tokens, and how its keys and values are held."""

    tokens: int
    kind: str

    @property
    def type(self) -> int:
        """As llama.cpp numbers it."""
        return int(CACHE_KINDS[self.kind][0])

    def bytes(self, values_a_token: int) -> int:
        """Memory that the whole cache takes."""
        return int(self.tokens * values_a_token * CACHE_KINDS[self.kind][1])


# A case takes about 1,500 tokens with one photograph. Eight bits cost less precision than a shorter context would.
FORMS = (
    CacheForm(tokens=8192, kind="F16"),
    CacheForm(tokens=4096, kind="F16"),
    CacheForm(tokens=3072, kind="F16"),
    CacheForm(tokens=3072, kind="Q8_0"),
    CacheForm(tokens=2048, kind="Q8_0"),
)
MOST_CACHE_BYTES = 460_000_000  # beside a 4B model on a laptop of 8 GB; its 3,072 tokens just fit


def choose_cache(language: Path, projector: Path, *, name: str) -> CacheForm:
    """The roomiest sensible cache that fits into free memory; EngineError, with the numbers, if none does."""
    files = language.stat().st_size + projector.stat().st_size
    free = psutil.virtual_memory().available
    values = values_a_token(language)
    for form in FORMS:
        if form.bytes(values) <= MOST_CACHE_BYTES and files + form.bytes(values) + WORKING_BYTES <= free:
            return form
    least = files + FORMS[-1].bytes(values) + WORKING_BYTES
    raise EngineError(
        f"{name} needs about {least / GIGABYTE:.1f} GB of memory, and {free / GIGABYTE:.1f} GB are free.",
        hint="Close other programs, or choose a smaller model.",
    )


def values_a_token(language: Path) -> int:
    """How many numbers the cache keeps for each token."""
    with header(language) as model:
        heads = llama_cpp.llama_model_n_layer(model) * llama_cpp.llama_model_n_head_kv(model)
        return int(heads * (_head_size(model, "key") + _head_size(model, "value")))


def architecture(language: Path) -> str:
    """The family's name in the file, such as "gemma3"."""
    with header(language) as model:
        return _metadata(model, "general.architecture")


@contextmanager
def header(language: Path) -> Iterator[llama_cpp.llama_model_p]:
    """A language model without its weights."""
    parameters = llama_cpp.llama_model_default_params()
    parameters.no_alloc = True
    parameters.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
    model = llama_cpp.llama_model_load_from_file(str(language).encode(), parameters)
    if not model:
        raise EngineError(f"The language model {language.name} could not be loaded.", hint="Install the model again.")
    try:
        yield model
    finally:
        llama_cpp.llama_model_free(model)


def _head_size(model: llama_cpp.llama_model_p, of: str) -> int:
    stated = _metadata(model, f"{_metadata(model, 'general.architecture')}.attention.{of}_length")
    return int(stated) if stated else llama_cpp.llama_model_n_embd(model) // llama_cpp.llama_model_n_head(model)


def _metadata(model: llama_cpp.llama_model_p, key: str) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = llama_cpp.llama_model_meta_val_str(model, key.encode(), buffer, len(buffer))
    return buffer.value.decode(errors="replace") if length >= 0 else ""
