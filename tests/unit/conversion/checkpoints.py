"""A tiny BERT checkpoint with random weights, and what BERT makes of it, in numpy."""

import json
import math
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
WIDTH, INNER, HEADS, LAYERS, LENGTH = 64, 96, 4, 2, 16

Weights = dict[str, np.ndarray]


def random_weights(seed: int = 3) -> Weights:
    """All tensors of a BertModel, with the pooler that an encoder does not need."""
    rng = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return rng.normal(scale=0.25, size=shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": some(2 * LENGTH, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        "embeddings.LayerNorm.weight": 1 + some(WIDTH),
        "embeddings.LayerNorm.bias": some(WIDTH),
        "pooler.dense.weight": some(WIDTH, WIDTH),
        "pooler.dense.bias": some(WIDTH),
    }
    shapes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = some(*shape)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(shape[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = 1 + some(WIDTH)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(WIDTH)
    return weights


def write_checkpoint(folder: Path, weights: Weights) -> None:
    """A sentence-transformers folder, as its converter finds it."""
    (folder / "1_Pooling").mkdir(parents=True)
    shape = {
        "architectures": ["BertModel"],
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 2 * LENGTH,
        "type_vocab_size": 2,
    }
    (folder / "config.json").write_text(json.dumps(shape), encoding="utf-8")
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": LENGTH}), encoding="utf-8")
    pooling = {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
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


def encode(weights: Weights, pieces: list[str]) -> np.ndarray:
    """The mean of the last layer's states over [CLS] pieces [SEP], of length 1."""
    tokens = [WORDS.index(piece) for piece in ["[CLS]", *pieces, "[SEP]"]]
    states = weights["embeddings.word_embeddings.weight"][tokens]
    states = states + weights["embeddings.position_embeddings.weight"][: len(tokens)]
    states = norm(states + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        states = run_layer(states, weights, f"encoder.layer.{layer}.")
    mean = states.mean(axis=0)
    return mean / np.linalg.norm(mean)


def run_layer(states: np.ndarray, weights: Weights, prefix: str) -> np.ndarray:
    query, key, value = (
        dense(states, weights, f"{prefix}attention.self.{name}").reshape(len(states), HEADS, -1).swapaxes(0, 1)
        for name in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(1, 2) / math.sqrt(WIDTH / HEADS)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ value
    mixed = dense(mixed.swapaxes(0, 1).reshape(len(states), WIDTH), weights, f"{prefix}attention.output.dense")
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
