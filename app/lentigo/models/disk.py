"""What a disk has room for, and what its errors mean to the user."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from lentigo.errors import InputError
from lentigo.language import deferred, translate

LARGEST_ON_FAT = (1 << 32) - 1  # bytes of one file
FAT = frozenset({"vfat", "fat", "fat32", "msdos"})  # as Linux, Windows and macOS call it
RESERVE = 1 << 20  # bytes that lists, signatures and the file system's own tables may need
USE_EXFAT = deferred(
    "Format it with exFAT, which every system reads, or use another one. Formatting erases what is on it."
)
FREE_SPACE = deferred("Free some space on it, or use another one.")
CAUSES = {
    errno.ENOSPC: (deferred("{folder} is full."), FREE_SPACE),
    errno.EDQUOT: (deferred("{folder} is full."), FREE_SPACE),
    errno.EFBIG: (deferred("{folder} does not take a file as large as this."), USE_EXFAT),
    errno.EROFS: (deferred("{folder} is write-protected."), deferred("Take the protection off, or use another one.")),
    errno.EACCES: (
        deferred("{folder} cannot be written or read by you."),
        deferred("Ask whoever looks after this computer."),
    ),
    errno.EIO: (
        deferred("{folder} has a fault: what lies on it cannot be read or written."),
        deferred("It may be broken. Use another one."),
    ),
    errno.ENODEV: (
        deferred("{folder} is gone."),
        deferred("Plug it in again, then give the same command: it goes on where it stopped."),
    ),
}
SAME_CAUSE = {errno.EPERM: errno.EACCES, errno.ENXIO: errno.ENODEV}
OTHER_CAUSE = (deferred("{folder} cannot be used: {reason}."), deferred("Try again."))


def size_words(size: int) -> str:
    """A number of bytes for people: "4.98 GB", "12 MB", "340 bytes"."""
    if size >= 10**9:
        return translate("{size:.2f} GB", size=size / 10**9)
    if size >= 10**6:
        return translate("{size:.0f} MB", size=size / 10**6)
    if size >= 10**3:
        return translate("{size:.0f} kB", size=size / 10**3)
    return translate("{size} bytes", size=size)


def check_room(folder: Path, needed: int, largest: int) -> None:
    """InputError, with the numbers, where `needed` more bytes do not fit, or one file of `largest` bytes."""
    kind, free = file_system(folder), shutil.disk_usage(folder).free
    if largest > LARGEST_ON_FAT and kind.lower() in FAT:
        raise InputError(
            translate(
                "{folder} is formatted with FAT32, which takes files up to {most}; the largest here has {largest}.",
                folder=folder,
                most=size_words(LARGEST_ON_FAT),
                largest=size_words(largest),
            ),
            hint=translate(USE_EXFAT),
        )
    if needed + RESERVE > free:
        raise InputError(
            translate(
                "{folder} has too little room: {needed} are needed, {free} are free.",
                folder=folder,
                needed=size_words(needed + RESERVE),
                free=size_words(free),
            ),
            hint=translate(FREE_SPACE),
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
        code = problem.errno or 0
        told, hint = CAUSES.get(SAME_CAUSE.get(code, code), OTHER_CAUSE)
        reason = problem.strerror or problem
        raise InputError(translate(told, folder=folder, reason=reason), hint=translate(hint)) from problem
