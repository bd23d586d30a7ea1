"""The models on this computer, and those that could be brought in, as a list shows them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class ModelKind(StrEnum):
    """What a model is for."""

    VISION = "vision"  # looks at photographs
    ENCODER = "encoder"  # searches the library by meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What the user should know before a model is used. `bytes` is its files' size, `memory` what it needs to run."""

    id: str
    kind: ModelKind
    name: str
    version: str
    family: str
    licence: str
    notice: str  # accepted before it is brought in
    limits: tuple[str, ...]
    quantization: str
    protocols: tuple[str, ...]
    bytes: int
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model on this computer. `trouble` says why it cannot be used, or is "".

    Of a model that is not `verified`, nobody the user trusts has said that its files are what they claim to be.
    """

    facts: ModelFacts
    bundled: bool  # came with the program, and stays
    verified: bool
    signed_by: str  # a key's fingerprint, or ""
    added: str  # ISO date; "" for a bundled one
    in_use: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentModel:
    """A model of the catalogue that is not on this computer. Its facts say about how large it will be.

    `published` is false where a packager has to ask its authors for it.
    """

    facts: ModelFacts
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOffer:
    """A model that lies in a place the user named. `trouble` and `remedy` say why it cannot be brought in, if so.

    `verified` says what it will be where the place's key is known, or the user trusts it now; otherwise it is not.
    """

    facts: ModelFacts
    verified: bool
    installed: bool  # these very files are here already
    trouble: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model of the catalogue by its name: what files that nobody described could be."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlace:
    """What lies in a place that the user named: a stick, a folder, two files.

    `signed_by` is a key's fingerprint, "" where nothing is signed; `key_known` says whether the user trusts it already.
    `documents` are paths of documents for the library that are signed too. `could_be` is empty where somebody described
    the files; `described_as` is the one of the catalogue's models that the user said they are, or "".
    """

    offers: tuple[ModelOffer, ...]
    signed_by: str
    key_known: bool
    documents: tuple[Path, ...]
    needed: int  # bytes on this computer's disk
    free: int
    could_be: tuple[KnownModel, ...] = ()
    described_as: str = ""
