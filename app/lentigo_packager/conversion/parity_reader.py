"""A checkpoint in transformers: image embeddings of pictures, answers to prompts, and the logits along an answer."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from lentigo.errors import EngineError
from lentigo.models.families import BY_CHECKPOINT, VisionFamily
from lentigo_packager.conversion.checkpoint import INDEX, SINGLE, open_tensors, read_json

if TYPE_CHECKING:
    from torch import Tensor

F32_ROOM = 1.3  # times the weights' size in F32 that must be free
PLACE = "{picture}"
OLD_TEMPLATE = "chat_template.json"  # which older processors bring, and no tokenizer reads

Pixels = Mapping[str, "Tensor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A prompt that was taken in: the cache, the log-probabilities behind it, and the next token's position."""

    cache: Any
    row: "Tensor"
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The model with its own tokenizer and its own treatment of pictures."""

    family: VisionFamily
    model: Any
    tokenizer: Any
    processor: Any

    @classmethod
    def load(cls, folder: Path) -> "Reader":
        """In F32 where memory allows, so that the yardstick itself rounds little; else as stored."""
        import torch
        from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer, logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        dtype = torch.float32 if fits_in_f32(folder) else "auto"
        model, loading = AutoModelForImageTextToText.from_pretrained(
            folder, dtype=dtype, low_cpu_mem_usage=True, output_loading_info=True
        )
        if lacking := sorted(loading["missing_keys"]):
            raise EngineError(
                f"transformers finds no weights for {len(lacking)} parts of the model, the first is {lacking[0]}.",
                hint="Merge or fetch the checkpoint again.",
            )
        tokenizer, processor = AutoTokenizer.from_pretrained(folder), AutoImageProcessor.from_pretrained(folder)
        if (folder / OLD_TEMPLATE).exists():
            tokenizer.chat_template = read_json(folder / OLD_TEMPLATE)["chat_template"]
        family = BY_CHECKPOINT[read_json(folder / "config.json")["architectures"][0]]
        return cls(family=family, model=model.eval(), tokenizer=tokenizer, processor=processor)

    @property
    def number_format(self) -> str:
        """That the weights are held and multiplied in."""
        return str(self.model.dtype).removeprefix("torch.")

    def encode(self, text: str) -> list[int]:
        """Tokens of a text, in which control tokens count; nothing is added."""
        return list(self.tokenizer.encode(text, add_special_tokens=False))

    def pixels(self, picture: Image.Image, *, resize: bool = False) -> Pixels:
        """As the model's own processor makes them; `resize` lets it choose the size, too."""
        made = self.processor(images=picture.convert("RGB"), return_tensors="pt", do_resize=resize)
        return {name: made[name] for name in ("pixel_values", "image_grid_thw") if name in made}

    def vectors(self, pixels: Pixels) -> NDArray[np.float32]:
        """What the language model takes in: one row a token, Qwen3-VL's deep-stack layers behind the main one."""
        import torch

        with torch.inference_mode():
            made = self.model.model.get_image_features(**pixels, return_dict=True)
        levels = [made.pooler_output, *(getattr(made, "deepstack_features", None) or ())]
        rows = [torch.cat(tuple(level)).reshape(-1, level[0].shape[-1]) for level in levels]
        return torch.cat(rows, dim=-1).float().numpy()  # type: ignore[no-any-return]

    def around_picture(self, text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Tokens before the picture's own and behind them."""
        form = self.family.transformers
        begin, end = self._configured(form.start_key), self._configured(form.end_key)
        first = [self.tokenizer.bos_token_id] if form.begins and self.tokenizer.bos_token_id is not None else []
        before, behind = text.split(PLACE)
        return (*first, *self.encode(before), begin), (end, *self.encode(behind))

    def own_words(self, system: str | None, question: str) -> str | None:
        """A prompt as the checkpoint's own template words it, with {picture} in it; None where it cannot."""
        from jinja2.exceptions import TemplateError

        if not self.tokenizer.chat_template:
            return None
        asked = [{"type": "image"}, {"type": "text", "text": question}]
        said = [{"role": "system", "content": [{"type": "text", "text": system}]}] if system is not None else []
        turns = [*said, {"role": "user", "content": asked}]
        try:
            text = self.tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        except TemplateError:
            return None
        text = str(text).removeprefix(self.tokenizer.bos_token or "")
        return text.replace(self.family.transformers.mark, self.family.transformers.around)

    def read(self, text: str, pixels: Pixels | None) -> Reading:
        """Take in a prompt with the picture at {picture}, or with nothing there."""
        import torch

        tokens = self._tokens(text, pixels)
        form = self.family.transformers
        marked = (torch.tensor([tokens]) == self._configured(form.token_key)).int()
        given = {**pixels, form.token_types: marked} if pixels else {}
        with torch.inference_mode():
            made = self.model(input_ids=torch.tensor([tokens]), use_cache=True, logits_to_keep=1, **given)
        delta = int(self.model.model.rope_deltas) if pixels and self.family.m_rope else 0
        row = made.logits[0, -1].double().log_softmax(-1)
        return Reading(cache=made.past_key_values, row=row, position=len(tokens) + delta)

    def answer(self, reading: Reading, most: int) -> tuple[list[int], NDArray[np.float32]]:
        """The likeliest token each time, up to an end; and the log-probabilities at each, the end's among them."""
        ends = self.model.generation_config.eos_token_id
        ends = set(ends) if isinstance(ends, list) else {ends}
        cache, rows, tokens = copy.deepcopy(reading.cache), [reading.row], [int(reading.row.argmax())]
        while len(tokens) < most and tokens[-1] not in ends:
            rows += self._continue(cache, tokens[-1:], reading.position + len(tokens) - 1)
            tokens.append(int(rows[-1].argmax()))
        return tokens, np.stack([row.float().numpy() for row in rows])

    def score(self, reading: Reading, options: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Log-likelihood (nats) of each option."""
        scores = []
        for option in options:
            rows = [reading.row]
            if len(option) > 1:
                rows += self._continue(copy.deepcopy(reading.cache), option[:-1], reading.position)
            scores.append(sum(float(row[token]) for row, token in zip(rows, option, strict=True)))
        return np.array(scores)

    def _continue(self, cache: Any, tokens: Sequence[int], position: int) -> list["Tensor"]:
        """Take tokens behind the cache, which grows."""
        import torch

        places = torch.arange(position, position + len(tokens))[None]
        if self.family.m_rope:
            places = places.expand(3, 1, -1)  # a text's token stands at the same place in time, height and width
        with torch.inference_mode():
            made = self.model(
                input_ids=torch.tensor([list(tokens)]), past_key_values=cache, position_ids=places, use_cache=True
            )
        return list(made.logits[0].double().log_softmax(-1))

    def _tokens(self, text: str, pixels: Pixels | None) -> list[int]:
        before, behind = self.around_picture(text)
        if not pixels:
            return [*before[:-1], *behind[1:]]
        token = self._configured(self.family.transformers.token_key)
        return [*before, *[token] * self._count(pixels), *behind]

    def _count(self, pixels: Pixels) -> int:
        """How many tokens a picture takes."""
        if key := self.family.transformers.count_key:
            return self._configured(key)
        return int(pixels["image_grid_thw"].prod()) // int(self.model.config.vision_config.spatial_merge_size) ** 2

    def _configured(self, key: str) -> int:
        """A number of config.json."""
        return int(getattr(self.model.config, key))


def fits_in_f32(folder: Path) -> bool:
    """Whether the checkpoint's weights, four bytes each, leave room in memory."""
    files = sorted(set(read_json(folder / INDEX)["weight_map"].values())) if (folder / INDEX).exists() else [SINGLE]
    values = sum(tensor.values for name in files for tensor in open_tensors(folder / name))
    return bool(values * 4 * F32_ROOM < psutil.virtual_memory().available)
