"""How much an input matters is the mean square of what really goes into a matrix."""

import sys
from pathlib import Path

import llama_cpp
import numpy as np
import pytest
from gguf import GGUFReader

from lentigo.errors import EngineError, InputError
from lentigo.inference.bindings import load_model, tokenize
from lentigo_packager.conversion import importance
from lentigo_packager.conversion.importance import CHUNK, measure_importance

MODEL = Path(__file__).parents[3] / "data" / "tiny" / "qwen3.gguf"
TEXT = "Scaly plaques on elbows and knees, which itch; some bleed where they are scratched. " * 40


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lentigo_packager.conversion.importance.count_threads", lambda: 1)


def test_the_first_layers_inputs_are_the_normalised_embedding(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text(TEXT, encoding="utf-8")
    measure_importance(MODEL, tmp_path / "texts.txt", tmp_path / "out.npz")
    means = np.load(tmp_path / "out.npz")
    tensors = {tensor.name: np.array(tensor.data, dtype=np.float64) for tensor in GGUFReader(MODEL).tensors}
    tokens = read_tokens()
    chunks = len(tokens) // CHUNK
    assert (tmp_path / "out.read").stat().st_size == chunks >= 2
    rows = tensors["token_embd.weight"][tokens[: chunks * CHUNK]]
    rows = rows / np.sqrt(np.square(rows).mean(axis=1, keepdims=True) + 1e-6) * tensors["blk.0.attn_norm.weight"]
    for name in ("attn_q", "attn_k", "attn_v"):
        assert means[f"blk.0.{name}.weight"] == pytest.approx(np.square(rows).mean(axis=0), rel=1e-3)
    parts = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_up", "ffn_gate", "ffn_down")
    assert set(means.files) == {f"blk.{layer}.{part}.weight" for layer in range(5) for part in parts}


@pytest.mark.parametrize("work", ["_is_product", "_values"])
def test_a_fault_while_the_model_reads_ends_the_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """No exception crosses llama.cpp: Python reports it, no later look hides it, and nothing is saved."""
    (tmp_path / "texts.txt").write_text(TEXT, encoding="utf-8")
    reported: list[type[BaseException]] = []
    calls: list[object] = []
    real = getattr(importance, work)

    def fail_once(tensor: object) -> object:
        calls.append(tensor)
        if len(calls) == 3:
            raise MemoryError
        return real(tensor)

    monkeypatch.setattr(importance, work, fail_once)
    monkeypatch.setattr(sys, "unraisablehook", lambda problem: reported.append(problem.exc_type))
    with pytest.raises(EngineError, match="could not be read"):
        measure_importance(MODEL, tmp_path / "texts.txt", tmp_path / "out.npz")
    assert reported == [MemoryError]
    assert len(calls) == 3
    assert not (tmp_path / "out.npz").exists()


def test_too_little_text_is_refused_with_the_numbers(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("Scaly plaques.", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds \d+ tokens; an importance matrix takes 512 at least"):
        measure_importance(MODEL, tmp_path / "texts.txt", tmp_path / "out.npz")
    assert not (tmp_path / "out.npz").exists()


def read_tokens() -> list[int]:
    model = load_model(MODEL)
    tokens = tokenize(llama_cpp.llama_model_get_vocab(model), TEXT, special=False)
    llama_cpp.llama_model_free(model)
    return tokens
