"""Brings models to this computer: copied, compared, checked, and only then visible."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lentigo.domain.model import ModelOffer, ModelPlace
from lentigo.errors import InputError
from lentigo.files import settle, sync_folder
from lentigo.language import translate
from lentigo.models.copying import copy_file, hash_source, read_back
from lentigo.models.disk import check_room, disk_trouble
from lentigo.models.facts import facts_of
from lentigo.models.manifest import TrustedKeys
from lentigo.models.model_store import RECORD, REMOVED, ModelRecord, ModelStore, write_record
from lentigo.models.places import FoundModel, PlaceContent, check_headers
from lentigo.models.profile import ModelFile
from lentigo.models.verification import verify_files
from lentigo.progress import Progress, parts
from lentigo.untrusted import is_plain_id

PART = ".part"
KEPT_DAYS = 14  # an unfinished copy that nobody resumed
DAY_S = 86_400
OWN = "-own"  # behind the id of files that happen to be called like a model that came with the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A model that is here now; `new` says whether it was copied."""

    id: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One of the models that are brought in, and its two stages among those of all."""

    found: FoundModel
    number: int
    count: int
    progress: Progress

    @property
    def sizes(self) -> list[int]:
        """Bytes of each file."""
        return [file.bytes for file in self.found.record.profile.files]

    def begin_copying(self) -> Progress:
        """What is read from the place is told to this."""
        return self._begin_step(translate("copying {model}", model=self._name), 0)

    def begin_checking(self) -> Progress:
        """What is read on this computer is told to this."""
        return self._begin_step(translate("checking {model}", model=self._name), 1)

    @property
    def _name(self) -> str:
        return self.found.record.profile.name

    def _begin_step(self, title: str, step: int) -> Progress:
        self.progress.begin(title, 2 * self.number + step, 2 * self.count)
        return self.progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelImport:
    """Brings models into a store."""

    store: ModelStore
    trusted: TrustedKeys
    progress: Progress

    def examine(self, place: PlaceContent) -> ModelPlace:
        """What lies in a place, and whether it can be brought in."""
        models = self._named(place)
        offers = tuple(self._offer(found, place) for found in models)
        wanted = [found for found, offer in zip(models, offers, strict=True) if not (offer.trouble or offer.installed)]
        return ModelPlace(
            offers=offers,
            signed_by=place.signed_by,
            key_known=place.signed_by in self.trusted,
            documents=place.documents,
            needed=sum(map(self._missing, wanted)),
            free=shutil.disk_usage(_existing(self.store.installed)).free,
        )

    def bring_in(self, place: PlaceContent, ids: Sequence[str], trusted: str) -> tuple[Settled, ...]:
        """Bring in the models of these ids; `trusted` as in ImportModels."""
        self._trust(place, trusted)
        with disk_trouble(self.store.installed), self.store.writing():
            chosen = self._choose(place, ids)
            self._clean(ids)
            self._check_room(chosen)
            return tuple(
                self._settle(Turn(found=found, number=number, count=len(chosen), progress=self.progress), place)
                for number, found in enumerate(chosen)
            )

    def _trust(self, place: PlaceContent, trusted: str) -> None:
        if not trusted:
            return
        if trusted != place.signed_by:
            hint = (
                translate("The key that signed it is {key}. Ask who made the stick.", key=place.signed_by)
                if place.signed_by
                else translate("Nobody signed it. Ask who made the stick.")
            )
            raise InputError(translate("This was not signed with the key that you compared."), hint=hint)
        with disk_trouble(self.store.installed.parent):
            self.trusted.add(trusted)

    def _named(self, place: PlaceContent) -> tuple[FoundModel, ...]:
        """The models there, none with an id that stands for a bundled model, unless it says that it is that one."""
        bundled = self.store.bundled_ids()
        return tuple(
            found.renamed(f"{found.id}{OWN}") if found.id in bundled and not found.is_recorded else found
            for found in place.models
        )

    def _offer(self, found: FoundModel, place: PlaceContent) -> ModelOffer:
        installed = found.trouble is None and self._is_here(found)
        trouble = found.trouble or (None if installed else self._refusal(found))
        return ModelOffer(
            facts=facts_of(found.record.profile),
            verified=bool(place.signed_by),
            installed=installed,
            trouble=trouble.message if trouble else "",
            remedy=trouble.hint if trouble else "",
        )

    def _refusal(self, found: FoundModel) -> InputError | None:
        """Why a model cannot be brought in, whatever its files are."""
        if not is_plain_id(found.id):
            return InputError(
                translate("“{id!a}” cannot be a model's id.", id=found.id[:40]),
                hint=translate("Ask who made the folder."),
            )
        if found.id in self.store.bundled_ids():
            return InputError(
                translate("“{model}” came with Lentigo and stays as it is.", model=found.id),
                hint=translate("Nothing is to be done."),
            )
        return None

    def _choose(self, place: PlaceContent, ids: Sequence[str]) -> tuple[FoundModel, ...]:
        there = {found.id: found for found in self._named(place)}
        for id_ in ids:
            if id_ not in there:
                known = ", ".join(there) or translate("none")
                raise InputError(
                    translate("There is no model “{model}” in this place.", model=id_),
                    hint=translate("Models there: {models}.", models=known),
                )
            refusal = there[id_].trouble or (None if self._is_here(there[id_]) else self._refusal(there[id_]))
            if refusal:
                raise refusal
        return tuple(there[id_] for id_ in dict.fromkeys(ids))

    def _check_room(self, chosen: Sequence[FoundModel]) -> None:
        """Imports that nobody resumed are removed where they take the room that is wanted now."""
        wanted = [found for found in chosen if not self._is_here(found)]
        needed = sum(map(self._missing, wanted))
        largest = max((file.bytes for found in wanted for file in found.record.profile.files), default=0)
        folder = self.store.installed
        if needed > shutil.disk_usage(folder).free:
            for part in _parts(folder, {found.id for found in chosen}):
                shutil.rmtree(part, ignore_errors=True)
        check_room(folder, needed, largest)

    def _missing(self, found: FoundModel) -> int:
        """Bytes that are still to be copied."""
        kept = sum(file.stat().st_size for file in self._part(found.id).glob("*") if file.is_file())
        return max(0, sum(file.bytes for file in found.record.profile.files) - kept)

    def _is_here(self, found: FoundModel) -> bool:
        """Whether these very files are here, as far as their records say."""
        hashes = [file.sha256 for file in found.record.profile.files]
        return all(hashes) and hashes == [file.sha256 for file in self._files_here(found.id)]

    def _files_here(self, model: str) -> tuple[ModelFile, ...]:
        with suppress(InputError):
            return self.store.stored(model).profile.files
        return ()

    def _settle(self, turn: Turn, place: PlaceContent) -> Settled:
        """Make sure that a model is here."""
        found = turn.found
        verified = place.signed_by in self.trusted
        record = ModelRecord.of(found.record.profile).vouched(place.signed_by, verified=verified)
        if found.id in self.store.bundled_ids():
            return Settled(id=found.id, new=False)
        with self.store.alone(found.id):
            if not found.is_recorded and (here := self._same_as_here(turn)):
                if place.told and here == found.id:
                    self._renew(here, record)
                return Settled(id=here, new=False)
            if self._is_here(found) and self._is_intact(turn):
                self._renew(found.id, record)
                return Settled(id=found.id, new=False)
            self._copy(turn, record)
            return Settled(id=found.id, new=True)

    def _same_as_here(self, turn: Turn) -> str:
        """The id of a model with the same files as those that nobody described, or "". Sizes are compared first."""
        for model in (turn.found.id, *self.store.bundled_ids()):
            here = self._files_here(model)
            if [file.bytes for file in here] == turn.sizes:
                pieces = zip(turn.found.sources, turn.sizes, parts(turn.begin_copying(), turn.sizes), strict=True)
                if [hash_source(*piece) for piece in pieces] == [file.sha256 for file in here]:
                    return model
        return ""

    def _is_intact(self, turn: Turn) -> bool:
        with suppress(InputError):
            stored = self.store.stored(turn.found.id)
            verify_files(stored.profile, stored.folder, turn.begin_checking())
            return True
        return False

    def _renew(self, model: str, record: ModelRecord) -> None:
        """The same files, perhaps described or vouched for anew; what somebody signed stays as it was signed."""
        here = self.store.record(model)
        assert here is not None
        if here.signed_by and not record.signed_by:
            return
        renewed = replace(record.located(here.profile.files), added=here.added)
        if renewed != here:
            write_record(self.store.installed / model, renewed)

    def _copy(self, turn: Turn, record: ModelRecord) -> None:
        """Copy beside, compare, check, and let it be seen."""
        found, expectations = turn.found, turn.found.record.profile.files
        part = self._part(found.id)
        part.mkdir(exist_ok=True)
        copies = [part / f"{number}{PART}" for number in range(len(found.sources))]
        for stray in set(part.iterdir()) - set(copies):
            stray.unlink()
        files = []
        told = parts(turn.begin_copying(), turn.sizes)
        for source, copy, expected, share in zip(found.sources, copies, expectations, told, strict=True):
            digest = copy_file(source, copy, size=expected.bytes, sha256=expected.sha256, progress=share)
            files.append(replace(expected, file=copy.name, sha256=digest))
        for copy, file, share in zip(copies, files, parts(turn.begin_checking(), turn.sizes), strict=True):
            read_back(copy, file.sha256, share)
        check_headers(record.located(tuple(files)), part)
        self._install(found.id, record, part, files)

    def _install(self, model: str, record: ModelRecord, part: Path, files: Sequence[ModelFile]) -> None:
        """From now on it is there. Where one of that id was, its record is exchanged in one step."""
        final = self.store.installed / model
        named = tuple(replace(file, file=_final_name(model, number, file)) for number, file in enumerate(files))
        for old, new in zip(files, named, strict=True):
            (part / old.file).rename(part / new.file)
        done = record.located(named)
        if not final.exists():
            write_record(part, done)
            settle(part, final)
            return
        for file in named:
            (part / file.file).replace(final / file.file)
        sync_folder(final)
        write_record(final, done)
        _remove_strays(final, done)
        shutil.rmtree(part, ignore_errors=True)

    def _clean(self, ids: Sequence[str]) -> None:
        """Remove what earlier imports and removals left. Nobody else is at work: the store is locked."""
        folder = self.store.installed
        for waste in folder.glob(f".*{REMOVED}"):
            shutil.rmtree(waste, ignore_errors=True)
        for part in _parts(folder, set(ids)):
            if time.time() - max(path.stat().st_mtime for path in (part, *part.iterdir())) > KEPT_DAYS * DAY_S:
                shutil.rmtree(part, ignore_errors=True)
        for model in self.store.installed_ids():
            with suppress(InputError, OSError):
                if record := self.store.record(model):
                    _remove_strays(folder / model, record)

    def _part(self, model: str) -> Path:
        return self.store.installed / f".{model}{PART}"


def _final_name(model: str, number: int, file: ModelFile) -> str:
    """A plain name that no earlier file of that model has; the source's could be one that this disk cannot hold."""
    return f"{model}{('', '-mmproj')[number]}-{file.sha256[:12]}.gguf"


def _remove_strays(folder: Path, record: ModelRecord) -> None:
    """Files that an earlier import put there and no record names."""
    named = {RECORD, *(file.file for file in record.profile.files)}
    for path in folder.glob(f"{folder.name}-*.gguf"):
        if path.name not in named:
            path.unlink(missing_ok=True)


def _parts(folder: Path, but: set[str]) -> Iterator[Path]:
    for part in sorted(folder.glob(f".*{PART}")):
        if part.name[1 : -len(PART)] not in but:
            yield part


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    return next(at for at in (folder, *folder.absolute().parents) if at.exists())
