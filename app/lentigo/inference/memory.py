"""Whether a model fits into the memory that is free, and how much of it the cache may take."""

from dataclasses import dataclass

import llama_cpp
import psutil

from lentigo.errors import EngineError
from lentigo.language import translate
from lentigo.models.headers import Header

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
        """The ggml type, by llama.cpp's number."""
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


def choose_cache(*, files: int, values: int, name: str) -> CacheForm:
    """The roomiest sensible cache that fits into free memory; EngineError, with the numbers, if none does.

    `files` is the size of both files in bytes, `values` as from `values_a_token`.
    """
    free = psutil.virtual_memory().available
    for form in FORMS:
        if form.bytes(values) <= MOST_CACHE_BYTES and files + form.bytes(values) + WORKING_BYTES <= free:
            return form
    least = files + FORMS[-1].bytes(values) + WORKING_BYTES
    raise EngineError(
        translate(
            "{name} needs about {needed:.1f} GB of memory, and {free:.1f} GB are free.",
            name=name,
            needed=least / GIGABYTE,
            free=free / GIGABYTE,
        ),
        hint=translate("Close other programs, or choose a smaller model."),
    )


def values_a_token(language: Header) -> int:
    """Elements of the KV cache per token, all layers together; EngineError where the header does not say it."""

    def number(key: str, default: int | None = None) -> int:
        stated = language.number(f"{language.architecture}.{key}")
        value = default if stated is None else stated
        if not value:
            raise EngineError(
                translate("The language model {file} could not be loaded.", file=language.path.name),
                hint=translate("Install the model again."),
            )
        return value

    heads = number("attention.head_count")
    usual = number("embedding_length") // heads
    sizes = number("attention.key_length", usual) + number("attention.value_length", usual)
    return number("block_count") * number("attention.head_count_kv", heads) * sizes
