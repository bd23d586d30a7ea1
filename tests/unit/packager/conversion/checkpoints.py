"""A tiny BERT checkpoint with random weights, and what BERT makes of it, in numpy."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "red",
    "scaly",
    "plaque",
    "##s",
    "on",
    "the",
    "elbow",
    "itch",
    "##y",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What makes one BERT differ from another."""

    width: int
    inner: int
    heads: int
    layers: int
    length: int


TINY = Shape(width=64, inner=96, heads=4, layers=2, length=16)
BASE = Shape(width=768, inner=3072, heads=12, layers=2, length=512)  # PubMedBERT's, with two of its twelve layers

Weights = dict[str, np.ndarray]


def random_weights(shape: Shape = TINY) -> Weights:
    """All tensors of a BertModel, with the pooler that an encoder does not need."""
    rng = np.random.default_rng(3)
    width, inner = shape.width, shape.inner

    def some(*size: int) -> np.ndarray:
        return rng.normal(scale=2 / math.sqrt(width), size=size).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(len(WORDS), width),
        "embeddings.position_embeddings.weight": some(2 * shape.length, width),
        "embeddings.token_type_embeddings.weight": some(2, width),
        "embeddings.LayerNorm.weight": 1 + some(width),
        "embeddings.LayerNorm.bias": some(width),
        "pooler.dense.weight": some(width, width),
        "pooler.dense.bias": some(width),
    }
    sizes = {
        "attention.self.query": (width, width),
        "attention.self.key": (width, width),
        "attention.self.value": (width, width),
        "attention.output.dense": (width, width),
        "intermediate.dense": (inner, width),
        "output.dense": (width, inner),
    }
    for layer in range(shape.layers):
        for name, size in sizes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = some(*size)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(size[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = 1 + some(width)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(width)
    return weights


def write_checkpoint(folder: Path, weights: Weights, shape: Shape = TINY, *, vocabulary: str = "vocab.txt") -> None:
    """A sentence-transformers folder, as its converter finds it; its words in vocab.txt or in tokenizer.json."""
    (folder / "1_Pooling").mkdir(parents=True)
    config = {
        "architectures": ["BertModel"],
        "hidden_size": shape.width,
        "intermediate_size": shape.inner,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 2 * shape.length,
        "type_vocab_size": 2,
    }
    contents = {
        "config.json": config,
        "sentence_bert_config.json": {"max_seq_length": shape.length},
        "tokenizer_config.json": {"do_lower_case": True},
        "1_Pooling/config.json": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
    }
    if vocabulary == "tokenizer.json":
        numbers = {word: WORDS.index(word) for word in sorted(WORDS)}
        contents["tokenizer.json"] = {"model": {"type": "WordPiece", "vocab": numbers}}
    else:
        (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors(weights))


def safetensors(weights: Weights) -> bytes:
    """The file format: length of the header, header, numbers."""
    header, body = {}, b""
    for name, values in weights.items():
        data = values.astype(np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": values.shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


def encode(weights: Weights, pieces: list[str], shape: Shape = TINY) -> np.ndarray:
    """The mean of the last layer's states over [CLS] pieces [SEP], of length 1."""
    tokens = [WORDS.index(piece) for piece in ["[CLS]", *pieces, "[SEP]"]]
    states = weights["embeddings.word_embeddings.weight"][tokens]
    states = states + weights["embeddings.position_embeddings.weight"][: len(tokens)]
    states = norm(states + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm")
    for layer in range(shape.layers):
        states = run_layer(states, weights, shape, f"encoder.layer.{layer}.")
    mean = states.mean(axis=0)
    return mean / np.linalg.norm(mean)


def run_layer(states: np.ndarray, weights: Weights, shape: Shape, prefix: str) -> np.ndarray:
    query, key, value = (
        dense(states, weights, f"{prefix}attention.self.{name}").reshape(len(states), shape.heads, -1).swapaxes(0, 1)
        for name in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(1, 2) / math.sqrt(shape.width / shape.heads)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ value
    mixed = dense(mixed.swapaxes(0, 1).reshape(len(states), shape.width), weights, f"{prefix}attention.output.dense")
    states = norm(states + mixed, weights, f"{prefix}attention.output.LayerNorm")
    inner = dense(states, weights, f"{prefix}intermediate.dense")
    inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
    return norm(states + dense(inner, weights, f"{prefix}output.dense"), weights, f"{prefix}output.LayerNorm")


def dense(states: np.ndarray, weights: Weights, name: str) -> np.ndarray:
    return states @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def norm(states: np.ndarray, weights: Weights, name: str) -> np.ndarray:
    centred = states - states.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]
