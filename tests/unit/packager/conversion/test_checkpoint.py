"""A checkpoint that cannot be converted is refused before anything is done, with the reason."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from checkpoints import safetensors

from lentigo.errors import InputError
from lentigo_packager.conversion.checkpoint import INDEX, Checkpoint, read_checkpoint

TENSORS = {
    "language_model.model.embed_tokens.weight": np.zeros((8, 4)),
    "language_model.model.norm.weight": np.zeros(4),
    "vision_tower.vision_model.post_layernorm.weight": np.zeros(6),
    "multi_modal_projector.mm_input_projection_weight": np.zeros((6, 4)),
}
FIRST, SECOND = "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Gemma of two shards."""
    names = list(TENSORS)
    parts = {FIRST: names[:2], SECOND: names[2:]}
    for file, held in parts.items():
        (tmp_path / file).write_bytes(safetensors({name: TENSORS[name] for name in held}))
    places = {name: file for file, held in parts.items() for name in held}
    write(tmp_path / INDEX, {"weight_map": places})
    write(tmp_path / "config.json", {"architectures": ["Gemma3ForConditionalGeneration"]})
    return tmp_path


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def read(folder: Path, family: str = "gemma3") -> Checkpoint:
    return read_checkpoint(folder, family=family)


def test_headers_tell_of_all_tensors(folder: Path) -> None:
    checkpoint = read(folder)
    assert {tensor.name: tensor.shape for tensor in checkpoint.tensors} == {
        name: values.shape for name, values in TENSORS.items()
    }
    assert checkpoint.bytes == 4 * sum(values.size for values in TENSORS.values())
    assert [tensor.is_vision for tensor in checkpoint.tensors] == [False, False, True, True]


def test_a_missing_shard_is_named(folder: Path) -> None:
    (folder / SECOND).unlink()
    with pytest.raises(InputError, match=f"1 of the 2 parts .* {SECOND}"):
        read(folder)


@pytest.mark.parametrize("length", [0, 4, 100, -1])
def test_a_cut_shard_is_refused(folder: Path, length: int) -> None:
    whole = (folder / FIRST).read_bytes()
    (folder / FIRST).write_bytes(whole[:length])
    with pytest.raises(InputError, match=FIRST):
        read(folder)


def test_a_page_in_place_of_weights_is_refused(folder: Path) -> None:
    (folder / FIRST).write_text("<!DOCTYPE html><title>401</title>" * 10, encoding="utf-8")
    with pytest.raises(InputError, match="not a whole safetensors file"):
        read(folder)


def test_a_shard_without_its_tensor_is_refused(folder: Path) -> None:
    (folder / SECOND).write_bytes(safetensors({"something.else": np.zeros(2)}))
    with pytest.raises(InputError, match=r"does not hold multi_modal_projector"):
        read(folder)


def test_an_index_that_leads_outside_is_refused(folder: Path) -> None:
    write(folder / INDEX, {"weight_map": {"a": "../model.safetensors"}})
    with pytest.raises(InputError, match="no part of the weights"):
        read(folder)


def test_pickles_are_refused_with_the_reason(folder: Path) -> None:
    for path in folder.glob("model*"):
        path.unlink()
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(InputError, match="runs any program inside") as refusal:
        read(folder)
    assert "safetensors" in refusal.value.hint


def test_a_folder_without_weights_is_refused(folder: Path) -> None:
    for path in folder.glob("model*"):
        path.unlink()
    with pytest.raises(InputError, match="holds no weights"):
        read(folder)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda folder: write(folder / "config.json", {"architectures": ["LlamaForCausalLM"]}), "LlamaForCausalLM"),
        (lambda folder: write(folder / "config.json", {}), "none"),
        (lambda folder: write(folder / "config.json", {"architectures": {"0": "Gemma"}}), "none"),
        (lambda folder: write(folder / "config.json", [1]), "does not hold what it should"),
        (lambda folder: (folder / "config.json").write_text("{"), "missing or damaged"),
        (lambda folder: (folder / "config.json").unlink(), "missing or damaged"),
        (lambda folder: (folder / "modeling_mine.py").write_text("boom()"), "programs of its own"),
        (
            lambda folder: write(
                folder / "config.json",
                {"architectures": ["Gemma3ForConditionalGeneration"], "quantization_config": {"bits": 4}},
            ),
            "quantised already",
        ),
    ],
)
def test_what_cannot_be_converted_is_refused(folder: Path, change: Callable[[Path], object], reason: str) -> None:
    change(folder)
    with pytest.raises(InputError, match=reason):
        read(folder)


def test_another_family_than_the_models_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"is a Gemma 3, and the model asked for is a Qwen3-VL"):
        read(folder, "qwen3-vl")
