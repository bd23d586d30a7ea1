"""How a report came about, so that it can be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """A pair of weights, named by content."""

    id: str
    name: str
    licence: str
    notice: str
    quantization: str
    language_sha256: str
    projector_sha256: str
    verified: bool  # both hashes stand in the catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything that shaped the answer."""

    app: str
    model: ModelIdentity
    encoder: str
    library: str
    protocol: str
    prompts: str  # the protocol's version and the SHA-256 of its prompts
    seed: int
    parameters: Mapping[str, str]
    runtime: str
    timings: Mapping[str, float]  # stage -> seconds
