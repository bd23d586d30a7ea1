"""A Windows of wine, with a user's folders of its own, in which the installed program is tried without a network."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from build_scripts import build_script
from installed import ROOT

wine: Any = build_script("wine")
BUNDLE = ROOT / "dist" / "windows" / "lentigo"
PREFIX = ROOT / "build" / "cache" / "windows" / "wine"
USER = PREFIX / "drive_c" / "users" / "root"
WORK = ROOT / "build" / "cache" / "windows" / "tried"

needs_wine = pytest.mark.skipif(
    not os.environ.get(wine.CHROOT),
    reason=f"NOTHING IS TRIED UNDER WINDOWS: installer/README.md tells how to make a wine, and {wine.CHROOT} names it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a program said, and how long it took."""

    code: int
    words: str
    seconds: float


def run(command: Sequence[str | Path]) -> Told:
    """A Windows program by its path in this system."""
    begun = time.monotonic()
    done = wine.run_in_wine(command, bound=ROOT, prefix=PREFIX)
    return Told(code=done.returncode, words=done.stdout.decode(errors="replace"), seconds=time.monotonic() - begun)


def run_script(script: str, *arguments: Path) -> Told:
    """A shell's script in which wine is at hand; its arguments begin with $0."""
    begun = time.monotonic()
    variables = wine.QUIET | {"WINEPREFIX": str(PREFIX)}
    done = wine.run_tool(["sh", "-c", script, *arguments], bound=ROOT, variables=variables)
    return Told(code=done.returncode, words=done.stdout.decode(errors="replace"), seconds=time.monotonic() - begun)
