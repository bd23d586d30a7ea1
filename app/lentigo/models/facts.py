"""What the user should know of a model, from its profile."""

from lentigo.domain.model import AbsentModel, ModelFacts, ModelKind
from lentigo.models.catalogue import CatalogueEntry, Entry
from lentigo.models.profile import Profile


def facts_of(profile: Profile) -> ModelFacts:
    """The facts of a model for photographs, or of a text encoder."""
    size = sum(file.bytes for file in profile.files)
    return ModelFacts(
        id=profile.id,
        kind=profile.kind,
        name=profile.name,
        version=profile.version,
        family=profile.family,
        licence=profile.licence,
        notice=profile.notice,
        limits=profile.limits,
        quantization=profile.quantization,
        protocols=profile.protocols,
        bytes=size,
        memory=max(profile.memory, size),
    )


def absent(entry: Entry) -> AbsentModel:
    """A model of the catalogue, as it will be once a packager has made it."""
    if isinstance(entry, CatalogueEntry):
        kind, protocols = ModelKind.VISION, entry.protocols
        size = entry.sizes.language + entry.sizes.projector if entry.sizes else 0
    else:
        kind, protocols, size = ModelKind.ENCODER, (), entry.source.bytes
    facts = ModelFacts(
        id=entry.id,
        kind=kind,
        name=entry.name,
        version=entry.version,
        family=entry.family,
        licence=entry.licence,
        notice=entry.notice,
        limits=entry.limits,
        quantization=entry.quantization,
        protocols=protocols,
        bytes=size,
        memory=max(entry.memory, size),
    )
    return AbsentModel(facts=facts, published=entry.source is not None and entry.source.published)


def unknown_facts(model: str) -> ModelFacts:
    """The facts of a model whose description cannot be read."""
    return ModelFacts(
        id=model,
        kind=ModelKind.VISION,
        name=model,
        version="",
        family="",
        licence="",
        notice="",
        limits=(),
        quantization="",
        protocols=(),
        bytes=0,
        memory=0,
    )
