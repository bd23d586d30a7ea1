"""What the tests of conversion share: tiny checkpoints of three families, a catalogue of them, and the command line."""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGUFReader
from numpy.typing import NDArray

from lentigo.errors import EngineError
from lentigo.paths import Paths, default_paths
from lentigo_packager.conversion.source_package import find_source_package

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "tiny"
WANTED = ("torch", "transformers", "peft", "sentencepiece", "safetensors")
COMMAND = """
import sys
from pathlib import Path
import lentigo_packager.cli.models_convert
from lentigo_packager.cli import run
from lentigo.paths import Paths
paths = Paths(resources=Path(sys.argv[1]), data=Path(sys.argv[1]) / "data")
lentigo_packager.cli.models_convert.default_paths = lambda: paths
sys.exit(run(["models", "convert", *sys.argv[2:]]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A packager's place: resources with the tiny families in its catalogue, and their checkpoints."""

    paths: Paths
    package: Path  # llama.cpp's converter and vocabularies
    checkpoints: Path

    def checkpoint(self, family: str) -> Path:
        """Made at its first use."""
        folder = self.checkpoints / family
        if not folder.exists():
            recipe = _recipe()
            recipe.build(family, recipe.read_qwen_words(self.package), folder)
        return folder

    def command(self, *arguments: object) -> list[str]:
        """`lentigo-packager models convert …` as a process of its own."""
        return [sys.executable, "-c", COMMAND, str(self.paths.resources), *map(str, arguments)]

    def convert(self, *arguments: object, **settings: Any) -> "subprocess.CompletedProcess[str]":
        """Run the command line to its end."""
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False, **settings)


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    if missing := [name for name in WANTED if importlib.util.find_spec(name) is None]:
        pytest.skip(f"CONVERSION NOT CHECKED: {', '.join(missing)} not installed; run: python3 build/dev.py test")
    try:
        package = find_source_package(default_paths().resources / "build" / "engine" / "source.lock")
    except EngineError as problem:
        pytest.skip(f"CONVERSION NOT CHECKED: {problem}")
    folder = tmp_path_factory.mktemp("packager")
    return Bench(paths=make_resources(folder / "resources"), package=package, checkpoints=folder / "checkpoints")


def make_resources(folder: Path) -> Paths:
    """As the program's own, but for the catalogue."""
    own = default_paths().resources
    shutil.copytree(TINY, folder / "models" / "catalogue", ignore=shutil.ignore_patterns("*.gguf"))
    shutil.copytree(own / "models" / "catalogue" / "encoders", folder / "models" / "catalogue" / "encoders")
    shutil.copytree(own / "models" / "mini" / "sample", folder / "models" / "mini" / "sample")
    shutil.copytree(own / "knowledge" / "handbook", folder / "knowledge" / "handbook")
    (folder / "build" / "engine").mkdir(parents=True)
    shutil.copy(own / "build" / "engine" / "source.lock", folder / "build" / "engine")
    return Paths(resources=folder, data=folder / "data")


def _recipe() -> Any:
    """build/tiny_checkpoints.py, which is no package."""
    sys.path.insert(0, str(ROOT / "build"))
    import tiny_checkpoints
    import tiny_vocabulary

    tiny_checkpoints.read_qwen_words = tiny_vocabulary.read_qwen_words
    return tiny_checkpoints


def write_adapter(base: Path, folder: Path, **settings: Any) -> None:
    """As after some training: no part of it is what it began with."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForImageTextToText

    torch.manual_seed(5)
    whole = AutoModelForImageTextToText.from_pretrained(base, dtype=torch.float32)
    model = get_peft_model(whole, LoraConfig(r=4, lora_alpha=8, **settings))
    for name, values in model.named_parameters():
        if "lora_" in name:
            values.data = values.data * (1 + 0.1 * torch.randn_like(values)) + 0.05 * torch.randn_like(values)
    model.save_pretrained(folder)


def merged_by_peft(base: Path, adapter: Path) -> dict[str, NDArray[Any]]:
    """All weights of the whole model, merged at once, rounded to F16."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForImageTextToText

    whole = AutoModelForImageTextToText.from_pretrained(base, dtype=torch.float32)
    merged = PeftModel.from_pretrained(whole, adapter).merge_and_unload(safe_merge=True)
    return {name: values.numpy().astype(np.float16) for name, values in merged.state_dict().items()}


def gguf_tensors(path: Path) -> dict[str, NDArray[Any]]:
    return {tensor.name: np.array(tensor.data) for tensor in GGUFReader(path).tensors}


def names(folder: Path) -> set[str]:
    return set(os.listdir(folder)) if folder.exists() else set()
