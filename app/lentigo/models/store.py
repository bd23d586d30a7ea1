"""The models on this computer: those that came with the program, and those that were brought in."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from lentigo.errors import InputError
from lentigo.models.catalogue import load_entries, load_profile
from lentigo.models.profile import EncoderProfile, ModelProfile

RECORD = "model.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """What stands beside an installed model's files; exactly one of `model` and `encoder` is set.

    `signed_by` is the fingerprint of the key that vouched for it, or "" where nobody did.
    """

    added: str  # ISO date
    signed_by: str = ""
    model: ModelProfile | None = None
    encoder: EncoderProfile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A profile and the folder that its files' names are relative to."""

    profile: ModelProfile
    folder: Path


class ModelStore:
    """`installed` holds a folder for each model that was brought in, named by its id."""

    def __init__(self, *, catalogue: Path, resources: Path, installed: Path) -> None:
        self._catalogue = catalogue
        self._resources = resources
        self._installed = installed

    def find(self, model: str) -> StoredModel:
        """A model that can be loaded; InputError, with those there are, for another."""
        record = self._installed / model / RECORD
        if model in self._installed_ids():
            profile = _read(record).model
            if profile:
                return StoredModel(profile=profile, folder=record.parent)
        if model in self._bundled_ids():
            return StoredModel(profile=load_profile(self._catalogue, model), folder=self._resources)
        known = ", ".join(sorted({*self._installed_ids(), *self._bundled_ids()}))
        raise InputError(f"There is no model called “{model}” on this computer.", hint=f"Models here: {known}.")

    def _installed_ids(self) -> tuple[str, ...]:
        return tuple(path.parent.name for path in sorted(self._installed.glob(f"*/{RECORD}")))

    def _bundled_ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in load_entries(self._catalogue) if entry.bundled)


def _read(record: Path) -> ModelRecord:
    try:
        return msgspec.json.decode(record.read_bytes(), type=ModelRecord)
    except (OSError, msgspec.DecodeError, ValueError) as problem:
        raise InputError(
            f"The description of the model {record.parent.name} is damaged.",
            hint="Remove the model and bring it in again.",
        ) from problem
