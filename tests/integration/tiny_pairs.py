"""The tiny pairs of tests/data/tiny, loaded into the engine, and a plain reference to hold it against."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import pytest
from bundled_models import bundled_model
from llama_cpp import mtmd_cpp

from lentigo.analysis.ports import Question
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.inference.bindings import TokenBatch, silence_logs
from lentigo.inference.pictures import fit_picture
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.profile import ModelProfile, Sampling
from lentigo.paths import default_paths

TINY = Path(__file__).parents[1] / "data" / "tiny"
FAMILIES = ("gemma", "qwen2.5", "qwen3")
PAIRS = (*FAMILIES, "lentigo-mini")
NEAR_TIE = 0.03
SYSTEM = "You describe photographs of skin"  # no full stop: the tiny Gemma would merge it with the line ends behind it


def profile_and_folder(pair: str) -> tuple[ModelProfile, Path]:
    if pair in FAMILIES:
        return bundled_model(TINY, pair), TINY
    paths = default_paths()
    return bundled_model(paths.catalogue, pair), paths.resources


def load(pair: str, *, sampling: Sampling | None = None, stop: StopFlag | None = None) -> LlamaVisionModel:
    profile, folder = profile_and_folder(pair)
    chosen = replace(profile, sampling=sampling or profile.sampling)
    return LlamaVisionModel(profile=chosen, folder=folder, stop=stop or StopFlag(), on_progress=ignore)


def ignore(*_arguments: object) -> None:
    """For whoever must be told what no test asks about."""


def pattern(number: int, *, width: int = 320, height: int = 256) -> DeidentifiedPhotograph:
    """Coloured noise of a seed, in blocks of 16 pixels: photographs as different as can be."""
    blocks = np.random.default_rng(number).integers(0, 256, (-(-height // 16), -(-width // 16), 3), dtype=np.uint8)
    pixels = blocks.repeat(16, axis=0).repeat(16, axis=1)[:height, :width]
    raster = Raster(width=width, height=height, rgb=pixels.tobytes())
    return DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What a fresh context says to a whole prompt in one string, through mtmd's own helper: nothing of the engine."""

    profile: ModelProfile
    model: llama_cpp.llama_model_p
    projector: mtmd_cpp.mtmd_context_p

    @classmethod
    def open(cls, pair: str) -> "Fresh":
        silence_logs()
        profile, folder = profile_and_folder(pair)
        settings = llama_cpp.llama_model_default_params()
        settings.n_gpu_layers = 0
        model = llama_cpp.llama_model_load_from_file(str(folder / profile.language.file).encode(), settings)
        seeing = mtmd_cpp.mtmd_context_params_default()
        seeing.use_gpu = seeing.print_timings = seeing.warmup = False
        seeing.n_threads = 1
        seeing.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        path = str(folder / profile.projector.file).encode()
        return cls(profile=profile, model=model, projector=mtmd_cpp.mtmd_init_from_file(path, model, seeing))

    def close(self) -> None:
        mtmd_cpp.mtmd_free(self.projector)
        llama_cpp.llama_model_free(self.model)

    @property
    def vocabulary(self) -> llama_cpp.llama_vocab_p:
        return llama_cpp.llama_model_get_vocab(self.model)

    def prompt(self, question: str, *, pictures: int = 1, turns: Sequence[tuple[str, str]] = ()) -> str:
        """The template with everything in its place; mtmd's marker stands for a picture."""
        form = self.profile.prompt
        before, after = form.template.split("{question}")
        said = "".join(f"{asked}{after}{answered}{form.next_turn}" for asked, answered in turns)
        marker = mtmd_cpp.mtmd_default_marker().decode()
        return before.replace("{system}", SYSTEM).replace("{picture}", marker * pictures) + said + question + after

    def tokens(self, text: str, *, special: bool = True) -> list[int]:
        data = text.encode()
        found = (llama_cpp.llama_token * (len(data) + 8))()
        count = llama_cpp.llama_tokenize(self.vocabulary, data, len(data), found, len(found), False, special)
        return list(found[:count])

    def rows(
        self, prompt: str, photographs: Sequence[DeidentifiedPhotograph], answer: Sequence[int] = ()
    ) -> tuple[np.ndarray, "Context"]:
        """Logits behind the prompt and behind each token of the answer, which is evaluated token by token."""
        context = Context.open(self.model)
        self._evaluate(context.pointer, prompt, photographs)
        rows = [context.newest()]
        for token in answer:
            context.take(token)
            rows.append(context.newest())
        return np.array(rows), context

    def greedy(self, prompt: str, photographs: Sequence[DeidentifiedPhotograph], count: int) -> list[int]:
        """The answer's tokens, the one that ends it included.

        A best and a second-best logit within 0.03 may change places with the number of neighbours in a batch
        (tests/data/tiny/README.md, near-ties), so a prompt that has such a pair is of no use here.
        """
        rows, context = self.rows(prompt, photographs)
        row, tokens = rows[-1], []
        while len(tokens) < count:
            second, best = np.sort(row)[-2:]
            assert best - second > NEAR_TIE, f"a near-tie at token {len(tokens)}: choose another question"
            tokens.append(int(row.argmax()))
            if llama_cpp.llama_vocab_is_eog(self.vocabulary, tokens[-1]):
                break
            context.take(tokens[-1])
            row = context.newest()
        context.close()
        return tokens

    def likelihood(self, prompt: str, photographs: Sequence[DeidentifiedPhotograph], answer: Sequence[int]) -> float:
        """Of the answer's tokens, in nats."""
        rows, context = self.rows(prompt, photographs, answer[:-1])
        context.close()
        wide = rows.astype(np.float64)
        logarithms = wide - np.logaddexp.reduce(wide, axis=1, keepdims=True)
        return float(sum(logarithms[place, token] for place, token in enumerate(answer)))

    def _evaluate(self, context: Any, prompt: str, photographs: Sequence[DeidentifiedPhotograph]) -> None:
        data = prompt.encode()
        text = mtmd_cpp.mtmd_input_text(text=data, text_len=len(data), add_special=True, parse_special=True)
        rasters = [fit_picture(photograph.raster, self.profile.picture) for photograph in photographs]
        pixels = [(ctypes.c_uint8 * len(raster.rgb)).from_buffer_copy(raster.rgb) for raster in rasters]
        bitmaps = (mtmd_cpp.mtmd_bitmap_p_ctypes * len(rasters))(
            *(mtmd_cpp.mtmd_bitmap_init(r.width, r.height, rgb) for r, rgb in zip(rasters, pixels, strict=True))
        )
        chunks = mtmd_cpp.mtmd_input_chunks_init()
        assert mtmd_cpp.mtmd_tokenize(self.projector, chunks, ctypes.byref(text), bitmaps, len(bitmaps)) == 0
        end = llama_cpp.llama_pos(0)
        code = mtmd_cpp.mtmd_helper_eval_chunks(self.projector, context, chunks, 0, 0, 512, True, ctypes.byref(end))
        assert code == 0
        mtmd_cpp.mtmd_input_chunks_free(chunks)
        for bitmap in bitmaps:
            mtmd_cpp.mtmd_bitmap_free(bitmap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A context of one sequence, with llama.cpp's own settings but for the length and flash attention."""

    pointer: llama_cpp.llama_context_p
    size: int

    @classmethod
    def open(cls, model: llama_cpp.llama_model_p) -> "Context":
        settings = llama_cpp.llama_context_default_params()
        settings.n_ctx = 2048
        settings.n_batch = settings.n_ubatch = 512
        settings.n_threads = settings.n_threads_batch = 1
        settings.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
        return cls(pointer=llama_cpp.llama_init_from_model(model, settings), size=size)

    def newest(self) -> np.ndarray:
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self.pointer, -1), shape=(self.size,)).copy()

    def take(self, token: int) -> None:
        batch = llama_cpp.llama_batch_get_one((llama_cpp.llama_token * 1)(token), 1)
        assert llama_cpp.llama_decode(self.pointer, batch) == 0

    def close(self) -> None:
        llama_cpp.llama_free(self.pointer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A loaded pair: in the engine, and for the reference."""

    name: str
    model: LlamaVisionModel
    fresh: Fresh

    def open(self, photographs: Sequence[DeidentifiedPhotograph], *, seed: int = 0) -> Any:
        return self.model.open(photographs, system=SYSTEM, seed=seed, on_progress=ignore)

    @classmethod
    def load(cls, name: str) -> "Pair":
        return cls(name=name, model=load(name), fresh=Fresh.open(name))

    def close(self) -> None:
        self.model.close()
        self.fresh.close()


def questions(prompts: Sequence[str], *, tokens: int = 24, **fields: Any) -> list[Question]:
    return [Question(field=prompt, prompt=prompt, max_tokens=tokens, **fields) for prompt in prompts]


class Calls:
    """Counts the calls of a function of llama_cpp or mtmd_cpp, which goes on doing its work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.arguments: list[tuple[Any, ...]] = []
        self._original = getattr(module, name)
        monkeypatch.setattr(module, name, self)

    def __call__(self, *arguments: Any) -> Any:
        self.arguments.append(arguments)
        return self._original(*arguments)

    @property
    def count(self) -> int:
        return len(self.arguments)


def added_tokens(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """All tokens that go into batches from now on: the whole of what the language model reads, but for pictures."""
    taken: list[int] = []
    add = TokenBatch.add

    def recording_add(batch: TokenBatch, token: int, **place: Any) -> int:
        taken.append(token)
        return add(batch, token, **place)

    monkeypatch.setattr(TokenBatch, "add", recording_add)
    return taken
