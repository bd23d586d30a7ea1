"""Tiny checkpoints with random weights, in the form that transformers saves: true in kind, small in every number."""

import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tiny_vocabulary import ADDED, GEMMA_TEMPLATE, GEMMA_TURNS, PLAIN, QwenWords, write_gemma_words
from transformers import (
    Gemma3Config,
    Gemma3ForConditionalGeneration,
    PreTrainedModel,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)

SEED = 20
QWEN_ROWS = 151936  # the real vocabulary's rows, some of them unused
TEXT: dict[str, object] = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "max_position_embeddings": 4096,
}
GEMMA_TEXT = TEXT | {
    "num_hidden_layers": 6,
    "query_pre_attn_scalar": 32,
    "sliding_window": 48,
    "rope_parameters": {
        "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
        "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
    },
}
GEMMA_VISION = {
    "hidden_size": 48,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 3,
    "image_size": 224,
    "patch_size": 14,
    "vision_use_head": False,
}
QWEN2_5_TEXT = TEXT | {
    "vocab_size": QWEN_ROWS,
    "num_hidden_layers": 4,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0, "mrope_section": [4, 6, 6]},
    "rms_norm_eps": 1e-6,
    "tie_word_embeddings": True,
}
QWEN2_5_VISION = {
    "depth": 4,
    "hidden_size": 48,
    "intermediate_size": 96,
    "num_heads": 3,
    "out_hidden_size": 64,
    "window_size": 112,
    "fullatt_block_indexes": [1, 3],
}
QWEN3_TEXT = TEXT | {
    "vocab_size": QWEN_ROWS,
    "num_hidden_layers": 5,
    "rope_parameters": {
        "rope_type": "default",
        "rope_theta": 5000000.0,
        "mrope_section": [6, 5, 5],
        "mrope_interleaved": True,
    },
}
QWEN3_VISION = {
    "depth": 5,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_heads": 2,
    "out_hidden_size": 64,
    "num_position_embeddings": 256,
    "deepstack_visual_indexes": [1, 2, 3],
}
CLIP_MEAN, CLIP_DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]


