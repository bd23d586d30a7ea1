"""Freezes the program once for all tests and all later runs in which nothing of it has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock
from installed import ROOT, unpack_wheel

KEPT = ROOT / "build" / "cache" / "frozen"
LOCKS = sorted((ROOT / "build").glob("requirements*.lock"))


def frozen(wheel: Path, work: Path) -> Path:
    """The program's folder, as installer/lentigo.spec makes it of this wheel. The last one is kept, about 500 MB."""
    KEPT.mkdir(parents=True, exist_ok=True)
    target = KEPT / _state(wheel)
    with FileLock(KEPT / "lock"):  # tests of it may run side by side, each in a process of its own
        if not target.exists():
            for older in KEPT.glob("????????????????"):
                shutil.rmtree(older)
            _freeze(wheel, work).rename(target)
    return target / "lentigo"


def _state(wheel: Path) -> str:
    """Of all that it is made from: the wheel, the recipe, what is locked, the interpreter."""
    files = (path for path in sorted((ROOT / "installer").rglob("*")) if path.is_file())
    recipe = [path for path in files if path.suffix not in (".pyc", ".md")]
    total = hashlib.sha256(sys.version.encode())
    for path in (wheel, *recipe, *LOCKS, *sorted((ROOT / "build" / "engine").rglob("*.lock"))):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _freeze(wheel: Path, work: Path) -> Path:
    distribution = KEPT / "new"
    shutil.rmtree(distribution, ignore_errors=True)
    os.environ["LENTIGO_WHEEL"] = str(unpack_wheel(wheel, work / "wheel"))
    folders = ["--workpath", str(work / "work"), "--distpath", str(distribution)]
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders]
    subprocess.run([*freeze, ROOT / "installer" / "lentigo.spec"], check=True, capture_output=True)
    return distribution
