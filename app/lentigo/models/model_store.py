"""The models on this computer: those that came with the program, and those that were brought in."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from filelock import FileLock, ReadWriteLock, Timeout

from lentigo.domain.model import AbsentModel, InstalledModel, ModelKind
from lentigo.errors import InputError
from lentigo.files import write_whole
from lentigo.language import deferred, translate
from lentigo.models.catalogue import load_all, load_bundled
from lentigo.models.disk import disk_trouble
from lentigo.models.facts import absent, facts_of, unknown_facts
from lentigo.models.profile import EncoderProfile, ModelFile, ModelProfile, Profile
from lentigo.untrusted import is_plain_id, is_safe_path

ProfileT = TypeVar("ProfileT", bound=Profile, covariant=True)
RECORD = "model.json"
LARGEST_RECORD = 1024 * 1024  # bytes
LOCKS = ".locks"
REMOVED = ".removed"
PATIENCE_S = 1.0  # with one who only looks whether a model is in use
REMOVE = deferred("Remove the model and bring it in again.")
ELSEWHERE = deferred("Choose another model there, or close that window, then try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """What stands beside an installed model's files; exactly one of `model` and `encoder` is set, or ValueError.

    `signed_by` is the fingerprint of the key that vouched for it, or "" where nobody did.
    """

    added: str  # ISO date
    signed_by: str = ""
    model: ModelProfile | None = None
    encoder: EncoderProfile | None = None

    def __post_init__(self) -> None:
        if (self.model is None) == (self.encoder is None):
            raise ValueError("a model must be either for pictures or for texts")

    @classmethod
    def of(cls, profile: Profile) -> "ModelRecord":
        """A new record, of today, that nobody vouched for."""
        added = date.today().isoformat()
        if isinstance(profile, ModelProfile):
            return cls(added=added, model=profile)
        return cls(added=added, encoder=profile)

    @property
    def profile(self) -> Profile:
        """The one that is set."""
        profile = self.model or self.encoder
        assert profile is not None
        return profile

    def with_profile(self, profile: Profile) -> "ModelRecord":
        """The same with another profile."""
        return replace(self.of(profile), added=self.added, signed_by=self.signed_by)

    def located(self, files: tuple[ModelFile, ...]) -> "ModelRecord":
        """The same with files of other names, hashes or sizes."""
        return self.with_profile(self.profile.located(files))

    def vouched(self, signed_by: str, *, verified: bool) -> "ModelRecord":
        """The same with another answer to who says that the files are what they claim to be."""
        return replace(self.with_profile(replace(self.profile, verified=verified)), signed_by=signed_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel(Generic[ProfileT]):
    """A profile and the folder that its files' names are relative to."""

    profile: ProfileT
    folder: Path

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its files."""
        return tuple(self.folder / file.file for file in self.profile.files)


class ModelStore:
    """`installed` holds a folder for each model that was brought in, named by its id.

    What begins with a dot in it is no model: copies that are not finished, what is being removed, locks.
    """

    def __init__(self, *, catalogue: Path, resources: Path, installed: Path) -> None:
        self._catalogue = catalogue
        self._resources = resources
        self.installed = installed

    def find(self, model: str) -> StoredModel[ModelProfile]:
        """A model that can be loaded; InputError, with those there are, for another."""
        if model in self.installed_ids() or model in self.bundled_ids():
            stored = self.stored(model)
            if isinstance(stored.profile, ModelProfile):
                return StoredModel(profile=stored.profile, folder=stored.folder)
        usable = (found.facts for found in self.list() if not found.trouble)
        known = ", ".join(sorted(facts.id for facts in usable if facts.kind is ModelKind.VISION))
        raise InputError(
            translate("There is no model called “{model}” on this computer.", model=model),
            hint=translate("Models here: {models}.", models=known),
        )

    def stored(self, model: str) -> StoredModel[Profile]:
        """A model or a text encoder; InputError where there is none of that id, or its record is damaged."""
        if record := self.record(model):
            return StoredModel(profile=record.profile, folder=self.installed / model)
        if profile := self._bundled_profiles().get(model):
            return StoredModel(profile=profile, folder=self._resources)
        raise unknown_model(model)

    def encoders(self) -> tuple[StoredModel[EncoderProfile], ...]:
        """The text encoders that were brought in, the last one first, then those that came with the program."""
        records = sorted(self._readable(), key=lambda found: (found[1].added, found[0]), reverse=True)
        own = ((record.profile, self.installed / id_) for id_, record in records)
        bundled = ((profile, self._resources) for profile in self._bundled_profiles().values())
        return tuple(
            StoredModel(profile=profile, folder=folder)
            for profile, folder in (*own, *bundled)
            if isinstance(profile, EncoderProfile)
        )

    def list(self) -> tuple[InstalledModel, ...]:
        """All models here, also those that cannot be used, with the reason."""
        return (*map(self._installed, self.installed_ids()), *map(self._bundled, self.bundled_ids()))

    def absent(self) -> tuple[AbsentModel, ...]:
        """The catalogue's models that are not here."""
        here = {*self.installed_ids(), *self.bundled_ids()}
        return tuple(absent(entry) for entry in load_all(self._catalogue) if entry.id not in here)

    def show(self, model: str) -> InstalledModel:
        """One of them; InputError where there is none of that id."""
        if model in self.installed_ids():
            return self._installed(model)
        if model in self.bundled_ids():
            return self._bundled(model)
        raise unknown_model(model)

    def record(self, model: str) -> ModelRecord | None:
        """An installed model's record, or None; InputError where it is damaged."""
        return read_record(self.installed / model) if model in self.installed_ids() else None

    def remove(self, model: str) -> InstalledModel:
        """Remove an installed model, damaged or not; InputError where it is in use, or came with the program."""
        if model in self.bundled_ids() and model not in self.installed_ids():
            raise InputError(
                translate("The model “{model}” came with Lentigo and stays.", model=model),
                hint=translate("It takes little room."),
            )
        with disk_trouble(self.installed), self.writing(), self.alone(model):
            removed = self.show(model)
            waste = self.installed / f".{model}{REMOVED}"
            shutil.rmtree(waste, ignore_errors=True)
            (self.installed / model).rename(waste)  # from now on it is not there, whatever happens to the rest
            shutil.rmtree(waste, ignore_errors=True)
        return removed

    def installed_ids(self) -> tuple[str, ...]:
        """The folders that hold a record."""
        folders = (path.parent.name for path in sorted(self.installed.glob(f"*/{RECORD}")))
        return tuple(filter(is_plain_id, folders))

    def bundled_ids(self) -> tuple[str, ...]:
        """The models that came with the program."""
        return tuple(self._bundled_profiles())

    @contextmanager
    def used(self, model: str) -> Iterator[None]:
        """While a model is in memory; other processes see that, and the system ends it with this process."""
        with ExitStack() as held:
            with suppress(OSError, sqlite3.Error):  # a folder that cannot be written: nobody can remove it either
                if model in self.installed_ids():
                    held.enter_context(self._lock(model).read_lock())
            yield

    @contextmanager
    def alone(self, model: str) -> Iterator[None]:
        """While a model is changed; InputError where it is in use."""
        try:
            with self._lock(model).write_lock(timeout=PATIENCE_S):
                yield
        except Timeout:
            raise InputError(
                translate("The model “{model}” is in use by a Lentigo that is running.", model=model),
                hint=translate(ELSEWHERE),
            ) from None
        except sqlite3.Error as problem:
            raise InputError(
                translate("{folder} cannot be locked against changes by others.", folder=self.installed),
                hint=translate("Put the data folder on a local disk."),
            ) from problem

    @contextmanager
    def writing(self) -> Iterator[None]:
        """While models are brought in or removed: one process at a time."""
        self.installed.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.installed / ".lock").acquire(timeout=0):
                yield
        except Timeout:
            raise InputError(
                translate("Models are being brought in or removed already, in another window or terminal."),
                hint=translate("Wait until that is done, then try again."),
            ) from None

    def _lock(self, model: str) -> ReadWriteLock:
        folder = self.installed / LOCKS
        folder.mkdir(parents=True, exist_ok=True)
        return ReadWriteLock(folder / model, is_singleton=False)

    def _in_use(self, model: str) -> bool:
        if not (self.installed / LOCKS / model).exists():
            return False
        try:
            with self._lock(model).write_lock(blocking=False):
                return False
        except Timeout:
            return True
        except (OSError, sqlite3.Error):
            return False

    def _readable(self) -> Iterator[tuple[str, ModelRecord]]:
        for id_ in self.installed_ids():
            with suppress(InputError):
                yield id_, read_record(self.installed / id_)

    def _bundled_profiles(self) -> dict[str, Profile]:
        return {profile.id: profile for profile in load_bundled(self._catalogue)}

    def _installed(self, model: str) -> InstalledModel:
        try:
            record = read_record(self.installed / model)
        except InputError as damage:
            return InstalledModel(
                facts=unknown_facts(model),
                bundled=False,
                verified=False,
                signed_by="",
                added="",
                in_use=False,
                trouble=f"{damage.message} {damage.hint}",
            )
        return InstalledModel(
            facts=replace(facts_of(record.profile), id=model),
            bundled=False,
            verified=record.profile.verified,
            signed_by=record.signed_by,
            added=record.added,
            in_use=self._in_use(model),
            trouble=_missing(record.profile, self.installed / model),
        )

    def _bundled(self, model: str) -> InstalledModel:
        profile = self._bundled_profiles()[model]
        return InstalledModel(
            facts=facts_of(profile),
            bundled=True,
            verified=True,
            signed_by="",
            added="",
            in_use=False,
            trouble=_missing(profile, self._resources),
        )


