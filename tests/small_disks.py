"""File systems with little room, where the tests may mount one."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, megabytes: int) -> Iterator[Path]:
    """An empty file system in memory; the test is skipped where that needs an administrator."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("A SMALL DISK CANNOT BE MOUNTED HERE: only an administrator can, so this test proves nothing here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
