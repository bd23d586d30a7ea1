"""What a disk has room for, and what its errors mean to the user."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from lentigo.errors import InputError

LARGEST_ON_FAT = (1 << 32) - 1  # bytes of one file
FAT = frozenset({"vfat", "fat", "fat32", "msdos"})  # as Linux, Windows and macOS call it
RESERVE = 1 << 20  # bytes that lists, signatures and the file system's own tables may need
USE_EXFAT = "Format it with exFAT, which every system reads, or use another one. Formatting erases what is on it."
CAUSES = {
    errno.ENOSPC: ("is full", "Free some space on it, or use another one."),
    errno.EDQUOT: ("is full", "Free some space on it, or use another one."),
    errno.EFBIG: ("does not take a file as large as this", USE_EXFAT),
    errno.EROFS: ("is write-protected", "Take the protection off, or use another one."),
    errno.EACCES: ("cannot be written or read by you", "Ask whoever looks after this computer."),
    errno.EPERM: ("cannot be written or read by you", "Ask whoever looks after this computer."),
    errno.EIO: ("has a fault: what lies on it cannot be read or written", "It may be broken. Use another one."),
    errno.ENODEV: ("is gone", "Plug it in again, then give the same command: it goes on where it stopped."),
    errno.ENXIO: ("is gone", "Plug it in again, then give the same command: it goes on where it stopped."),
}


def size_words(size: int) -> str:
    """A number of bytes for people: "4.98 GB", "12 MB", "340 bytes"."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.2f} {name}" if unit == 10**9 else f"{size / unit:.0f} {name}"
    return f"{size} bytes"


def check_room(folder: Path, needed: int, largest: int) -> None:
    """InputError, with the numbers, where `needed` more bytes do not fit, or one file of `largest` bytes."""
    kind, free = file_system(folder), shutil.disk_usage(folder).free
    if largest > LARGEST_ON_FAT and kind.lower() in FAT:
        raise InputError(
            f"{folder} is formatted with FAT32, which takes files up to {size_words(LARGEST_ON_FAT)}; "
            f"the largest here has {size_words(largest)}.",
            hint=USE_EXFAT,
        )
    if needed + RESERVE > free:
        raise InputError(
            f"{folder} has too little room: {size_words(needed + RESERVE)} are needed, {size_words(free)} are free.",
            hint="Free some space on it, or use another one.",
        )


def file_system(folder: Path) -> str:
    """What the disk under a folder is formatted with, in the system's own word; "" where that is unknown."""
    places = (folder.resolve(), *folder.resolve().parents)
    kinds = {Path(disk.mountpoint): disk.fstype for disk in psutil.disk_partitions(all=True)}
    return next((kinds[place] for place in places if place in kinds), "")


def has_size(path: Path, size: int) -> bool:
    """Whether there is a file of that many bytes."""
    return path.is_file() and path.stat().st_size == size


@contextmanager
def disk_trouble(folder: Path) -> Iterator[None]:
    """Errors of the system, as an InputError about the disk under a folder."""
    try:
        yield
    except OSError as problem:
        told, hint = CAUSES.get(problem.errno or 0, (f"cannot be used: {problem.strerror or problem}", "Try again."))
        raise InputError(f"{folder} {told}.", hint=hint) from problem