def qwen_id(text: str) -> int:
    """The id of an added token in the whole vocabulary."""
    return PLAIN + list(ADDED).index(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """What a projector does to a picture's values between 0 and 1."""

    mean: list[float]
    deviation: list[float]


HALF_NORMALISATION = Normalisation(mean=[0.5] * 3, deviation=[0.5] * 3)
CLIP_NORMALISATION = Normalisation(mean=CLIP_MEAN, deviation=CLIP_DEVIATION)


def gemma(words: QwenWords, folder: Path) -> Gemma3ForConditionalGeneration:
    """As MedGemma: SigLIP tower, 16 picture tokens (256 there), five layers with a sliding window to one without."""
    pieces = write_gemma_words(words, folder / "tokenizer.model")
    turns = {text: pieces.index(text) for text in GEMMA_TURNS}
    config = Gemma3Config(
        text_config=GEMMA_TEXT | {"vocab_size": len(pieces)},
        vision_config=GEMMA_VISION,
        mm_tokens_per_image=16,
        boi_token_index=turns["<start_of_image>"],
        eoi_token_index=turns["<end_of_image>"],
        image_token_index=turns["<image_soft_token>"],
        eos_token_id=[1, turns["<end_of_turn>"]],
    )
    _write_gemma_tokenizer(turns, folder)
    _write_preprocessor(folder, HALF_NORMALISATION, {"image_seq_length": 16, "size": {"height": 224, "width": 224}})
    return Gemma3ForConditionalGeneration(config)


def qwen2_5(words: QwenWords, folder: Path) -> Qwen2_5_VLForConditionalGeneration:
    """As SKINspectoR and SkinGPT-R1: window attention in the tower, M-RoPE in sections, tied embedding (3B)."""
    config = Qwen2_5_VLConfig(text_config=QWEN2_5_TEXT, vision_config=QWEN2_5_VISION, tie_word_embeddings=True)
    _write_qwen_words(words, folder)
    _write_preprocessor(folder, CLIP_NORMALISATION, {"patch_size": 14, "merge_size": 2, "temporal_patch_size": 2})
    return Qwen2_5_VLForConditionalGeneration(config)


def qwen3(words: QwenWords, folder: Path) -> Qwen3VLForConditionalGeneration:
    """As HIKARI: three deep-stack layers, interleaved M-RoPE, an output matrix of its own (8B)."""
    config = Qwen3VLConfig(text_config=QWEN3_TEXT, vision_config=QWEN3_VISION, tie_word_embeddings=False)
    _write_qwen_words(words, folder)
    _write_preprocessor(folder, HALF_NORMALISATION, {"patch_size": 16, "merge_size": 2, "temporal_patch_size": 2})
    return Qwen3VLForConditionalGeneration(config)


BUILDERS = {"gemma": gemma, "qwen2.5": qwen2_5, "qwen3": qwen3}


def build(family: str, words: QwenWords, folder: Path) -> PreTrainedModel:
    """Write the family's checkpoint into the folder; returns the model, in float32 and ready to be asked."""
    torch.manual_seed(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    model = BUILDERS[family](words, folder)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.copy_(_random(family, name, weight))
    model.eval().save_pretrained(folder)
    _name_as_on_the_hub(folder / "model.safetensors")
    return model


def _name_as_on_the_hub(path: Path) -> None:
    """Put back a level of the SigLIP tower's names that transformers 5 drops and the converter expects."""
    tensors = {
        re.sub(r"^vision_tower\.(?!vision_model\.)", "vision_tower.vision_model.", name): tensor
        for name, tensor in load_file(path).items()
    }
    save_file(tensors, path, metadata={"format": "pt"})


def _random(family: str, name: str, weight: torch.Tensor) -> torch.Tensor:
    """Noise that depends on the names only, in values that F16 holds exactly, of a size that lets signals through."""
    noise = np.random.default_rng([SEED, zlib.crc32(f"{family} {name}".encode())]).standard_normal(tuple(weight.shape))
    values = _centre(family, name, weight) + _spread(name, weight) * noise
    return torch.from_numpy(values.astype(np.float16).astype(np.float32))


def _centre(family: str, name: str, weight: torch.Tensor) -> float:
    if weight.ndim > 1 or name.endswith(".bias"):
        return 0.0
    of_gemma = family == "gemma" and ("language_model" in name or "soft_emb_norm" in name)  # their norms add the one
    after = 4.0 if "post_" in name and of_gemma else 0.0  # else a tied embedding repeats its own token
    inside = 0.5 if "q_norm" in name or "k_norm" in name else 0.0
    return after + inside + (0.0 if of_gemma else 1.0)


def _spread(name: str, weight: torch.Tensor) -> float:
    if weight.ndim == 1:
        return 0.1
    if "embed_tokens" in name or "lm_head" in name:
        return 0.5
    if "position_embedding" in name or "pos_embed" in name:
        return 0.5
    if name.endswith("mm_input_projection_weight"):  # inputs x outputs
        return float(4.0 * len(weight) ** -0.5)
    return float(1.5 * weight[0].numel() ** -0.5)


def _write_gemma_tokenizer(turns: dict[str, int], folder: Path) -> None:
    values = {
        "added_tokens_decoder": {str(number): {"content": text, "special": True} for text, number in turns.items()},
        "add_bos_token": True,
        "add_eos_token": False,
        "bos_token": "<bos>",
        "eos_token": "<eos>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "chat_template": GEMMA_TEMPLATE,
    }
    _write_json(folder / "tokenizer_config.json", values)


def _write_qwen_words(words: QwenWords, folder: Path) -> None:
    words.tokenizer(len(words.merges)).save_pretrained(folder)


def _write_preprocessor(folder: Path, normalisation: Normalisation, others: dict[str, object]) -> None:
    values = {"image_mean": normalisation.mean, "image_std": normalisation.deviation, **others}
    _write_json(folder / "preprocessor_config.json", values)


def _write_json(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2), encoding="utf-8")
