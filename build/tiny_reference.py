"""What transformers answers with the tiny checkpoints: the yardstick for their conversions."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from tiny_checkpoints import CLIP_NORMALISATION, HALF_NORMALISATION, Normalisation, qwen_id
from tiny_vocabulary import GEMMA_TURNS, MERGES, QwenWords, kept_tokens
from transformers import PreTrainedModel

SYSTEM = "You help a nurse who looks at a photograph of skin. Say what you see, and nothing that you do not see."
QUESTION = "Which colours does the lesion have, and is its border sharp?"
ANSWER_TOKENS = 12
SIZES = {"gemma": (224, 224), "qwen2.5": (280, 224), "qwen3": (320, 256)}  # width, height: whole tokens already


def reference(family: str, model: PreTrainedModel, words: QwenWords, out: Path, work: Path) -> dict[str, Any]:
    """Tokens of the prompt around the picture, logits behind it, and the greedy answer, in the GGUF's ids."""
    template = tomllib.loads((out / f"{family}.toml").read_text(encoding="utf-8"))["prompt"]["template"]
    before, after = template.replace("{system}", SYSTEM).replace("{question}", QUESTION).split("{picture}")
    encode = gemma_encoder(work / "tokenizer.model") if family == "gemma" else qwen_encoder(words)
    begin = [model.config.text_config.bos_token_id] if family == "gemma" else []
    parts = [*begin, *encode(before)], encode(after)
    logits, answer = ask(family, model, *parts)
    width, height = SIZES[family]
    return {
        "system": SYSTEM,
        "question": QUESTION,
        "width": width,
        "height": height,
        "before": parts[0],
        "after": parts[1],
        "answer": answer,
        "logits": [round(float(value), 3) for value in logits],
    }


def picture(width: int, height: int) -> np.ndarray:
    """Red grows to the right, green downwards, blue is a chessboard of 16 pixels: height x width x 3 bytes."""
    y, x = np.mgrid[:height, :width]
    return np.stack([255 * x // width, 255 * y // height, (x // 16 + y // 16) % 2 * 255], axis=-1).astype(np.uint8)


def qwen_encoder(words: QwenWords) -> Callable[[str], list[int]]:
    """With the trimmed vocabulary, as the GGUF has it."""
    tokenizer = words.tokenizer(MERGES)
    return lambda text: list(tokenizer.encode(text, add_special_tokens=False))


def gemma_encoder(path: Path) -> Callable[[str], list[int]]:
    """Control tokens are looked up, what stands between them is encoded."""
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))

    def encode(text: str) -> list[int]:
        parts = re.split(f"({'|'.join(map(re.escape, GEMMA_TURNS))})", text)
        coded = [[pieces.piece_to_id(part)] if part in GEMMA_TURNS else pieces.encode(part) for part in parts]
        return [token for tokens in coded for token in tokens]

    return encode


def ask(family: str, model: PreTrainedModel, before: list[int], after: list[int]) -> tuple[np.ndarray, list[int]]:
    """Logits of the first token and the greedy answer; each token is computed from the whole text before it."""
    rows = list(range(model.config.text_config.vocab_size)) if family == "gemma" else kept_tokens()
    inputs = gemma_inputs if family == "gemma" else qwen_inputs
    first, answer = None, []
    for _ in range(ANSWER_TOKENS):
        tokens, pictures = inputs(
            model, [rows[token] for token in before], [rows[token] for token in [*after, *answer]]
        )
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([tokens]), **pictures).logits[0, -1].numpy()[rows]
        first = logits if first is None else first
        answer.append(int(logits.argmax()))
    return first, answer


def gemma_inputs(model: PreTrainedModel, before: list[int], after: list[int]) -> tuple[list[int], dict[str, Any]]:
    """Picture tokens see each other, forwards too, which the token types say."""
    config = model.config
    soft = [config.image_token_index] * config.mm_tokens_per_image
    tokens = [*before, config.boi_token_index, *soft, config.eoi_token_index, *after]
    pixels = normalised(*SIZES["gemma"], HALF_NORMALISATION)
    return tokens, {"pixel_values": pixels[None], "token_type_ids": types(tokens, config.image_token_index)}


def qwen_inputs(model: PreTrainedModel, before: list[int], after: list[int]) -> tuple[list[int], dict[str, Any]]:
    """The picture as a list of patches, those of one token together, each twice as a film's two frames."""
    family = "qwen2.5" if model.config.model_type == "qwen2_5_vl" else "qwen3"
    vision = model.config.vision_config
    width, height = SIZES[family]
    patch, merge = vision.patch_size, vision.spatial_merge_size
    pixels = normalised(width, height, CLIP_NORMALISATION if family == "qwen2.5" else HALF_NORMALISATION)
    down, across = height // patch // merge, width // patch // merge
    grid = pixels.reshape(3, down, merge, patch, across, merge, patch).permute(1, 4, 2, 5, 0, 3, 6)
    frames = grid.unsqueeze(5).expand(-1, -1, -1, -1, -1, vision.temporal_patch_size, -1, -1)
    soft = [model.config.image_token_id] * (down * across)
    tokens = [*before, qwen_id("<|vision_start|>"), *soft, qwen_id("<|vision_end|>"), *after]
    return tokens, {
        "pixel_values": frames.reshape(down * across * merge**2, -1),
        "image_grid_thw": torch.tensor([[1, down * merge, across * merge]]),
        "mm_token_type_ids": types(tokens, model.config.image_token_id),
    }


def normalised(width: int, height: int, normalisation: Normalisation) -> torch.Tensor:
    """3 x height x width."""
    pixels = (picture(width, height) / 255 - normalisation.mean) / normalisation.deviation
    return torch.from_numpy(pixels.astype(np.float32)).permute(2, 0, 1)


def types(tokens: list[int], image: int) -> torch.Tensor:
    """One for a picture's token, zero for a text's."""
    return torch.tensor([[int(token == image) for token in tokens]])
