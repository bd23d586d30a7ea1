"""A language model with its projector, loaded once and kept warm."""

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import llama_cpp
import psutil

from lentigo.analysis.ports import Label, Sampling
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.domain.provenance import Calibration, ModelIdentity
from lentigo.errors import EngineError
from lentigo.inference.bindings import Projector, TokenBatch, load_model, silence_logs
from lentigo.inference.engine import Engine
from lentigo.inference.memory import CacheForm, choose_cache, values_a_token
from lentigo.inference.pictures import fit_picture
from lentigo.inference.prefix import Part, PictureStore, Prefix, PrefixEvaluator, TextPart
from lentigo.inference.session import Blank, LlamaImageSession
from lentigo.inference.stopping import OnShare, Polled, StopFlag
from lentigo.inference.variants import runtime_in_use
from lentigo.inference.vocabulary import Vocabulary
from lentigo.language import translate
from lentigo.models.checks import is_projector
from lentigo.models.families import BY_PROJECTOR
from lentigo.models.headers import Header, read_header
from lentigo.models.profile import ModelProfile
from lentigo.models.verification import verify_files

BATCH_TOKENS = 512  # Gemma's 256 picture tokens see each other and must fit into one batch
SEQUENCES = 16
VERIFYING_SHARE = 0.4  # of the time that loading takes, by far the most of it reading


class LlamaVisionModel:
    """Implements the port VisionModel with llama.cpp. `close` gives the memory back."""

    def __init__(self, *, profile: ModelProfile, folder: Path, stop: StopFlag, on_progress: OnShare) -> None:
        silence_logs()
        language, projector = verify_files(
            profile, folder, Polled(stop, lambda share: on_progress(VERIFYING_SHARE * share))
        )
        self._profile = profile
        self._stop = stop
        self._threads = count_threads()
        header = read_header(language)
        _require_same_family(header, read_header(projector))
        files = sum(path.stat().st_size for path in (language, projector))
        self._cache = choose_cache(files=files, values=values_a_token(header), name=profile.name)
        with ExitStack() as opened:  # whatever fails, what was loaded before it is freed
            self._model = load_model(
                language, stop, lambda share: on_progress(VERIFYING_SHARE + (1 - VERIFYING_SHARE) * share)
            )
            opened.callback(llama_cpp.llama_model_free, self._model)
            self._projector = Projector(projector, self._model, threads=self._threads, should_stop=stop)
            opened.callback(self._projector.close)
            self._context = _open_context(self._model, self._cache, self._threads, stop)
            opened.callback(llama_cpp.llama_free, self._context)
            self.engine = self._make_engine()
            opened.callback(self.engine.batch.close)
            self.evaluator = self._make_evaluator()
            self._opened = opened.pop_all()

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are; their hashes were checked before loading."""
        return self._profile.identity

    @property
    def labels(self) -> tuple[Label, ...]:
        """The closed label set, or empty where the model has none."""
        return self._profile.label

    @property
    def calibration(self) -> Calibration | None:
        """How the labels' scores become probabilities, where that was measured."""
        return self._profile.calibration

    @property
    def converses(self) -> bool:
        """Whether it answers what it was not trained on word for word."""
        return self._profile.converses

    @property
    def limits(self) -> tuple[str, ...]:
        """Known limits, in plain words."""
        return self._profile.limits

    @property
    def parameters(self) -> dict[str, str]:
        """What changes the last digits of the numbers: threads, batch sizes, cache and flash attention."""
        return {
            "decoding": str(self._profile.sampling),
            "threads": str(self._threads),
            "context tokens": str(self._cache.tokens),
            "cache": self._cache.kind,
            "batch tokens": str(BATCH_TOKENS),
            "sequences": str(SEQUENCES),
            "flash attention": "on",
            "picture": self._profile.picture.description,
        }

    @property
    def runtime(self) -> str:
        """Name and version of the engine, and which of its variants runs here."""
        return runtime_in_use()

    @property
    def encoding_seconds(self) -> float:
        """How long the last picture took to encode."""
        return self._projector.seconds

    @contextmanager
    def open(
        self,
        photographs: Sequence[DeidentifiedPhotograph],
        *,
        system: str,
        seed: int,
        on_progress: OnShare,
        sampling: Sampling | None = None,
    ) -> Iterator[LlamaImageSession]:
        """Encode the pictures once, behind the system text. The cache is emptied before and after: no case leaks."""
        read = partial(self._read, [fit_picture(each.raster, self._profile.picture) for each in photographs])
        self._forget_all()
        self._projector.on_progress = on_progress
        try:
            prefix, blank = read(system)
            yield LlamaImageSession(
                self.engine, base=0, prefix=prefix, seed=seed, evaluate_blank=blank, sampling=sampling, read=read
            )
        finally:
            self._forget_all()

    def close(self) -> None:
        """Free everything, in the order in which one holds the other."""
        self._opened.close()

    def _read(self, pictures: Sequence[Raster], system: str) -> tuple[Prefix, Blank]:
        """Evaluate the system text and the pictures; a picture that was encoded before is not encoded again."""
        before, _ = self._profile.prompt.template.split("{question}")
        said = tuple(self.engine.vocabulary.without_marks(system))
        blank = partial(self.evaluator.evaluate, prompt_parts(before, said, []))
        return self.evaluator.evaluate(prompt_parts(before, said, pictures), 0), blank

    def _make_engine(self) -> Engine:
        vocabulary = Vocabulary(self._model)
        _, before_answer = self._profile.prompt.template.split("{question}")
        return Engine(
            context=self._context,
            vocabulary=vocabulary,
            batch=TokenBatch(BATCH_TOKENS, SEQUENCES),
            sequences=SEQUENCES,
            sampling=self._profile.sampling,
            before_answer=tuple(vocabulary.own_text(before_answer)),
            before_question=tuple(vocabulary.own_text(self._profile.prompt.next_turn)),
        )

    def _make_evaluator(self) -> PrefixEvaluator:
        return PrefixEvaluator(
            context=self._context,
            projector=self._projector,
            store=PictureStore(),
            batch=self.engine.batch,
            should_stop=self._stop,
        )

    def _forget_all(self) -> None:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), ctypes.c_bool(True))


