"""Whether the files of a model are what its profile says, byte by byte."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from lentigo.errors import Cancelled, InputError
from lentigo.models.profile import ModelProfile

BLOCK = 16 * 1024 * 1024  # bytes read at once


def verify_files(
    profile: ModelProfile, folder: Path, should_stop: Callable[[], bool], on_progress: Callable[[float], None]
) -> tuple[Path, Path]:
    """Language model and projector, as paths in `folder`, once their content is what the profile says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    total, read = profile.language.bytes + profile.projector.bytes, 0
    for expected in (profile.language, profile.projector):
        digest = hashlib.sha256()
        for block in _blocks(folder / expected.file, profile):
            digest.update(block)
            read += len(block)
            on_progress(min(1.0, read / total))
            if should_stop():
                raise Cancelled
        _require(digest.hexdigest() == expected.sha256, folder / expected.file, profile)
    return folder / profile.language.file, folder / profile.projector.file


def _blocks(path: Path, profile: ModelProfile) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as problem:
        raise InputError(
            f"A file of the model {profile.name} is missing: {path.name}.", hint="Install the model again."
        ) from problem


def _require(intact: bool, path: Path, profile: ModelProfile) -> None:
    if not intact:
        raise InputError(
            f"A file of the model {profile.name} is damaged: {path.name}.",
            hint="Its content is not what it was when it was installed. Install the model again from a good copy.",
        )
