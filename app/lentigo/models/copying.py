"""Copies a model's file to this computer, block by block, and goes on where an earlier copy stopped."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from lentigo.errors import EngineError, InputError
from lentigo.files import open_file, sync
from lentigo.language import deferred, translate
from lentigo.models.disk import disk_trouble, size_words
from lentigo.models.hashing import blocks_of, sha256_of
from lentigo.progress import Progress

SYNCED = 64 * 1024 * 1024  # bytes after which the disk is waited for: then a Stop never waits long for it
PLUG_IN = deferred("Plug it in again and repeat: the copy goes on where it stopped.")


def copy_file(source: Path, target: Path, *, size: int, sha256: str, progress: Progress) -> str:
    """Complete `target` and return the SHA-256 of what the source holds; `sha256` is the one it must have, or "".

    What stands in `target` from before is only believed where the source's hash is known, since then the whole is
    compared with that in the end; otherwise the source is read from its beginning and compared on the way.
    InputError where the source cannot be read to its end, or is another file than it should be. What is done stays
    where the user stops it.
    """
    with disk_trouble(target.parent), target.open("r+b" if target.exists() else "w+b") as kept:
        if sha256:
            resumed = kept.seek(0, os.SEEK_END) > 0
            digest = _go_on(source, kept, size, progress)
            if digest != sha256 and resumed:  # what was kept may be wrong, or another file's
                digest = _go_on(source, _emptied(kept), size, progress)
        else:
            digest = complete(_blocks(source, 0, size), kept, size, progress)
        sync(kept)
    if sha256 and digest != sha256:
        target.unlink()
        raise InputError(
            translate(
                "The file {file} is damaged: its content is not what was recorded when it was made.", file=source.name
            ),
            hint=translate("The stick, or the copy on it, may be broken. Ask for a new copy of the model."),
        )
    return digest


def read_back(path: Path, sha256: str, progress: Progress) -> None:
    """EngineError where the disk does not give back what was written to it."""
    with disk_trouble(path.parent), path.open("rb", buffering=0) as file:
        forget(file)
        digest = sha256_of(blocks_of(file), path.stat().st_size, progress)
    if digest != sha256:
        path.unlink()
        raise EngineError(
            translate("What this computer's disk gives back of {file} is not what was written to it.", file=path.name),
            hint=translate(
                "Try once more. If it happens again, the disk is failing: tell whoever looks after this computer."
            ),
        )


def complete(blocks: Iterable[bytes], kept: BinaryIO, size: int, progress: Progress) -> str:
    """Make the file `kept` hold these blocks, `size` bytes, writing only from where it differs; their SHA-256."""
    digest = sha256_of(_completing(blocks, kept), size, progress)
    kept.truncate()
    return digest


def forget(file: BinaryIO) -> None:
    """Ask the system to drop what it keeps of a file in memory, so that it is read from the disk. It need not obey."""
    if sys.platform == "linux":
        os.fsync(file.fileno())  # only what has reached the disk can be dropped
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def hash_source(path: Path, size: int, progress: Progress) -> str:
    """The SHA-256 of a file on a stick; InputError where it cannot be read to its end."""
    return sha256_of(_blocks(path, 0, size), size, progress)


def _go_on(source: Path, kept: BinaryIO, size: int, progress: Progress) -> str:
    """Hash what is kept, from this computer's own disk, and copy the rest behind it."""
    kept.truncate(min(kept.seek(0, os.SEEK_END), size))
    kept.seek(0)
    return sha256_of(_going_on(source, kept, size), size, progress)


def _going_on(source: Path, kept: BinaryIO, size: int) -> Iterator[bytes]:
    yield from blocks_of(kept)
    for block in _blocks(source, kept.tell(), size):
        _write(kept, block)
        yield block


def _completing(blocks: Iterable[bytes], kept: BinaryIO) -> Iterator[bytes]:
    """Each block, once `kept` holds it."""
    same = True
    for block in blocks:
        position = kept.tell()
        if same and kept.read(len(block)) != block:
            same = False
            kept.seek(position)
            kept.truncate()
        if not same:
            _write(kept, block)
        yield block


def _blocks(source: Path, start: int, size: int) -> Iterator[bytes]:
    """The source's bytes from `start` to `size`; InputError, with how much is done, where it ends or fails before."""
    done = start
    try:
        with open_file(source) as file:
            file.seek(start)
            for block in blocks_of(file, size - start):
                yield block
                done += len(block)
    except OSError as problem:
        raise _pulled(source, done, size) from problem
    if done < size:
        raise _pulled(source, done, size)


def _pulled(source: Path, done: int, size: int) -> InputError:
    return InputError(
        translate(
            "The stick was pulled out, or cannot be read: {done} of {size} of {file} are here already.",
            done=size_words(done),
            size=size_words(size),
            file=source.name,
        ),
        hint=translate(PLUG_IN),
    )


def _write(kept: BinaryIO, block: bytes) -> None:
    kept.write(block)
    if kept.tell() // SYNCED > (kept.tell() - len(block)) // SYNCED:
        sync(kept)


def _emptied(kept: BinaryIO) -> BinaryIO:
    kept.seek(0)
    kept.truncate()
    return kept
