"""A clinic's data folder for tests, and what is done to it."""

from pathlib import Path

from model_places import put_converted, sources_of

from lentigo.models.describing import find_description
from lentigo.models.importing import ModelImport, Settled
from lentigo.models.manifest import TRUSTED_KEYS, TrustedKeys
from lentigo.models.model_store import ModelStore
from lentigo.models.places import PlaceContent, look
from lentigo.paths import Paths
from lentigo.progress import QUIET, Progress


class Clinic:
    """A data folder, and what is done to it in this process."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.store = ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)

    def importing(self, progress: Progress = QUIET) -> ModelImport:
        trusted = TrustedKeys(self.paths.data / TRUSTED_KEYS)
        return ModelImport(store=self.store, trusted=trusted, progress=progress)

    def look(self, *paths: Path, described_as: str = "") -> PlaceContent:
        return look(paths, find_description(self.paths.catalogue, described_as))

    def bring_in(self, *paths: Path, trusted: str = "", described_as: str = "", progress: Progress = QUIET) -> Settled:
        place = self.look(*paths, described_as=described_as)
        importing = self.importing(progress)
        ids = [offer.facts.id for offer in importing.examine(place).offers]
        (settled,) = importing.bring_in(place, ids, trusted)
        return settled

    def contents(self, model: str) -> list[bytes]:
        stored = self.store.stored(model)
        return [(stored.folder / file.file).read_bytes() for file in stored.profile.files]


def whole(pair: str) -> list[bytes]:
    return [source.read_bytes() for source in sources_of(pair)]


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-100] ^= 4
    path.write_bytes(data)


def put_and_name(folder: Path) -> Path:
    put_converted(folder, "gemma")
    return folder
