"""What the user should know of a model, from its profile."""

from lentigo.domain.model import ModelFacts, ModelKind
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
