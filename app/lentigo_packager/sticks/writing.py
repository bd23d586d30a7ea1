"""Writes the folder that a clinic imports, and signs it only once every byte was read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lentigo.errors import EngineError, InputError
from lentigo.files import settle, write_whole
from lentigo.models.copying import complete, forget
from lentigo.models.disk import check_room, disk_trouble, has_size
from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.manifest import SignedManifest, read_manifest
from lentigo.models.model_store import ModelRecord
from lentigo.progress import Part, Progress, parts
from lentigo_packager.sticks.content import INSTALLERS, LIBRARY, MODELS, StickContent, StickFile, damaged_source
from lentigo_packager.sticks.signing import remove_manifest, write_manifest
from lentigo_packager.sticks.start_page import START_PAGE, start_page

TOLD_FILES = 5  # that differ
COPYING, READING_BACK = STAGES = ("copying", "reading back")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStick:
    """A finished stick. `from_disk` says that its bytes came back from the disk; else, memory may have answered."""

    signed: SignedManifest
    from_disk: bool


def write_stick(folder: Path, content: StickContent, key: Ed25519PrivateKey, progress: Progress) -> WrittenStick:
    """Write and sign. Whatever is raised on the way leaves no manifest, and what was copied, to go on with."""
    with disk_trouble(folder):
        _make(folder)
        missing = [file for file in content.files if not has_size(folder / file.file, file.bytes)]
        _check_room(folder, content.files, missing)
        remove_manifest(folder)
        from_disk = _settle(folder, content.files, missing, progress)
        for record in content.manifest.models:
            write_whole(_notice(folder, record), _terms(record))
        write_whole(folder / START_PAGE, start_page(content.manifest))
        write_manifest(folder, content.manifest, key)
    signed = read_manifest(folder)
    assert signed is not None
    return WrittenStick(signed=signed, from_disk=from_disk)


def superfluous(folder: Path, content: StickContent) -> tuple[Path, ...]:
    """Files in the stick's own folders that belong to nothing on it, such as an earlier stick's."""
    ours = {folder / file.file for file in content.files}
    ours |= {_notice(folder, record) for record in content.manifest.models}
    there = (path for name in (MODELS, LIBRARY, INSTALLERS) for path in sorted((folder / name).rglob("*")))
    return tuple(path for path in there if path.is_file() and path not in ours)


def _notice(folder: Path, record: ModelRecord) -> Path:
    """Terms such as MedGemma's must lie beside a model that is passed on, for people without Lentigo, too."""
    return folder / MODELS / record.profile.id / "NOTICE.txt"


def _terms(record: ModelRecord) -> str:
    profile = record.profile
    return f"{profile.name} {profile.version}\nLicence: {profile.licence}\n\n{profile.notice}\n"


def _make(folder: Path) -> None:
    """Only the last folder of the path: one further up that is missing is a stick that is not plugged in."""
    try:
        folder.mkdir(exist_ok=True)
    except (FileNotFoundError, FileExistsError, NotADirectoryError) as problem:
        raise InputError(
            f"{folder} is not a folder, and cannot be made one.", hint="Is the stick plugged in?"
        ) from problem


def _check_room(folder: Path, files: Sequence[StickFile], missing: Sequence[StickFile]) -> None:
    """Beside what is there already: parts of the missing files, and what stands in their places and goes."""
    places = (place for file in missing for place in (folder / file.file, _part(folder / file.file)))
    kept = sum(place.stat().st_size for place in places if place.is_file())
    needed = sum(file.bytes for file in missing) - kept
    check_room(folder, needed, max((file.bytes for file in files), default=0))


def _settle(folder: Path, files: Sequence[StickFile], missing: Sequence[StickFile], progress: Progress) -> bool:
    """Copy and read back until all is right. What an earlier run left wrong is copied once more.

    Says whether the disk gave all of it, and not memory.

    All is read back after all was written: a stick that holds less than it says overwrites its beginning.
    """
    copied: set[str] = set()
    while True:
        _copy_all(folder, missing, progress)
        copied.update(file.file for file in missing)
        before = _given_by_disks()
        missing = _read_back(folder, files, progress)
        if not missing:
            return _given_by_disks() - before >= sum(file.bytes for file in files)
        if broken := [file.file for file in missing if file.file in copied]:
            raise _differs(folder, broken)


def _copy_all(folder: Path, files: Sequence[StickFile], progress: Progress) -> None:
    for file, part in zip(files, _told(progress, COPYING, files), strict=True):
        target = folder / file.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        _copy(file, _part(target), part)
        settle(_part(target), target)


def _told(progress: Progress, stage: str, files: Sequence[StickFile]) -> Iterator[Part]:
    """Begin one of the two stages; a part of it for each file."""
    sizes = [file.bytes for file in files]
    progress.begin(stage, STAGES.index(stage), len(STAGES), size=sum(sizes))
    return parts(progress, sizes)


def _copy(file: StickFile, part: Path, progress: Progress) -> None:
    """Complete a part: what an earlier run left in it stays as far as it is the same. InputError for a wrong source."""
    with part.open("r+b" if part.exists() else "w+b") as target:
        digest = complete(_blocks(file.source), target, file.bytes, progress)
    if digest != file.sha256:
        part.unlink()
        raise damaged_source(file.source)


def _blocks(source: Path) -> Iterator[bytes]:
    with disk_trouble(source.parent), source.open("rb") as file:
        yield from blocks_of(file)


def _read_back(folder: Path, files: Sequence[StickFile], progress: Progress) -> list[StickFile]:
    """The files that are not on the stick as they should be."""
    wrong = []
    for file, part in zip(files, _told(progress, READING_BACK, files), strict=True):
        with (folder / file.file).open("rb", buffering=0) as written:
            forget(written)
            digest = sha256_of(blocks_of(written), file.bytes, part)
        if digest != file.sha256:
            wrong.append(file)
    return wrong


def _given_by_disks() -> int:
    """How many bytes disks, and not memory, have given this process so far; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/io").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("read_bytes:")), 0)


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _differs(folder: Path, files: Sequence[str]) -> EngineError:
    """They are removed: the next run writes them anew."""
    for file in files:
        (folder / file).unlink(missing_ok=True)
    named = ", ".join(files[:TOLD_FILES]) + (f" and {len(files) - TOLD_FILES} more" if len(files) > TOLD_FILES else "")
    return EngineError(
        f"What comes back from {folder} is not what was written to it: {named}.",
        hint="This stick may be broken, or hold less than it says. Nothing on it was signed. Use another one.",
    )
