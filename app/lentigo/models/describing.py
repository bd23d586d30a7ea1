"""Profiles for model files that nobody described: from the catalogue, where the user says which model it is, or not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from lentigo.domain.model import KnownModel
from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.models.catalogue import Entry, load_all
from lentigo.models.checks import family_of, picture_fit
from lentigo.models.families import BERT, BY_PROJECTOR
from lentigo.models.headers import Header
from lentigo.models.profile import EncoderProfile, ModelFile, ModelProfile, Profile

SAY_WHICH = deferred("If Lentigo knows the model, say which it is: “lentigo models import … --as ID”.")
TEMPLATE = "tokenizer.chat_template"
OPEN_PROTOCOLS = ("skinflow", "standard")  # nobody has said which diagnoses the model knows


def find_description(catalogue: Path, model: str) -> Entry | None:
    """The catalogue's entry of a model or text encoder; None for "", InputError where there is no such entry."""
    entries = {entry.id: entry for entry in load_all(catalogue)}
    if model and model not in entries:
        raise InputError(
            translate("The catalogue has no model called “{model}”.", model=model),
            hint=translate("It has these: {models}.", models=", ".join(sorted(entries))),
        )
    return entries.get(model)


def could_be(catalogue: Path, undescribed: Iterable[Profile]) -> tuple[KnownModel, ...]:
    """The catalogue's models of the families of these files, but for those that came with the program."""
    families = {profile.family for profile in undescribed}
    return tuple(
        KnownModel(id=entry.id, name=f"{entry.name} {entry.version}".strip())
        for entry in load_all(catalogue)
        if entry.family in families and not entry.bundled
    )


def describe(headers: Sequence[Header], files: Sequence[ModelFile], entry: Entry | None) -> Profile:
    """A profile of checked files, a text encoder's or a pair's: with the entry's description, or the headers' alone.

    InputError where the entry is of another family, or a language model does not say how it is asked.
    """
    if entry is None:
        return _undescribed(headers, files)
    if entry.family != (found := family_of(headers).id):
        raise InputError(
            translate(
                "{file} cannot be “{entry}”: it is of the kind “{found}”, not “{family}”.",
                file=headers[0].path.name,
                entry=entry.id,
                found=found,
                family=entry.family,
            ),
            hint=translate("Choose the description that belongs to these files, or none."),
        )
    return replace(entry.profile(files, verified=False), quantization=_quantization(headers))


def unknown_model(headers: Sequence[Header], files: Sequence[ModelFile]) -> ModelProfile:
    """What a checked pair's headers say of a model that no catalogue describes."""
    family, name = BY_PROJECTOR[headers[-1].projector_type], headers[0].path.stem
    language, projector = files
    return ModelProfile(
        id=name,
        name=name,
        version="",
        family=family.id,
        licence="unknown",
        notice=deferred("This model is not in the catalogue. Nobody has said what it can do."),
        quantization=_quantization(headers),
        limits=(deferred("Nothing is known about what this model can do."),),
        language=language,
        projector=projector,
        verified=False,
        picture=picture_fit(headers[-1]),
        prompt=family.prompt,
        protocols=OPEN_PROTOCOLS,
    )


def _undescribed(headers: Sequence[Header], files: Sequence[ModelFile]) -> Profile:
    first, *projectors = headers
    if not projectors:
        return _unknown_encoder(first, files)
    if not first.text(TEMPLATE):
        raise InputError(
            translate("{file} does not say how it is asked (its chat template is missing).", file=first.path.name),
            hint=translate(SAY_WHICH),
        )
    return unknown_model(headers, files)


def _unknown_encoder(header: Header, files: Sequence[ModelFile]) -> EncoderProfile:
    name, (weights,) = header.path.stem, files
    return EncoderProfile(
        id=name,
        name=name,
        version="",
        family=BERT.id,
        licence="unknown",
        notice=deferred("This text encoder is not in the catalogue. Nobody has said how well it finds passages."),
        quantization=header.quantization,
        limits=(deferred("Nothing is known about how well this encoder finds passages."),),
        weights=weights,
        verified=False,
    )


def _quantization(headers: Sequence[Header]) -> str:
    """As the files say it, the projector's behind the language model's: "Q4_K_M, projector F16"."""
    return ", projector ".join(header.quantization for header in headers)
