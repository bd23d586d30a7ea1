"""A converted model's hashes and description, as model.json beside its files."""

from collections.abc import Sequence
from pathlib import Path

from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.model_store import read_record
from lentigo.models.profile import ModelFile, ModelProfile
from lentigo.progress import Progress, parts


def hash_files(paths: Sequence[Path], progress: Progress) -> tuple[ModelFile, ...]:
    """Name, SHA-256 and size of each; the share told is that of all of them."""
    sizes = [path.stat().st_size for path in paths]
    files = []
    for path, size, part in zip(paths, sizes, parts(progress, sizes), strict=True):
        with path.open("rb") as file:
            digest = sha256_of(blocks_of(file), size, part)
        files.append(ModelFile(file=path.name, sha256=digest, bytes=size))
    return tuple(files)


def read_profile(folder: Path) -> ModelProfile:
    """The vision-language model that a folder's record describes."""
    profile = read_record(folder).model
    assert profile
    return profile


def described(files: Sequence[ModelFile]) -> str:
    """A line a file."""
    return "".join(f"\n    {file.file}  {file.bytes:,} bytes  SHA-256 {file.sha256}" for file in files)
