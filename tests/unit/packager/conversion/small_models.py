"""Small vision-language models and adapters with random weights: only their names and shapes are true."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForImageTextToText,
    Gemma3Config,
    PreTrainedModel,
    Qwen2_5_VLConfig,
    Qwen3VLConfig,
)

SEED = 5
WORDS = 128
TEXT = {
    "vocab_size": WORDS,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 16,
}
SIGLIP = {
    "hidden_size": 16,
    "intermediate_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": 28,
    "patch_size": 14,
    "vision_use_head": False,
}
TOWER = {"depth": 2, "hidden_size": 16, "intermediate_size": 24, "num_heads": 2, "out_hidden_size": 32}
ROPE = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]}

CONFIGS: dict[str, Callable[[], Any]] = {
    "gemma3": lambda: Gemma3Config(text_config=TEXT, vision_config=SIGLIP, mm_tokens_per_image=1),
    "qwen2.5-vl": lambda: Qwen2_5_VLConfig(
        text_config=TEXT | {"rope_parameters": ROPE},
        vision_config=TOWER | {"fullatt_block_indexes": [1]},
        tie_word_embeddings=True,
    ),
    "qwen3-vl": lambda: Qwen3VLConfig(
        text_config=TEXT | {"rope_parameters": ROPE},
        vision_config=TOWER | {"num_position_embeddings": 16, "deepstack_visual_indexes": [0, 1]},
        tie_word_embeddings=False,
    ),
}


def write_model(family: str, folder: Path, *, dtype: torch.dtype = torch.float32, shard: str = "5GB") -> None:
    torch.manual_seed(SEED)
    model = AutoModelForImageTextToText.from_config(CONFIGS[family]())
    model.to(dtype).save_pretrained(folder, max_shard_size=shard)


def write_adapter(base: Path, folder: Path, **settings: Any) -> None:
    """As after some training: no part of it is what it began with."""
    model = get_peft_model(read_model(base), LoraConfig(r=4, lora_alpha=8) if not settings else LoraConfig(**settings))
    torch.manual_seed(SEED)
    for name, values in model.named_parameters():
        if "lora_" in name or "modules_to_save" in name:
            values.data = values.data * (1 + 0.1 * torch.randn_like(values)) + 0.02 * torch.randn_like(values)
    model.save_pretrained(folder)


def read_model(folder: Path) -> PreTrainedModel:
    return AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float32)


def merged_by_peft(base: Path, adapter: Path) -> dict[str, torch.Tensor]:
    """The whole model at once, in F32."""
    merged = PeftModel.from_pretrained(read_model(base), adapter).merge_and_unload(safe_merge=True)
    return dict(merged.state_dict())


def rename_tensors(path: Path, rename: Callable[[str], str]) -> None:
    tensors = {rename(name): values for name, values in load_file(path).items()}
    save_file(tensors, path, metadata={"format": "pt"})


def change_json(path: Path, **changes: Any) -> None:
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content), encoding="utf-8")
