"""A checkpoint as its authors publish it, without the weights; refused with the reason where it cannot serve."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from gguf.utility import SafetensorsLocal

from lentigo.errors import InputError
from lentigo.models.families import BY_CHECKPOINT, FAMILIES, VISION_FAMILIES, VisionFamily

INDEX, SINGLE = "model.safetensors.index.json", "model.safetensors"
CARRIED = ("*.json", "*.model", "*.txt", "*.jinja", "README.md")  # beside the weights: words, sizes, template
PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt")
VISION = re.compile(r"(^|\.)(visual|vision_tower|multi_modal_projector)\.")
# SkinGPT-R1's training aids: its own program answers without them.
AIDS = re.compile(r"(^|\.)((distill_head|text_bias)\.|logit_bias_scale$)")
DAMAGED = "Fetch it again: “lentigo-packager models fetch”, or copy the folder once more."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTensor:
    """A tensor's place and form; `bytes` as stored."""

    name: str
    file: Path
    dtype: str
    shape: tuple[int, ...]
    bytes: int

    @property
    def is_vision(self) -> bool:
        """Whether it belongs to the picture's side, and so into the projector's file."""
        return bool(VISION.search(self.name))

    @property
    def is_aid(self) -> bool:
        """Whether it only helped the training."""
        return bool(AIDS.search(self.name))

    @property
    def values(self) -> int:
        """How many numbers it holds."""
        count = 1
        for side in self.shape:
            count *= side
        return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A complete folder in the form that transformers saves."""

    folder: Path
    family: VisionFamily
    tensors: tuple[StoredTensor, ...]

    @property
    def carried(self) -> tuple[Path, ...]:
        """The small files beside the weights."""
        return tuple(path for pattern in CARRIED for path in self.folder.glob(pattern) if path.name != INDEX)

    @property
    def bytes(self) -> int:
        """Of all weights."""
        return sum(tensor.bytes for tensor in self.tensors)


def read_checkpoint(folder: Path, *, family: str) -> Checkpoint:
    """Everything but the weights. InputError, with cause and remedy, where it is not a complete one of this family."""
    config = read_json(folder / "config.json")
    found = _family(config, family)
    _require_plain(folder, config)
    tensors = _read_tensors(folder)
    return Checkpoint(folder=folder, family=found, tensors=tensors)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON file's object; InputError where there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            return content
    except (OSError, ValueError) as problem:
        raise InputError(f"{path.name} is missing or damaged in {path.parent.name}.", hint=DAMAGED) from problem
    raise InputError(f"{path.name} in {path.parent.name} does not hold what it should.", hint=DAMAGED)


def refuse_without(folder: Path, wanted: str) -> NoReturn:
    """InputError that says what stands in place of the wanted weights."""
    pickled = sorted(path.name for pattern in PICKLED for path in folder.glob(pattern))
    if pickled:
        raise InputError(
            f"The weights in {folder.name} are a Python pickle ({pickled[0]}): reading it runs any program inside it.",
            hint="Give the same weights as safetensors.",
        )
    raise InputError(f"{folder.name} holds no weights: {wanted} is missing.", hint=DAMAGED)


def open_tensors(path: Path) -> tuple[StoredTensor, ...]:
    """The tensors that a safetensors file says it holds; InputError where it is missing, damaged or cut off."""
    try:
        tensors = SafetensorsLocal(path).tensors
        size = path.stat().st_size
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, MemoryError) as problem:
        raise InputError(f"{path.name} is not a whole safetensors file.", hint=DAMAGED) from problem
    end = max((tensor.data_range.offset + tensor.data_range.size for tensor in tensors.values()), default=0)
    if end != size:
        raise InputError(f"{path.name} should have {end:,} bytes and has {size:,}.", hint=DAMAGED)
    return tuple(
        StoredTensor(name=name, file=path, dtype=tensor.dtype, shape=tensor.shape, bytes=tensor.data_range.size)
        for name, tensor in tensors.items()
    )


def _family(config: Mapping[str, Any], wanted: str) -> VisionFamily:
    named = config.get("architectures")
    architecture = str(named[0]) if isinstance(named, list) and named else "none"
    found = BY_CHECKPOINT.get(architecture)
    if found is None:
        raise InputError(
            f"Lentigo cannot convert checkpoints of the architecture “{architecture}”.",
            hint=f"It converts these: {', '.join(each.name for each in VISION_FAMILIES)}; and BERT, as a text encoder.",
        )
    if found.id != wanted:
        raise InputError(
            f"This checkpoint is a {found.name}, and the model asked for is a {FAMILIES[wanted].name}.",
            hint="Give the checkpoint that the catalogue names for it, or another model's ID.",
        )
    return found


def _require_plain(folder: Path, config: Mapping[str, Any]) -> None:
    if config.get("quantization_config"):
        raise InputError(
            "This checkpoint is quantised already.", hint="Give the one in full precision (BF16, F16 or F32)."
        )
    programs = sorted(path.name for path in folder.glob("*.py"))
    if programs:
        raise InputError(
            f"This checkpoint brings programs of its own ({programs[0]}), and converting it would run them.",
            hint="Delete its .py files if it is an ordinary checkpoint of its family; else it cannot be converted.",
        )


def _read_tensors(folder: Path) -> tuple[StoredTensor, ...]:
    """All tensors of all shards; what the index says and what the shards hold must be the same."""
    if not (folder / INDEX).exists():
        if not (folder / SINGLE).exists():
            refuse_without(folder, SINGLE)
        return open_tensors(folder / SINGLE)
    places = read_json(folder / INDEX).get("weight_map")
    if not isinstance(places, dict) or not places:
        raise InputError(f"{INDEX} names no tensors.", hint=DAMAGED)
    files = sorted({str(name) for name in places.values()})
    _require_shards(folder, files)
    tensors = tuple(tensor for name in files for tensor in open_tensors(folder / name))
    held = {tensor.name: tensor.file.name for tensor in tensors}
    if lacking := sorted(name for name, file in places.items() if held.get(name) != file):
        raise InputError(f"{places[lacking[0]]} does not hold {lacking[0]}, as {INDEX} says.", hint=DAMAGED)
    return tensors


def _require_shards(folder: Path, files: list[str]) -> None:
    if strange := [name for name in files if Path(name).name != name or not name.endswith(".safetensors")]:
        raise InputError(f"{INDEX} names a file that is no part of the weights: {strange[0]!r}.", hint=DAMAGED)
    if missing := [name for name in files if not (folder / name).exists()]:
        raise InputError(
            f"{len(missing)} of the {len(files)} parts of the weights are missing, the first is {missing[0]}.",
            hint=DAMAGED,
        )
