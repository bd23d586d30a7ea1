"""A language model whose rows are wide enough for the engine's fast kernels: random weights in several types."""

from pathlib import Path

import gguf
import llama_cpp
import numpy as np

WIDTH, INNER, LAYERS, HEADS, WORDS = 512, 1024, 2, 8, 512
TYPES = {"q4_k_m": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M, "q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0}


def write_wide_models(folder: Path) -> dict[Path, Path]:
    """Each quantised model, and the same with its weights, as they were rounded, in 16 bits: what differs between the
    two is the arithmetic."""
    whole = folder / "whole.gguf"
    _write(whole, _random_weights())
    pairs = {}
    for name, kind in TYPES.items():
        quantized, reference = folder / f"{name}.gguf", folder / f"{name}-f16.gguf"
        parameters = llama_cpp.llama_model_quantize_default_params()
        parameters.ftype = kind
        assert llama_cpp.llama_model_quantize(str(whole).encode(), str(quantized).encode(), parameters) == 0
        tensors = gguf.GGUFReader(quantized).tensors
        _write(reference, {tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type) for tensor in tensors})
        pairs[quantized] = reference
    return pairs


def _random_weights() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(0)
    shapes = {"token_embd.weight": (WORDS, WIDTH), "output.weight": (WORDS, WIDTH)}
    for layer in range(LAYERS):
        shapes |= {f"blk.{layer}.attn_{part}.weight": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")}
        shapes |= {f"blk.{layer}.ffn_{part}.weight": (INNER, WIDTH) for part in ("gate", "up")}
        shapes[f"blk.{layer}.ffn_down.weight"] = (WIDTH, INNER)
    weights = {name: chance.normal(0, shape[1] ** -0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    norms = ["output_norm", *(f"blk.{layer}.{part}_norm" for layer in range(LAYERS) for part in ("attn", "ffn"))]
    return weights | {f"{name}.weight": np.ones(WIDTH, dtype=np.float32) for name in norms}


def _write(path: Path, weights: dict[str, np.ndarray]) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(WORDS)
    writer.add_tokenizer_model("no_vocab")
    for name, values in weights.items():
        writer.add_tensor(name, values.astype(np.float32 if values.ndim == 1 else np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