def count_threads() -> int:
    """One a physical core: a second thread on a core that multiplies matrices only gets in the first one's way."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, psutil.cpu_count(logical=False) or allowed)


def _require_same_family(language: Header, projector: Header) -> None:
    """EngineError where the projector is of another family: where the widths agree, llama.cpp would not notice."""
    family = BY_PROJECTOR.get(projector.projector_type)
    if is_projector(projector) and (family is None or family.architecture != language.architecture):
        raise EngineError(
            translate("The projector {projector} belongs to another kind of model.", projector=projector.path.name),
            hint=translate("Install both files of the model again."),
        )


def _open_context(
    model: llama_cpp.llama_model_p, form: CacheForm, threads: int, stop: StopFlag
) -> llama_cpp.llama_context_p:
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = form.tokens
    parameters.type_k = parameters.type_v = form.type
    parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
    parameters.n_seq_max = SEQUENCES
    parameters.n_threads = parameters.n_threads_batch = threads
    parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
    parameters.swa_full = True  # a sequence is forked from any position, not only from the window's last
    parameters.kv_unified = True
    parameters.abort_callback = llama_cpp.ggml_abort_callback(stop.callback)
    parameters.abort_callback_data = stop.data
    context = llama_cpp.llama_init_from_model(model, parameters)
    if not context:
        raise EngineError(
            translate("There is not enough memory for the model."),
            hint=translate("Close other programs, or choose a smaller model."),
        )
    return context


def prompt_parts(template: str, system: Sequence[str], pictures: Sequence[Raster]) -> list[Part]:
    """The template's text before the question, split at its places for {system} and {picture}.

    The system text comes in parts, so that no mark in it is taken for a token.
    """
    parts: list[Part] = []
    before_picture, after_picture = template.split("{picture}")
    head, *tail = before_picture.split("{system}")
    parts.append(TextPart(text=head, special=True))
    if tail:
        parts += [TextPart(text=part, special=False) for part in system]
        parts.append(TextPart(text=tail[0], special=True))
    return [*parts, *pictures, TextPart(text=after_picture, special=True)]
