"""A language model with its projector, loaded once and kept warm."""

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import llama_cpp
from llama_cpp import mtmd_cpp

from lentigo.analysis.ports import Label
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.domain.provenance import ModelIdentity
from lentigo.errors import Cancelled, EngineError
from lentigo.inference.bindings import (
    TextPart,
    TokenBatch,
    evaluate_prefix,
    load_model,
    load_projector,
    silence_logs,
    tokenize_parts,
)
from lentigo.inference.catalogue import ModelProfile, verify_files
from lentigo.inference.pictures import fit_picture
from lentigo.inference.session import LlamaImageSession

CONTEXT_TOKENS = 4096  # a case: pictures, system text, twelve questions side by side
BATCH_TOKENS = 512  # Gemma's 256 picture tokens see each other and must fit into one batch
SEQUENCES = 16


class LlamaVisionModel:
    """Implements the port VisionModel with llama.cpp. `close` gives the memory back."""

    def __init__(self, *, profile: ModelProfile, resources: Path, should_stop: Callable[[], bool]) -> None:
        silence_logs()
        language, projector = verify_files(profile, resources)
        self._profile = profile
        self._should_stop = should_stop
        self._threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._model = load_model(language)
        self._projector = load_projector(projector, self._model, self._threads)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._abort = llama_cpp.ggml_abort_callback(lambda _data: should_stop())  # kept alive with the context
        self._context = self._make_context()
        self._batch = TokenBatch(BATCH_TOKENS)

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are; their hashes were checked before loading."""
        return self._profile.identity

    @property
    def labels(self) -> tuple[Label, ...]:
        """The closed label set, or empty where the model has none."""
        return self._profile.label

    @property
    def limits(self) -> tuple[str, ...]:
        """Known limits, in plain words."""
        return self._profile.limits

    @property
    def parameters(self) -> dict[str, str]:
        """Threads, batch sizes and flash attention change the last digits of the numbers, so they are on record."""
        return {
            "decoding": "greedy; the seed has no effect",
            "threads": str(self._threads),
            "context tokens": str(CONTEXT_TOKENS),
            "batch tokens": str(BATCH_TOKENS),
            "sequences": str(SEQUENCES),
            "flash attention": "on",
            "picture": f"{self._profile.picture.fit} {self._profile.picture.width}x{self._profile.picture.height}",
        }

    @property
    def runtime(self) -> str:
        """Name and version of the engine."""
        return f"llama.cpp (llama-cpp-python {llama_cpp.__version__})"

    @contextmanager
    def open(self, photographs: Sequence[DeidentifiedPhotograph], *, system: str) -> Iterator[LlamaImageSession]:
        """Encode the pictures once, behind the system text. The cache is emptied before and after: no case leaks."""
        before, after_question = self._profile.prompt.template.split("{question}")
        pictures = [fit_picture(photograph.raster, self._profile.picture) for photograph in photographs]
        self._forget_all()
        try:
            yield LlamaImageSession(
                context=self._context,
                vocabulary=self._vocabulary,
                batch=self._batch,
                prefix_end=self._evaluate(prompt_parts(before, system, pictures)),
                after_question=after_question,
                sequences=SEQUENCES,
            )
        finally:
            self._forget_all()

    def close(self) -> None:
        """Free everything, in the order in which one holds the other."""
        self._batch.close()
        llama_cpp.llama_free(self._context)
        mtmd_cpp.mtmd_free(self._projector)
        llama_cpp.llama_model_free(self._model)

    def _evaluate(self, parts: Sequence[TextPart | Raster]) -> int:
        chunks = tokenize_parts(self._projector, parts)
        try:
            return evaluate_prefix(self._projector, self._context, chunks, BATCH_TOKENS)
        except EngineError:
            if self._should_stop():  # the helper reports an abort as a failure
                raise Cancelled from None
            raise
        finally:
            mtmd_cpp.mtmd_input_chunks_free(chunks)

    def _make_context(self) -> llama_cpp.llama_context_p:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = CONTEXT_TOKENS
        parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.n_seq_max = SEQUENCES
        parameters.n_threads = parameters.n_threads_batch = self._threads
        parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.swa_full = True  # a sequence is forked from any position, not only from the window's last
        parameters.kv_unified = True
        parameters.abort_callback = self._abort
        context = llama_cpp.llama_init_from_model(self._model, parameters)
        if not context:
            raise EngineError(
                "There is not enough memory for the model.", hint="Close other programs, or choose a smaller model."
            )
        return context

    def _forget_all(self) -> None:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), ctypes.c_bool(True))


def prompt_parts(template: str, system: str, pictures: Sequence[Raster]) -> list[TextPart | Raster]:
    """The template's text before the question, split at its places for {system} and {picture}."""
    parts: list[TextPart | Raster] = []
    before_picture, after_picture = template.split("{picture}")
    head, *tail = before_picture.split("{system}")
    parts.append(TextPart(text=head, special=True))
    if tail:
        parts += [TextPart(text=system, special=False), TextPart(text=tail[0], special=True)]
    return [*parts, *pictures, TextPart(text=after_picture, special=True)]
