"""Whether the files of a model are what its profile says, byte by byte."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from lentigo.errors import Cancelled, InputError
from lentigo.models.profile import EncoderProfile, ModelProfile

BLOCK = 16 * 1024 * 1024  # bytes read at once


def verify_files(
    profile: ModelProfile | EncoderProfile,
    folder: Path,
    should_stop: Callable[[], bool],
    on_progress: Callable[[float], None],
) -> tuple[Path, ...]:
    """The profile's files, as paths in `folder`, once their content is what it says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    total, read = sum(file.bytes for file in profile.files), 0
    for expected in profile.files:
        digest = hashlib.sha256()
        for block in _blocks(folder / expected.file, profile):
            digest.update(block)
            read += len(block)
            on_progress(min(1.0, read / max(1, total)))
            if should_stop():
                raise Cancelled
        _require(digest.hexdigest() == expected.sha256, folder / expected.file, profile)
    return tuple(folder / file.file for file in profile.files)


def _blocks(path: Path, profile: ModelProfile | EncoderProfile) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as problem:
        raise InputError(
            f"A file of the model {profile.name} is missing: {path.name}.", hint="Install the model again."
        ) from problem


def _require(intact: bool, path: Path, profile: ModelProfile | EncoderProfile) -> None:
    if not intact:
        raise InputError(
            f"A file of the model {profile.name} is damaged: {path.name}.",
            hint="Its content is not what it was when it was installed. Install the model again from a good copy.",
        )
