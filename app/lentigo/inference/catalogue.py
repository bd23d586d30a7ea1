"""The models this program knows: one TOML file each, and the check of their files against it."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from lentigo.analysis.ports import Label
from lentigo.domain.provenance import ModelIdentity
from lentigo.errors import Cancelled, InputError

BLOCK = 16 * 1024 * 1024  # bytes read at once
FLEXIBLE_TOKENS = (8, 4096)  # a Qwen picture's fewest and most in mtmd (clip.cpp); outside, it would resize again


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A file by name (relative to the resources folder) and content."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFit:
    """How a photograph is brought to a size that the projector takes, in pixels. ValueError where that makes no sense.

    "crop" takes the central rectangle of the shape `width` x `height`, "pad" adds grey, "stretch" ignores the shape.
    "whole" keeps everything and the shape: each side is a multiple of `multiple` (the projector's patch times its
    merge, so that multiple x multiple pixels become one token), the area between `least_pixels` and `most_pixels`.
    """

    fit: Literal["crop", "pad", "stretch", "whole"]
    width: int = 0
    height: int = 0
    multiple: int = 0
    least_pixels: int = 0
    most_pixels: int = 0

    def __post_init__(self) -> None:
        fixed, flexible = (self.width, self.height), (self.multiple, self.least_pixels, self.most_pixels)
        needed, unused = (flexible, fixed) if self.fit == "whole" else (fixed, flexible)
        if min(needed) < 1 or any(unused):
            raise ValueError(
                "whole takes multiple, least_pixels and most_pixels; every other fit takes width and height"
            )
        if self.fit == "whole":
            self._check_limits()

    def _check_limits(self) -> None:
        fewest, most = FLEXIBLE_TOKENS
        token = self.multiple**2
        if self.least_pixels < fewest * token or self.most_pixels > most * token:
            raise ValueError(f"the pixels must lie within {fewest} and {most} tokens of {token} pixels")
        if self.most_pixels < 4 * self.least_pixels:
            raise ValueError("most_pixels must be at least four times least_pixels, or rounding up could pass it")

    @property
    def description(self) -> str:
        """In a few words, for the record of how an answer was made."""
        if self.fit == "whole":
            return f"whole, {self.least_pixels} to {self.most_pixels} pixels, sides multiples of {self.multiple}"
        return f"{self.fit} {self.width}x{self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptForm:
    """The family's turn format: `template` has {picture}, {question} and perhaps {system} in it.

    `next_turn` stands between an answer and the next question.
    """

    template: str
    next_turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Temperature 0 takes the likeliest token; above, top_k (0: all) and top_p (1: all) narrow the choice."""

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0

    def __str__(self) -> str:
        """For the report."""
        if not self.temperature:
            return "greedy; the seed has no effect"
        return f"temperature {self.temperature:g}, top-k {self.top_k}, top-p {self.top_p:g}"


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
    sampling: Sampling = field(default_factory=Sampling)
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


def verify_files(
    profile: ModelProfile, resources: Path, should_stop: Callable[[], bool], on_progress: Callable[[float], None]
) -> tuple[Path, Path]:
    """Language model and projector, as paths, once their content is what the catalogue says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    total, read = profile.language.bytes + profile.projector.bytes, 0
    for expected in (profile.language, profile.projector):
        digest = hashlib.sha256()
        for block in _blocks(resources / expected.file, profile):
            digest.update(block)
            read += len(block)
            on_progress(min(1.0, read / total))
            if should_stop():
                raise Cancelled
        _require(digest.hexdigest() == expected.sha256, resources / expected.file, profile)
    return resources / profile.language.file, resources / profile.projector.file


def _blocks(path: Path, profile: ModelProfile) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as problem:
        raise InputError(
            f"A file of the model {profile.name} is missing: {path.name}.", hint="Install the model again."
        ) from problem


def _require(intact: bool, path: Path, profile: ModelProfile) -> None:
    if not intact:
        raise InputError(
            f"A file of the model {profile.name} is damaged: {path.name}.",
            hint="Its content differs from the catalogue. Install the model again from a good copy.",
        )
