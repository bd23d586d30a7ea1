"""Requests about models: load, list, examine, bring in, verify, remove."""

from pathlib import Path

import msgspec

from lentigo.domain.model import AbsentModel, InstalledModel, ModelPlace
from lentigo.worker.messages.message import Request


class EngineFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The engine that runs on this computer: `runtime` as a report's provenance has it, `build` by its content."""

    runtime: str
    build: str


class DescribeEngine(Request[EngineFacts], frozen=True, kw_only=True):
    """Say which engine runs here; the variants are tried for that, where they have not been yet."""


class WarmUp(Request[None], frozen=True, kw_only=True):
    """Load a model before it is needed."""

    model: str


class ListModels(Request[tuple[InstalledModel, ...]], frozen=True, kw_only=True):
    """Name all models on this computer."""


class ListAbsentModels(Request[tuple[AbsentModel, ...]], frozen=True, kw_only=True):
    """Name the catalogue's models that are not on this computer."""


class ExamineModels(Request[ModelPlace], frozen=True, kw_only=True):
    """Look at what lies in a folder, or at a model's files; nothing is copied.

    `described_as` as in ImportModels.
    """

    paths: tuple[Path, ...]
    described_as: str = ""


class ImportedModels(msgspec.Struct, frozen=True, kw_only=True):
    """Models as they are installed now; `notice` holds lines that the user should read, or is ""."""

    models: tuple[InstalledModel, ...]
    notice: str


class ImportModels(Request[ImportedModels], frozen=True, kw_only=True):
    """Bring models in: those of `ids`, whose notices the user accepted.

    `trusted` is the fingerprint of the signature's key, where the user has compared it; it is then remembered.
    `described_as` is the catalogue's entry for files that nobody signed, or "".
    """

    paths: tuple[Path, ...]
    ids: tuple[str, ...]
    trusted: str = ""
    described_as: str = ""


class VerifyModel(Request[InstalledModel], frozen=True, kw_only=True):
    """Read every byte of a model and compare it with what was installed; its `trouble` says where it differs."""

    id: str


class RemoveModel(Request[InstalledModel], frozen=True, kw_only=True):
    """Remove a model that was brought in; the result is what was removed."""

    id: str
