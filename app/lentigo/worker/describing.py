"""Profiles for model files that nobody described: from the catalogue, where the user says which model it is, or not."""

from dataclasses import replace
from pathlib import Path

import gguf

from lentigo.domain.model import KnownModel
from lentigo.errors import InputError
from lentigo.inference.families import profile_from_files
from lentigo.models.catalogue import CatalogueEntry, EncoderEntry, load_all
from lentigo.models.checks import ENCODER, family_of
from lentigo.models.headers import Header
from lentigo.models.places import Describers, Place
from lentigo.models.profile import EncoderProfile, ModelFile, ModelProfile

SAY_WHICH = "If Lentigo knows the model, say which it is: “lentigo models import … --as ID”."
TEMPLATE = "tokenizer.chat_template"


def describers(catalogue: Path, described_as: str) -> Describers:
    """With the description of the catalogue's entry `described_as`; without one ("") from the headers alone."""
    if not described_as:
        return Describers(model=_unknown_model, encoder=_unknown_encoder, told=False)
    entries = {entry.id: entry for entry in load_all(catalogue)}
    entry = entries.get(described_as)
    if entry is None:
        raise InputError(
            f"The catalogue has no model called “{described_as}”.", hint=f"It has these: {', '.join(sorted(entries))}."
        )
    return Describers(
        model=lambda language, projector, *files: _known_model(entry, language, projector, *files),
        encoder=lambda header, file: _known_encoder(entry, header, file),
        told=True,
    )


def could_be(catalogue: Path, place: Place) -> tuple[KnownModel, ...]:
    """The catalogue's models of the kind of files that nobody described; none where there are no such files."""
    bare = [candidate.record.profile for candidate in place.candidates if not candidate.is_recorded]
    kinds = {profile.family if isinstance(profile, ModelProfile) else ENCODER for profile in bare}
    return tuple(
        KnownModel(id=entry.id, name=f"{entry.name} {entry.version}".strip())
        for entry in load_all(catalogue)
        if (entry.family if isinstance(entry, CatalogueEntry) else ENCODER) in kinds and not entry.bundled
    )


def _unknown_model(language: Header, projector: Header, first: ModelFile, second: ModelFile) -> ModelProfile:
    if not language.text(TEMPLATE):
        raise InputError(
            f"{language.path.name} does not say how it is asked (its chat template is missing).", hint=SAY_WHICH
        )
    profile = profile_from_files(first, second, folder=language.path.parent)
    return replace(profile, quantization=_quantization(language, projector))


def _known_model(
    entry: CatalogueEntry | EncoderEntry, language: Header, projector: Header, first: ModelFile, second: ModelFile
) -> ModelProfile:
    if not isinstance(entry, CatalogueEntry):
        raise _mismatch(entry.id, ENCODER, family_of(projector), language)
    if entry.family != family_of(projector):
        raise _mismatch(entry.id, entry.family, family_of(projector), language)
    profile = entry.profile(first, second, verified=False)
    return replace(profile, quantization=_quantization(language, projector))


def _unknown_encoder(header: Header, file: ModelFile) -> EncoderProfile:
    name = header.path.stem
    return EncoderProfile(
        id=name,
        name=name,
        version="",
        licence="unknown",
        notice="This text encoder is not in the catalogue. Nobody has said how well it finds passages.",
        quantization=_quantization(header),
        limits=("Nothing is known about how well this encoder finds passages.",),
        weights=file,
        verified=False,
    )


def _known_encoder(entry: CatalogueEntry | EncoderEntry, header: Header, file: ModelFile) -> EncoderProfile:
    if not isinstance(entry, EncoderEntry):
        raise _mismatch(entry.id, entry.family, ENCODER, header)
    return replace(entry.profile(file, verified=False), quantization=_quantization(header))


def _mismatch(entry: str, expected: str, found: str, header: Header) -> InputError:
    return InputError(
        f"{header.path.name} cannot be “{entry}”: it is of the kind “{found}”, not “{expected}”.",
        hint="Choose the description that belongs to these files, or none.",
    )


def _quantization(*headers: Header) -> str:
    """As the files say it, the projector's behind the language model's: "Q4_K_M, projector F16"."""
    words = [_file_type(header) for header in headers]
    return ", projector ".join(words)


def _file_type(header: Header) -> str:
    try:
        name = str(gguf.LlamaFileType(header.number("general.file_type") or 0).name)
    except ValueError:
        return "unknown"
    return name.removeprefix("MOSTLY_").removeprefix("ALL_")
