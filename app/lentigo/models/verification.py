"""Whether the files of a model are what its profile says, byte by byte."""

from collections.abc import Iterator
from pathlib import Path

from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.models.profile import Profile
from lentigo.progress import Progress, parts


def verify_files(profile: Profile, folder: Path, progress: Progress) -> tuple[Path, ...]:
    """The profile's files, as paths in `folder`, once their content is what it says.

    Only a hash finds a flipped bit or a zeroed block: llama.cpp loads and runs such files without a complaint.
    """
    for expected, part in zip(profile.files, parts(progress, [file.bytes for file in profile.files]), strict=True):
        digest = sha256_of(_blocks(folder / expected.file, profile), expected.bytes, part)
        if digest != expected.sha256:
            raise InputError(
                translate(
                    "A file of the model {model} is damaged: {file}.",
                    model=profile.name,
                    file=(folder / expected.file).name,
                ),
                hint=translate(
                    "Its content is not what it was when it was installed. Install the model again from a good copy."
                ),
            )
    return tuple(folder / file.file for file in profile.files)


def _blocks(path: Path, profile: Profile) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from blocks_of(file)
    except OSError as problem:
        raise InputError(
            translate("A file of the model {model} is missing: {file}.", model=profile.name, file=path.name),
            hint=translate("Install the model again."),
        ) from problem
