"""Reads large files in blocks, and takes their SHA-256 with the progress told."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lentigo.progress import Progress

BLOCK = 4 * 1024 * 1024  # bytes read at once


def blocks_of(file: BinaryIO, limit: int = sys.maxsize) -> Iterator[bytes]:
    """What is left to read of an open file, but `limit` bytes at most."""
    while limit > 0 and (block := file.read(min(BLOCK, limit))):
        yield block
        limit -= len(block)


def sha256_of(blocks: Iterable[bytes], size: int, progress: Progress) -> str:
    """In hexadecimal digits; the share of `size` bytes that was hashed is told after each block."""
    digest, done = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        done += len(block)
        progress.share(min(1.0, done / max(1, size)))
    return digest.hexdigest()
