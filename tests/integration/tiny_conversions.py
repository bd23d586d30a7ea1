"""The checkpoints that the tiny pairs were converted from, with the pairs' own small vocabulary."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from gguf import GGUFReader

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "tiny"
FAMILIES = ("gemma", "qwen2.5", "qwen3")
# As the families' own templates: a message is a list of pictures and texts.
GEMMA_TEMPLATE = (
    "{{ bos_token }}{% set said = messages[0].content[0].text + '\n\n' if messages[0].role == 'system' else '' %}"
    "{% for message in messages if message.role == 'user' %}<start_of_turn>user\n{{ said }}"
    "{% for part in message.content %}{% if part.type == 'image' %}<start_of_image>"
    "{% else %}{{ part.text | trim }}{% endif %}{% endfor %}<end_of_turn>\n{% endfor %}{{ '<start_of_turn>model\n' }}"
)
QWEN_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part.text }}{% endif %}"
    "{% endfor %}<|im_end|>\n{% endfor %}{{ '<|im_start|>assistant\n' }}"
)
WANTED = ("torch", "transformers", "sentencepiece", "safetensors")


def missing_tools() -> list[str]:
    return [name for name in WANTED if importlib.util.find_spec(name) is None]


def write_tiny_checkpoint(family: str, folder: Path) -> None:
    """In F16, from the same noise as the pair in tests/data/tiny: that pair is its conversion."""
    recipe = _recipe()
    fields = GGUFReader(TINY / "qwen2.5.gguf").fields
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"].contents()]
    tokens = fields["tokenizer.ggml.tokens"].contents()[: recipe.BYTES + len(merges)]
    words = recipe.QwenWords(tokens=tuple(tokens), merges=tuple(merges))
    model = recipe.build(family, words, folder)
    if family != "gemma":
        _trim(model, recipe.kept_tokens())
        model.half().save_pretrained(folder)
    (folder / "chat_template.jinja").write_text(
        GEMMA_TEMPLATE if family == "gemma" else QWEN_TEMPLATE, encoding="utf-8"
    )


def _recipe() -> Any:
    """build/tiny_checkpoints.py with its vocabulary; no package."""
    if str(ROOT / "build") not in sys.path:
        sys.path.insert(0, str(ROOT / "build"))
    import tiny_checkpoints
    import tiny_vocabulary

    tiny_vocabulary.build = tiny_checkpoints.build
    return tiny_vocabulary


def _trim(model: Any, kept: list[int]) -> None:
    """Keep some rows of the vocabulary, in that order, and call its control tokens by their new numbers."""
    import torch

    old = model.get_input_embeddings().weight.data, model.get_output_embeddings().weight.data
    model.resize_token_embeddings(len(kept))
    with torch.no_grad():
        model.get_output_embeddings().weight.copy_(old[1][kept])
        model.get_input_embeddings().weight.copy_(old[0][kept])
    for holder in (model.config, model.config.text_config, model.generation_config):
        for name, value in vars(holder).items():
            if name.endswith("_token_id") and isinstance(value, int):
                setattr(holder, name, kept.index(value))
