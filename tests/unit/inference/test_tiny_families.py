"""The tiny models are what transformers says they are: same tokens, logits and answers, the picture included."""

import ctypes
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import pytest
from bundled_models import bundled_model
from gguf import GGUFReader
from llama_cpp import mtmd_cpp

from lentigo.domain.photograph import Raster
from lentigo.errors import InputError
from lentigo.inference.pictures import fit_picture
from lentigo.models.profile import ModelProfile

TINY = Path(__file__).parents[2] / "data" / "tiny"
FAMILIES = ["gemma", "qwen2.5", "qwen3"]
CONTROLS = {
    "gemma": ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>"],
    "qwen2.5": ["<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"],
    "qwen3": ["<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"],
}
REFERENCE = json.loads((TINY / "reference.json").read_text(encoding="utf-8"))
Chunks = list[mtmd_cpp.mtmd_input_chunk_p]


def colourful(width: int, height: int) -> Raster:
    """Red grows to the right, green downwards, blue is a chessboard of 16 pixels: as in the recipe."""
    y, x = np.mgrid[:height, :width]
    pixels = np.stack([255 * x // width, 255 * y // height, (x // 16 + y // 16) % 2 * 255], axis=-1)
    return Raster(width=width, height=height, rgb=pixels.astype(np.uint8).tobytes())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A loaded pair, asked through llama.cpp's own helpers: nothing of the program's engine is in between."""

    profile: ModelProfile
    model: llama_cpp.llama_model_p
    projector: mtmd_cpp.mtmd_context_p
    context: llama_cpp.llama_context_p

    @property
    def vocabulary(self) -> llama_cpp.llama_vocab_p:
        return llama_cpp.llama_model_get_vocab(self.model)

    def chunks(self, text: str, picture: Raster) -> tuple[Any, Chunks]:
        marker = mtmd_cpp.mtmd_default_marker()
        data = text.replace("{picture}", marker.decode()).encode()
        prompt = mtmd_cpp.mtmd_input_text(text=data, text_len=len(data), add_special=True, parse_special=True)
        pixels = (ctypes.c_uint8 * len(picture.rgb)).from_buffer_copy(picture.rgb)
        bitmap = mtmd_cpp.mtmd_bitmap_init(picture.width, picture.height, pixels)
        all_chunks = mtmd_cpp.mtmd_input_chunks_init()
        bitmaps = (mtmd_cpp.mtmd_bitmap_p_ctypes * 1)(bitmap)
        assert mtmd_cpp.mtmd_tokenize(self.projector, all_chunks, ctypes.byref(prompt), bitmaps, 1) == 0
        mtmd_cpp.mtmd_bitmap_free(bitmap)
        count = mtmd_cpp.mtmd_input_chunks_size(all_chunks)
        return all_chunks, [mtmd_cpp.mtmd_input_chunks_get(all_chunks, number) for number in range(count)]

    def logits(self, text: str, picture: Raster) -> tuple[np.ndarray, int]:
        """Behind the prompt; and the next position."""
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)
        all_chunks, chunks = self.chunks(text, picture)
        position = llama_cpp.llama_pos(0)
        for chunk in chunks:
            code = mtmd_cpp.mtmd_helper_eval_chunk_single(
                self.projector, self.context, chunk, position.value, 0, 512, chunk == chunks[-1], ctypes.byref(position)
            )
            assert code == 0
        mtmd_cpp.mtmd_input_chunks_free(all_chunks)
        return self.newest(), position.value

    def newest(self) -> np.ndarray:
        size = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self.context, -1), shape=(size,)).copy()

    def answer(self, text: str, picture: Raster, count: int) -> list[int]:
        """The greedy tokens."""
        row, _position = self.logits(text, picture)
        tokens: list[int] = []
        while len(tokens) < count:
            tokens.append(int(row.argmax()))
            batch = llama_cpp.llama_batch_get_one((llama_cpp.llama_token * 1)(tokens[-1]), 1)
            assert llama_cpp.llama_decode(self.context, batch) == 0
            row = self.newest()
        return tokens


@pytest.fixture(scope="module", params=FAMILIES)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Everything in F32 that llama.cpp can be told to keep so: the F16 weights are transformers' own, to the bit."""
    profile = bundled_model(TINY, request.param)
    language, projector = (str(TINY / part.file).encode() for part in (profile.language, profile.projector))
    settings = llama_cpp.llama_model_default_params()
    settings.n_gpu_layers = 0
    model = llama_cpp.llama_model_load_from_file(language, settings)
    seeing = mtmd_cpp.mtmd_context_params_default()
    seeing.use_gpu = seeing.print_timings = seeing.warmup = False
    seeing.n_threads = 2
    seeing.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    eye = mtmd_cpp.mtmd_init_from_file(projector, model, seeing)
    speaking = llama_cpp.llama_context_default_params()
    speaking.n_ctx = speaking.n_batch = speaking.n_ubatch = 512
    speaking.n_threads = speaking.n_threads_batch = 2
    speaking.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    speaking.type_k = speaking.type_v = llama_cpp.GGML_TYPE_F32
    context = llama_cpp.llama_init_from_model(model, speaking)
    yield Pair(profile=profile, model=model, projector=eye, context=context)
    llama_cpp.llama_free(context)
    mtmd_cpp.mtmd_free(eye)
    llama_cpp.llama_model_free(model)


@pytest.fixture
def expected(pair: Pair) -> dict[str, Any]:
    """What transformers made of the same prompt and picture."""
    known: dict[str, Any] = REFERENCE[pair.profile.id]
    return known


@pytest.fixture
def prompt(pair: Pair, expected: dict[str, Any]) -> str:
    template = pair.profile.prompt.template
    return template.replace("{system}", expected["system"]).replace("{question}", expected["question"])


@pytest.fixture
def picture(expected: dict[str, Any]) -> Raster:
    return colourful(expected["width"], expected["height"])


def test_the_template_becomes_transformers_tokens(
    pair: Pair, expected: dict[str, Any], prompt: str, picture: Raster
) -> None:
    all_chunks, chunks = pair.chunks(prompt, picture)
    count = ctypes.c_size_t()
    texts = []
    for chunk in (chunks[0], chunks[-1]):
        tokens = mtmd_cpp.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
        texts.append(tokens[: count.value])
    mtmd_cpp.mtmd_input_chunks_free(all_chunks)
    first, last = CONTROLS[pair.profile.id][-2:] if pair.profile.id == "gemma" else CONTROLS[pair.profile.id][2:4]
    assert texts == [[*expected["before"], token(pair, first)], [token(pair, last), *expected["after"]]]


def test_logits_and_answer_are_those_of_transformers(
    pair: Pair, expected: dict[str, Any], prompt: str, picture: Raster
) -> None:
    logits, _position = pair.logits(prompt, picture)
    difference = logits - np.array(expected["logits"])
    assert np.std(expected["logits"]) > 2
    assert np.sqrt(np.mean(difference**2)) < 0.05
    assert pair.answer(prompt, picture, len(expected["answer"])) == expected["answer"]


def test_another_picture_and_another_question_change_the_answer(pair: Pair, prompt: str, picture: Raster) -> None:
    mirrored = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)[:, ::-1]
    other = Raster(width=picture.width, height=picture.height, rgb=mirrored.tobytes())
    logits, _position = pair.logits(prompt, picture)
    for changed, _next in (pair.logits(prompt, other), pair.logits(prompt.replace("colours", "shapes"), picture)):
        assert np.isfinite(changed).all()
        assert np.sqrt(np.mean((changed - logits) ** 2)) > 0.5


@pytest.mark.parametrize("sides", [(640, 480), (96, 300), (1200, 90), (96, 96), (3000, 2000)])
def test_mtmd_takes_a_fitted_picture_as_it_is(pair: Pair, prompt: str, sides: tuple[int, int]) -> None:
    fit = pair.profile.picture
    fitted = fit_picture(colourful(*sides), fit)
    all_chunks, chunks = pair.chunks(prompt, fitted)
    tokens = mtmd_cpp.mtmd_input_chunk_get_n_tokens(chunks[1])
    positions = mtmd_cpp.mtmd_input_chunk_get_n_pos(chunks[1])
    mtmd_cpp.mtmd_input_chunks_free(all_chunks)
    if fit.fit == "whole":
        across, down = fitted.width // fit.multiple, fitted.height // fit.multiple
        assert (tokens, positions) == (across * down, max(across, down))
        assert across * down <= 120
    else:
        assert (tokens, positions) == (16, 16)


def test_control_tokens_are_control_tokens(pair: Pair) -> None:
    for text in CONTROLS[pair.profile.id]:
        assert llama_cpp.llama_vocab_is_control(pair.vocabulary, token(pair, text))


def test_an_answer_can_end(pair: Pair) -> None:
    ends = {"gemma": "<end_of_turn>", "qwen2.5": "<|im_end|>", "qwen3": "<|im_end|>"}
    assert llama_cpp.llama_vocab_is_eog(pair.vocabulary, token(pair, ends[pair.profile.id]))


def test_the_prompt_outgrows_gemmas_sliding_window() -> None:
    window = field("gemma.gguf", "gemma3.attention.sliding_window")
    expected = REFERENCE["gemma"]
    assert 16 < window < len(expected["after"]) + 16 + 2 < len(expected["before"]) + len(expected["after"])
    assert field("gemma.gguf", "gemma3.block_count") == 6  # five with the window, the sixth without


def test_the_qwen_models_have_what_their_families_have() -> None:
    assert field("qwen2.5.gguf", "qwen2vl.rope.dimension_sections") == [4, 6, 6, 0]
    assert field("qwen2.5-mmproj.gguf", "clip.vision.n_wa_pattern") == 2
    assert field("qwen3.gguf", "qwen3vl.rope.dimension_sections") == [6, 5, 5, 0]
    assert field("qwen3.gguf", "qwen3vl.n_deepstack_layers") == 3
    assert field("qwen3-mmproj.gguf", "clip.vision.is_deepstack_layers") == [False, True, True, True, False]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_description_names_the_files_content(family: str) -> None:
    profile = bundled_model(TINY, family)
    for part in (profile.language, profile.projector):
        content = (TINY / part.file).read_bytes()
        assert (part.sha256, part.bytes) == (hashlib.sha256(content).hexdigest(), len(content))
        assert part.sha256 in (TINY / "README.md").read_text(encoding="utf-8")


def test_they_stay_small() -> None:
    assert sum(path.stat().st_size for path in TINY.iterdir()) < 4e6


@pytest.mark.parametrize(("right", "wrong"), [("most_pixels", "max_pixels"), ('"whole"', '"fill"'), ("28 ", "28.5 ")])
def test_a_mistake_in_the_picture_table_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    text = (TINY / "qwen2.5.toml").read_text(encoding="utf-8")
    (tmp_path / "odd.toml").write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        bundled_model(tmp_path, "odd")


def token(pair: Pair, text: str) -> int:
    """The one token that a text is."""
    tokens = (llama_cpp.llama_token * 8)()
    data = text.encode()
    assert llama_cpp.llama_tokenize(pair.vocabulary, data, len(data), tokens, 8, False, True) == 1
    return int(tokens[0])


def field(file: str, key: str) -> Any:
    return GGUFReader(TINY / file).fields[key].contents()
