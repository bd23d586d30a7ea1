"""Reads large files in blocks, and takes their SHA-256 with the progress told."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

BLOCK = 4 * 1024 * 1024  # bytes read at once


def blocks_of(file: BinaryIO, limit: int = sys.maxsize) -> Iterator[bytes]:
    """What is left to read of an open file, but `limit` bytes at most."""
    while limit > 0 and (block := file.read(min(BLOCK, limit))):
        yield block
        limit -= len(block)


def sha256_of(blocks: Iterable[bytes], on_progress: Callable[[int], None]) -> str:
    """In hexadecimal digits; `on_progress` hears after each block how many bytes there were, and may raise."""
    digest, done = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        done += len(block)
        on_progress(done)
    return digest.hexdigest()
