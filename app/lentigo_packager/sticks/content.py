"""What goes onto a stick: models that were converted or brought in here, documents, and their places there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lentigo.errors import InputError
from lentigo.models.disk import disk_trouble, has_size
from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.manifest import Manifest, SignedDocument, SignedInstaller, complaints
from lentigo.models.model_store import RECORD, ModelRecord, read_record
from lentigo.models.profile import ModelFile
from lentigo.progress import QUIET
from lentigo.untrusted import is_plain_id

MODELS, LIBRARY, INSTALLERS = "models", "library", "install"  # folders on the stick


@dataclass(frozen=True, slots=True, kw_only=True)
class StickFile:
    """A file that goes onto the stick: as `file`, relative to the stick's folder."""

    source: Path
    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StickContent:
    """What goes onto a stick: the list to be signed, and where its files are taken from."""

    manifest: Manifest
    files: tuple[StickFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StickModel:
    """A converted or installed model and its folder."""

    record: ModelRecord
    folder: Path


def find_model(named: str, installed: Path) -> StickModel:
    """The model in a folder of that name, or the installed one of that id; InputError where there is neither."""
    places = (Path(named), *([installed / named] if is_plain_id(named) else []))
    for folder in places:
        with disk_trouble(folder):
            if (folder / RECORD).is_file():
                return StickModel(record=_record(folder), folder=folder)
    raise InputError(
        f"“{named}” is neither a folder with a converted model in it nor a model that was brought in here.",
        hint="“lentigo models list” names the models here; “lentigo-packager models convert” makes such a folder.",
    )


def find_installer(path: Path) -> tuple[Path, SignedInstaller]:
    """An installer that was made here, and its place on the stick."""
    with disk_trouble(path), path.open("rb") as file:
        size = path.stat().st_size
        return path, SignedInstaller(
            file=f"{INSTALLERS}/{path.name}", sha256=sha256_of(blocks_of(file), size, QUIET), bytes=size
        )


def gather(
    models: Sequence[StickModel],
    documents: Iterable[tuple[Path, SignedDocument]],
    installers: Iterable[tuple[Path, SignedInstaller]] = (),
) -> StickContent:
    """What goes onto the stick. InputError where a source is not as its record says, or two cannot be told apart."""
    records = tuple(map(_on_stick, models))
    files = [
        _from(model.folder / old.file, new)
        for model, record in zip(models, records, strict=True)
        for old, new in zip(model.record.profile.files, record.profile.files, strict=True)
    ]
    signed, programs = tuple(documents), tuple(installers)
    files += [_from(path, installer) for path, installer in programs]
    files += [_from(path, document) for path, document in signed]
    manifest = Manifest(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        models=records,
        documents=tuple(document for _path, document in signed),
        installers=tuple(installer for _path, installer in programs),
    )
    for complaint in complaints(manifest):
        raise InputError(f"This cannot go onto one stick: {complaint}.", hint="Leave that model or document out.")
    return StickContent(manifest=manifest, files=tuple(files))


def damaged_source(source: Path) -> InputError:
    """A file that is not what its record says."""
    return InputError(
        f"{source} is missing, or not what it was when it was made.", hint="Make it again, or take a good copy."
    )


def _record(folder: Path) -> ModelRecord:
    try:
        return read_record(folder)
    except InputError as damage:
        raise InputError(damage.message, hint="Convert the model again, or bring it in again.") from damage


def _on_stick(model: StickModel) -> ModelRecord:
    """The record with its files' places on the stick. Who vouches for it there is the stick's signature alone."""
    profile = model.record.profile
    files = tuple(replace(file, file=f"{MODELS}/{profile.id}/{file.file}") for file in profile.files)
    return model.record.located(files).vouched("", verified=False)


def _from(source: Path, target: ModelFile | SignedDocument | SignedInstaller) -> StickFile:
    if not has_size(source, target.bytes):
        raise damaged_source(source)
    return StickFile(source=source, file=target.file, sha256=target.sha256, bytes=target.bytes)
