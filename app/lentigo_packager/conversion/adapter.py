"""An adapter (LoRA, DoRA) and which of a checkpoint's tensors it changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lentigo.errors import InputError
from lentigo_packager.conversion.checkpoint import Checkpoint, StoredTensor, open_tensors, read_json, refuse_without

CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
LEARNT = re.compile(r"(?P<module>.+)\.(?P<part>lora_(A|B)\.weight|lora_embedding_(A|B)|lora_magnitude_vector)")
REPLACED = re.compile(r"(?P<module>.+?)(\.modules_to_save|\.base_layer)?\.(?P<part>weight|bias)")
LEVELS = {"base_model", "model", "language_model", "vision_model"}  # differ between versions of transformers
# These begin by changing the base's own weights, so that the published base is not what they were trained on.
CHANGED_BASE = ("pissa", "corda", "olora", "loftq", "lora_ga")
PLAIN = "Merge it with the program that made it, and convert the merged checkpoint."


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptedModule:
    """A module of the base and what was learnt for it: the adapter's tensors by their part, such as lora_A.weight."""

    path: str  # as the adapter names the module
    base: StoredTensor  # its weight
    learnt: Mapping[str, StoredTensor]

    @property
    def is_embedding(self) -> bool:
        """Whether it looks rows up instead of multiplying."""
        return "lora_embedding_A" in self.learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """Which tensors of the base change: by a low-rank product (by the name of the weight), or wholly."""

    folder: Path
    modules: Mapping[str, AdaptedModule]
    replaced: Mapping[str, StoredTensor]

    @property
    def told(self) -> str:
        """How much it changes, in a few words; the tower's part decides whose projector fits."""
        changed = [module.base for module in self.modules.values()]
        vision = sum(tensor.is_vision for tensor in changed)
        others = f", {len(self.replaced)} tensors replaced" if self.replaced else ""
        return f"{len(changed)} modules, {vision} of them in the vision tower or projector{others}"


def read_adapter(folder: Path, checkpoint: Checkpoint) -> Adapter:
    """InputError, with cause and remedy, where any part of the adapter does not fit the checkpoint."""
    _require_mergeable(read_json(folder / CONFIG))
    if not (folder / WEIGHTS).exists():
        refuse_without(folder, WEIGHTS)
    base = _by_place(checkpoint.tensors)
    learnt: dict[str, dict[str, StoredTensor]] = {}
    replaced = {}
    for tensor in open_tensors(folder / WEIGHTS):
        if part := LEARNT.fullmatch(tensor.name):
            learnt.setdefault(part["module"], {})[part["part"]] = tensor
        elif part := REPLACED.fullmatch(tensor.name):
            replaced[_find(base, f"{part['module']}.{part['part']}").name] = tensor
        else:
            raise InputError(f"The adapter holds a tensor of an unknown kind: {tensor.name}.", hint=PLAIN)
    modules = [_adapted(base, path, parts) for path, parts in learnt.items()]
    _require_same_shapes(base, replaced)
    return Adapter(folder=folder, modules={module.base.name: module for module in modules}, replaced=replaced)


def place(name: str) -> str:
    """A tensor's or module's name without the levels that versions of transformers add and drop."""
    return ".".join(part for part in name.split(".") if part not in LEVELS)


def _require_mergeable(config: Mapping[str, Any]) -> None:
    kind = str(config.get("peft_type", "none")).upper()
    if kind != "LORA":
        raise InputError(f"This adapter is of the kind “{kind}”; Lentigo merges LoRA and DoRA.", hint=PLAIN)
    for setting in (
        "target_parameters",
        "trainable_token_indices",
        "arrow_config",
        "alora_invocation_tokens",
        "lora_bias",
    ):
        if config.get(setting):
            raise InputError(f"This adapter uses “{setting}”, which Lentigo does not merge.", hint=PLAIN)
    start = str(config.get("init_lora_weights", True)).lower()
    if start.startswith(CHANGED_BASE):
        raise InputError(f"This adapter changed its base when its training began ({start}).", hint=PLAIN)


def _by_place(tensors: tuple[StoredTensor, ...]) -> dict[str, StoredTensor]:
    places: dict[str, StoredTensor] = {}
    for tensor in tensors:
        if (other := places.setdefault(place(tensor.name), tensor)) is not tensor:
            raise InputError(f"The checkpoint holds both {other.name} and {tensor.name}.", hint=PLAIN)
    return places


def _find(base: Mapping[str, StoredTensor], name: str) -> StoredTensor:
    found = base.get(place(name))
    if found is None:
        raise InputError(
            f"This adapter does not belong to this checkpoint: it changes {name}, which the checkpoint does not have.",
            hint="Its adapter_config.json names the base it was trained on.",
        )
    return found


def _adapted(base: Mapping[str, StoredTensor], path: str, learnt: Mapping[str, StoredTensor]) -> AdaptedModule:
    weight = _find(base, f"{path}.weight")
    _require_fit(weight, path, learnt)
    return AdaptedModule(path=path.removeprefix("base_model.model."), base=weight, learnt=learnt)


def _require_fit(weight: StoredTensor, path: str, learnt: Mapping[str, StoredTensor]) -> None:
    """Inputs and outputs must be the base's, and the rank the same on both sides."""
    embedding = "lora_embedding_A" in learnt
    down, up = ("lora_embedding_A", "lora_embedding_B") if embedding else ("lora_A.weight", "lora_B.weight")
    if down not in learnt or up not in learnt:
        raise InputError(f"The adapter's part for {path} is incomplete.", hint="Get the whole adapter.")
    if len(weight.shape) != 2:
        raise InputError(f"The adapter changes a layer that is not linear: {path}.", hint=PLAIN)
    outputs, inputs = (weight.shape[1], weight.shape[0]) if embedding else (weight.shape[0], weight.shape[1])
    found = (learnt[up].shape[0], learnt[down].shape[1])
    if found != (outputs, inputs) or learnt[up].shape[1] != learnt[down].shape[0]:
        raise InputError(
            f"This adapter does not belong to this checkpoint: for {path} it expects {found[1]} inputs and {found[0]} "
            f"outputs, and the checkpoint has {inputs} and {outputs}.",
            hint="Its adapter_config.json names the base it was trained on.",
        )


def _require_same_shapes(base: Mapping[str, StoredTensor], replaced: Mapping[str, StoredTensor]) -> None:
    for name, tensor in replaced.items():
        wanted = base[place(name)].shape
        if tensor.shape != wanted:
            raise InputError(
                f"This adapter does not belong to this checkpoint: its {name} has the shape {tensor.shape}, and the "
                f"checkpoint's has {wanted}.",
                hint="Its adapter_config.json names the base it was trained on.",
            )
