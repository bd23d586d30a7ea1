"""A converted model's hashes and description, as model.json beside its files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.profile import ModelFile, ModelProfile
from lentigo.models.store import read_record
from lentigo_packager.conversion.steps import Report


def hash_files(paths: Sequence[Path], report: Report) -> tuple[ModelFile, ...]:
    """Name, SHA-256 and size of each; the progress is over all of them."""
    sizes = [path.stat().st_size for path in paths]
    files = []
    for number, path in enumerate(paths):
        before = sum(sizes[:number])
        digest = _hash(path, lambda read, before=before: report.advance(before + read, sum(sizes)))  # type: ignore[misc]
        files.append(ModelFile(file=path.name, sha256=digest, bytes=sizes[number]))
    return tuple(files)


def read_profile(folder: Path) -> ModelProfile:
    """The vision-language model that a folder's record describes."""
    profile = read_record(folder).model
    assert profile
    return profile


def described(files: Sequence[ModelFile]) -> str:
    """A line a file."""
    return "".join(f"\n    {file.file}  {file.bytes:,} bytes  SHA-256 {file.sha256}" for file in files)


def _hash(path: Path, on_progress: Callable[[int], None]) -> str:
    with path.open("rb") as file:
        return sha256_of(blocks_of(file), on_progress)
