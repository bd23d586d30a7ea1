"""Adapter and checkpoint to one checkpoint, module by module: an 8B model needs a few gigabytes of memory for it."""

import json
import re
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lentigo.errors import InputError
from lentigo.models.families import VisionFamily
from lentigo.progress import Progress
from lentigo_packager.conversion.adapter import AdaptedModule, Adapter
from lentigo_packager.conversion.checkpoint import INDEX, Checkpoint, StoredTensor

if TYPE_CHECKING:
    from torch import Tensor, nn

PART_BYTES = 2_000_000_000  # of weights held in memory and written at once
BLOCK_VALUES = 64_000_000  # of a matrix merged at once; 256 MB in F32


def needs_writing(checkpoint: Checkpoint, adapter: Adapter | None) -> bool:
    """Whether the converter cannot take the checkpoint as it stands."""
    renamed = any(published_name(tensor.name, checkpoint.family) != tensor.name for tensor in checkpoint.tensors)
    return adapter is not None or renamed or any(tensor.is_aid for tensor in checkpoint.tensors)


def merged_bytes(checkpoint: Checkpoint) -> int:
    """Of all weights that are kept."""
    return sum(tensor.bytes for tensor in checkpoint.tensors if not tensor.is_aid)


def published_name(name: str, family: VisionFamily) -> str:
    """The tensor's name as the family's authors publish it, where some version of transformers saves another."""
    for pattern, replacement in family.transformers.renamed:
        name = re.sub(pattern, replacement, name)
    return name


def write_merged(checkpoint: Checkpoint, adapter: Adapter | None, out: Path, progress: Progress) -> None:
    """The checkpoint in `out`, with the adapter merged, in the base's number formats, without training aids.

    Each changed module is merged in F32 by peft and rounded once.
    """
    out.mkdir(parents=True, exist_ok=True)
    for path in checkpoint.carried:
        shutil.copyfile(path, out / path.name)
    kept = [tensor for tensor in checkpoint.tensors if not tensor.is_aid]
    total, done, parts = merged_bytes(checkpoint), 0, list(_parts(kept))
    merger = Merger.load(adapter) if adapter else None
    places: dict[str, str] = {}
    for number, part in enumerate(parts, start=1):
        name = f"model-{number:05}-of-{len(parts):05}.safetensors"
        tensors = {}
        for tensor, values in _values(part, merger):
            tensors[published_name(tensor.name, checkpoint.family)] = values
            done += tensor.bytes
            progress.share(done / total)
        _save(tensors, out / name)
        places |= dict.fromkeys(tensors, name)
    index = {"metadata": {"total_size": total}, "weight_map": places}
    (out / INDEX).write_text(json.dumps(index), encoding="utf-8")


def _parts(tensors: list[StoredTensor]) -> Iterator[list[StoredTensor]]:
    """In the order of the files, so that each is read through once."""
    part: list[StoredTensor] = []
    for tensor in tensors:
        if part and sum(other.bytes for other in part) + tensor.bytes > PART_BYTES:
            yield part
            part = []
        part.append(tensor)
    yield part


def _values(part: list[StoredTensor], merger: "Merger | None") -> Iterator[tuple[StoredTensor, "Tensor"]]:
    for tensor in part:
        values = load(tensor)
        yield tensor, (merger.merged(tensor, values) if merger else values).contiguous()


def load(tensor: StoredTensor) -> "Tensor":
    """A tensor's values, in its own format."""
    from safetensors import safe_open

    with safe_open(tensor.file, framework="pt") as file:
        values: Tensor = file.get_tensor(tensor.name)
        return values


def _save(tensors: Mapping[str, "Tensor"], path: Path) -> None:
    from safetensors.torch import save_file

    save_file(dict(tensors), path, metadata={"format": "pt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """peft, given one module at a time under the name it had in training, so that its own rules find rank and scale."""

    adapter: Adapter
    config: Any  # peft's LoraConfig

    @classmethod
    def load(cls, adapter: Adapter) -> "Merger":
        """Read the settings; nothing of the weights."""
        from peft import LoraConfig

        config = LoraConfig.from_pretrained(str(adapter.folder))
        config.init_lora_weights = False  # every value is loaded
        config.inference_mode = True
        return cls(adapter=adapter, config=config)

    def merged(self, tensor: StoredTensor, values: "Tensor") -> "Tensor":
        """The tensor with what the adapter learnt for it, in the tensor's own format."""
        if replacement := self.adapter.replaced.get(tensor.name):
            values = load(replacement).to(values.dtype)
        module = self.adapter.modules.get(tensor.name)
        return self._with_learnt(module, values) if module else values

    def _with_learnt(self, module: AdaptedModule, values: "Tensor") -> "Tensor":
        """A block of rows after the other: of an output matrix of 152,000 rows, peft would make six copies in F32."""
        import torch

        learnt = {tensor.name: load(tensor).float() for tensor in module.learnt.values()}
        _require_finite(module, learnt.values())
        merged = torch.empty_like(values)
        count = len(values) if module.is_embedding else max(1, BLOCK_VALUES // values.shape[1])
        with torch.no_grad(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The following .* keys did not match")  # they name other modules
            for start in range(0, len(values), count):
                rows = slice(start, start + count)
                merged[rows] = self._merged_rows(module, values[rows].float(), _of_rows(learnt, rows, module))
        return merged

    def _merged_rows(self, module: AdaptedModule, weight: "Tensor", learnt: Mapping[str, "Tensor"]) -> "Tensor":
        """By peft, in a model of this one layer; InputError where the adapter's settings and weights differ."""
        from peft import PeftModel, set_peft_model_state_dict

        try:
            model = PeftModel(_tree(module.path, _layer(module, weight)), self.config)
            taken = set_peft_model_state_dict(model, dict(learnt))
            fit = not taken.unexpected_keys and not any("lora_" in name for name in taken.missing_keys)
        except (ValueError, RuntimeError):  # peft's, where the module is no target or of another rank
            fit = False
        if not fit:
            raise InputError(
                f"The adapter's settings do not fit its weights for {module.path}.",
                hint="Get the whole adapter again, both its files from the same place.",
            )
        merged: Tensor = model.merge_and_unload().get_submodule(module.path).weight.detach()
        return merged


def _of_rows(learnt: Mapping[str, "Tensor"], rows: slice, module: AdaptedModule) -> dict[str, "Tensor"]:
    """What was learnt for some outputs of a layer: each has a row of lora_B and a number of the magnitudes."""
    if module.is_embedding:
        return dict(learnt)
    return {name: values if name.endswith("lora_A.weight") else values[rows] for name, values in learnt.items()}


def _require_finite(module: AdaptedModule, values: Iterable["Tensor"]) -> None:
    if not all(tensor.isfinite().all() for tensor in values):
        raise InputError(f"The adapter's numbers for {module.path} are not finite.", hint="Get the adapter again.")


def _layer(module: AdaptedModule, weight: "Tensor") -> "nn.Module":
    """The base's layer, as far as merging looks at it."""
    from torch import nn

    if module.is_embedding:
        return nn.Embedding.from_pretrained(weight)
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    layer.weight = nn.Parameter(weight, requires_grad=False)
    return layer


def _tree(path: str, layer: "nn.Module") -> "nn.Module":
    """A model that consists of one layer at its place."""
    from torch import nn

    root = holder = nn.Module()
    *levels, name = path.split(".")
    for level in levels:
        inner = nn.Module()
        holder.add_module(level, inner)
        holder = inner
    holder.add_module(name, layer)
    return root
