"""Sticks that a packager wrote, among the drives that are plugged in."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from lentigo.models.manifest import MANIFEST

_MOUNTED = ("/media/*", "/media/*/*", "/run/media/*/*")  # where desktops put what is plugged in


def plugged_sticks() -> tuple[Path, ...]:
    """The folders that hold a signed list, by their names alone: what they hold is for an import to look at."""
    return tuple(sticks_on(_drives()))


def sticks_on(drives: Iterable[Path]) -> list[Path]:
    """Folders with a list: a drive itself, or a folder that lies openly on it."""
    found = set()
    for drive in drives:
        with suppress(OSError):  # it was pulled, or belongs to somebody else
            found |= {path.parent for pattern in (MANIFEST, f"*/{MANIFEST}") for path in drive.glob(pattern)}
    return sorted(found)


def _drives() -> list[Path]:
    if os.name == "nt":
        return [Path(each.mountpoint) for each in psutil.disk_partitions() if "removable" in each.opts]
    return [path for pattern in _MOUNTED for path in Path("/").glob(pattern.removeprefix("/"))]
