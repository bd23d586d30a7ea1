"""The models this program knows: one TOML file each, and the check of their files against it."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lentigo.analysis.ports import Label
from lentigo.domain.provenance import ModelIdentity
from lentigo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A file by name (relative to the resources folder) and content."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFit:
    """How a photograph is brought to the projector's size, in pixels.

    "crop" takes the central rectangle of that shape, "pad" adds grey, "stretch" ignores the shape.
    """

    fit: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptForm:
    """The family's turn format with {picture}, {question} and perhaps {system} in it."""

    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProfile:
    """One model: its files, how it is asked, and what it cannot do."""

    id: str
    name: str
    version: str
    family: str
    licence: str
    notice: str
    quantization: str
    limits: tuple[str, ...]
    language: ModelFile
    projector: ModelFile
    picture: PictureFit
    prompt: PromptForm
    label: tuple[Label, ...] = ()

    @property
    def identity(self) -> ModelIdentity:
        """What the report says of the model; true once its files were verified."""
        return ModelIdentity(
            id=self.id,
            name=f"{self.name} {self.version}",
            licence=self.licence,
            notice=self.notice,
            quantization=self.quantization,
            language_sha256=self.language.sha256,
            projector_sha256=self.projector.sha256,
            verified=True,
        )


def load_profile(catalogue: Path, model: str) -> ModelProfile:
    """Read one model's description. InputError names the models there are when it is unknown."""
    known = sorted(path.stem for path in catalogue.glob("*.toml"))
    if model not in known:
        raise InputError(f"There is no model called “{model}”.", hint=f"Known models: {', '.join(known)}.")
    path = catalogue / f"{model}.toml"
    return _profile(tomllib.loads(path.read_text(encoding="utf-8")), path)


def _profile(document: dict[str, Any], path: Path) -> ModelProfile:
    try:
        return msgspec.convert(document, ModelProfile)
    except msgspec.ValidationError as problem:
        raise InputError(
            f"The description of the model in {path.name} is damaged.", hint=f"Install the program again. ({problem})"
        ) from problem


def verify_files(profile: ModelProfile, resources: Path) -> tuple[Path, Path]:
    """Language model and projector, as paths, once their content is what the catalogue says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    return _verified(profile.language, profile, resources), _verified(profile.projector, profile, resources)


def _verified(expected: ModelFile, profile: ModelProfile, resources: Path) -> Path:
    path = resources / expected.file
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise InputError(
            f"A file of the model {profile.name} is missing: {path.name}.", hint="Install the model again."
        ) from problem
    if digest != expected.sha256:
        raise InputError(
            f"A file of the model {profile.name} is damaged: {path.name}.",
            hint="Its content differs from the catalogue. Install the model again from a good copy.",
        )
    return path
