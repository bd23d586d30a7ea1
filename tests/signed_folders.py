"""Folders as a packager leaves them: records of models made from Lentigo Mini's, with small files of random bytes."""

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import msgspec
from bundled_models import bundled_model

from lentigo.models.model_store import ModelRecord
from lentigo.models.profile import EncoderProfile, ModelFile
from lentigo.paths import default_paths

LANGUAGE, PROJECTOR = 300_000, 200_000  # bytes


def write_file(path: Path, size: int, seed: int = 0) -> ModelFile:
    """A file of random bytes, named as a record in its own folder names it."""
    pattern = random.Random(f"{path.name}{seed}").randbytes(min(size, 1_000_003))
    content = (pattern * (size // len(pattern) + 1))[:size] if size else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return ModelFile(file=path.name, sha256=hashlib.sha256(content).hexdigest(), bytes=size)


def convert_model(folder: Path, model: str = "tiny", *, language: int = LANGUAGE, seed: int = 0) -> ModelRecord:
    """What `lentigo-packager models convert` leaves in a folder."""
    mini = bundled_model(default_paths().catalogue, "lentigo-mini")
    profile = replace(
        mini,
        id=model,
        name=f"Tiny {model}",
        language=write_file(folder / f"{model}-Q4_K_M.gguf", language, seed),
        projector=write_file(folder / f"{model}-mmproj-F16.gguf", PROJECTOR, seed),
    )
    record = ModelRecord(added="2026-11-21", model=profile)
    (folder / "model.json").write_bytes(msgspec.json.encode(record))
    return record


def convert_encoder(folder: Path, model: str = "reader") -> ModelRecord:
    """The same for a text encoder."""
    profile = EncoderProfile(
        id=model,
        name="Reader",
        version="1",
        family="bert",
        licence="MIT",
        notice="",
        quantization="BF16",
        limits=(),
        weights=write_file(folder / f"{model}-BF16.gguf", 100_000),
        verified=False,
    )
    record = ModelRecord(added="2026-11-21", encoder=profile)
    (folder / "model.json").write_bytes(msgspec.json.encode(record))
    return record
