"""Whether the files of a model are what its profile says, byte by byte."""

from collections.abc import Callable, Iterator
from pathlib import Path

from lentigo.errors import Cancelled, InputError
from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.profile import Profile


def verify_files(
    profile: Profile,
    folder: Path,
    should_stop: Callable[[], bool],
    on_progress: Callable[[float], None],
) -> tuple[Path, ...]:
    """The profile's files, as paths in `folder`, once their content is what it says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    before, total = 0, sum(file.bytes for file in profile.files)

    def take(read: int) -> None:
        on_progress(min(1.0, (before + read) / max(1, total)))
        if should_stop():
            raise Cancelled

    for expected in profile.files:
        digest = sha256_of(_blocks(folder / expected.file, profile), take)
        if digest != expected.sha256:
            raise InputError(
                f"A file of the model {profile.name} is damaged: {(folder / expected.file).name}.",
                hint="Its content is not what it was when it was installed. Install the model again from a good copy.",
            )
        before += expected.bytes
    return tuple(folder / file.file for file in profile.files)


def _blocks(path: Path, profile: Profile) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from blocks_of(file)
    except OSError as problem:
        raise InputError(
            f"A file of the model {profile.name} is missing: {path.name}.", hint="Install the model again."
        ) from problem