def unknown_model(model: str) -> InputError:
    """No model of that id."""
    return InputError(
        translate("There is no model called “{model}” on this computer.", model=model),
        hint=translate("“lentigo models list” names those there are."),
    )


def read_record(folder: Path) -> ModelRecord:
    """The record in a folder, its file names harmless; InputError where it is damaged."""
    try:
        with (folder / RECORD).open("rb") as file:
            record = msgspec.json.decode(file.read(LARGEST_RECORD), type=ModelRecord)
        if not all(is_safe_path(file.file) for file in record.profile.files):
            raise ValueError("file names that lead elsewhere")
    except (OSError, ValueError, RecursionError) as problem:
        raise InputError(
            translate("The description of the model in {folder} is damaged.", folder=folder), hint=translate(REMOVE)
        ) from problem
    return record


def write_record(folder: Path, record: ModelRecord) -> None:
    """Put it beside the files, whole or not at all."""
    write_whole(folder / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")


def _missing(profile: Profile, folder: Path) -> str:
    """What is wrong at first sight; only reading all of it says more."""
    for file in profile.files:
        path = folder / file.file
        if not path.is_file() or path.stat().st_size != file.bytes:
            return translate(
                "The file {file} is missing or not whole. Remove the model and bring it in again.", file=path.name
            )
    return ""
