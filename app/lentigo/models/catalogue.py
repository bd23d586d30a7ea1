"""The models this program knows, one TOML file each: where they come from, what they are asked, what they cannot do."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.models.profile import Description, EncoderProfile, ModelDescription, ModelFile, ModelProfile, Profile

ENCODERS = "encoders"  # the folder of their descriptions inside the catalogue
EntryT = TypeVar("EntryT")
PROTOCOLS_ONLY = {  # asked for as models, but there is nothing to convert or load: why
    "skinflow": (
        deferred(
            "SkinFlow cannot be a model here: its weights are not public, and its vision layers "
            "change with each picture, which a GGUF file for the stock engine cannot hold."
        )
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSource:
    """Where a packager gets the checkpoint. `published` is false where nobody can; `remark` says what to know first."""

    repository: str  # as on the Hugging Face hub, "owner/name"
    files: tuple[str, ...]  # patterns of what conversion needs of it
    bytes: int  # about; 0 where nobody knows
    gated: bool = False  # the hub hands it out after its terms were accepted there
    published: bool = True
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSizes:
    """About how many bytes the converted files have."""

    language: int
    projector: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry(ModelDescription):
    """A model that the program knows; it has files, named from the resources folder, where it came with the program."""

    source: CheckpointSource | None = None
    sizes: ExpectedSizes | None = None
    language: ModelFile | None = None
    projector: ModelFile | None = None

    @property
    def bundled(self) -> ModelProfile | None:
        """The model that came with the program, or None where none did."""
        if self.language is None or self.projector is None:
            return None
        return self.profile((self.language, self.projector), verified=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderEntry(Description):
    """A text encoder that the program knows; it has a file where it came with the program."""

    source: CheckpointSource
    weights: ModelFile | None = None

    @property
    def bundled(self) -> EncoderProfile | None:
        """The encoder that came with the program, or None where none did."""
        return self.profile((self.weights,), verified=True) if self.weights else None

    def profile(self, files: Sequence[ModelFile], *, verified: bool) -> EncoderProfile:
        """The encoder with this one file."""
        (weights,) = files
        said = {name.name: getattr(self, name.name) for name in fields(Description)}
        return EncoderProfile(**said, weights=weights, verified=verified)


Entry = CatalogueEntry | EncoderEntry


def load_entries(catalogue: Path) -> tuple[CatalogueEntry, ...]:
    """All vision-language models, by id."""
    return tuple(_read(path, CatalogueEntry) for path in sorted(catalogue.glob("*.toml")))


def load_encoders(catalogue: Path) -> tuple[EncoderEntry, ...]:
    """All text encoders, by id."""
    return tuple(_read(path, EncoderEntry) for path in sorted((catalogue / ENCODERS).glob("*.toml")))


def load_all(catalogue: Path) -> tuple[Entry, ...]:
    """All of both kinds."""
    return (*load_entries(catalogue), *load_encoders(catalogue))


def load_bundled(catalogue: Path) -> tuple[Profile, ...]:
    """What came with the program."""
    return tuple(entry.bundled for entry in load_all(catalogue) if entry.bundled)


def load_entry(catalogue: Path, model: str) -> CatalogueEntry:
    """Read one model's description. InputError names the models there are when it is unknown."""
    if model in PROTOCOLS_ONLY:
        hint = translate(
            "Its way to analyse is the protocol “{model}”, which other models serve, such as medgemma-1.5-4b-it.",
            model=model,
        )
        raise InputError(translate(PROTOCOLS_ONLY[model]), hint=hint)
    known = sorted(path.stem for path in catalogue.glob("*.toml"))
    if model not in known:
        raise InputError(
            translate("There is no model called “{model}”.", model=model),
            hint=translate("Known models: {models}.", models=", ".join(known)),
        )
    return _read(catalogue / f"{model}.toml", CatalogueEntry)


def _read(path: Path, kind: type[EntryT]) -> EntryT:
    try:
        document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(document, kind)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as problem:
        raise InputError(
            translate("The description of the model in {file} is damaged.", file=path.name),
            hint=translate("Install the program again. ({problem})", problem=problem),
        ) from problem
