"""The wheel, installed where there is nothing else than what it asks for, gives the checkout's report."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distribution, distributions
from pathlib import Path
from zipfile import ZipFile

import pymupdf
import pytest
from installed import ROOT, analyse, lasting
from packaging.requirements import Requirement

WHERE = """
import json, lentigo, lentigo.paths
from importlib.util import find_spec
found = [lentigo.__file__, str(lentigo.paths.default_paths().resources)]
print(json.dumps([*found, find_spec("lentigo_packager") is None, find_spec("torch") is None]))
"""

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="WHEEL NOT CHECKED: on Windows, links need a right of their own"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A virtual environment with the wheel and what it asks for."""

    folder: Path

    @property
    def binaries(self) -> Path:
        return self.folder / "bin"

    @property
    def packages(self) -> Path:
        (found,) = self.folder.glob("lib/python*/site-packages")
        return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Nothing is fetched: the dependencies are the checkout's, linked one by one, without those of other programs."""
    made = Environment(folder=tmp_path_factory.mktemp("environment"))
    venv.create(made.folder, symlinks=True)
    command = [sys.executable, "-m", "pip", "--python", str(made.binaries / "python"), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True, timeout=120)
    (installed,) = distributions(path=[str(made.packages)])
    link(needed(installed.requires or ()), made.packages)
    return made


def needed(requirements: Iterable[str]) -> set[str]:
    """The names of all packages that these requirements bring, with those that they bring in turn."""
    found: set[tuple[str, str]] = set()
    waiting = wanted(requirements, "")
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in found:
            found.add((name, extra))
            waiting += wanted(distribution(name).requires or (), extra)
    return {name for name, _extra in found}


def wanted(requirements: Iterable[str], extra: str) -> list[tuple[str, str]]:
    """Names, each with "" and with the extras that are asked for, of what is needed on this computer."""
    read = map(Requirement, requirements)
    chosen = [one for one in read if one.marker is None or one.marker.evaluate({"extra": extra})]
    return [(one.name, asked) for one in chosen for asked in ("", *one.extras)]


def link(names: Iterable[str], packages: Path) -> None:
    for found in map(distribution, names):
        for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(found.locate_file(top))


def test_the_wheel_holds_the_program_and_nothing_of_the_packagers(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        (commands,) = (archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    assert {name.split("/")[0] for name in names} == {
        "lentigo",
        "lentigo_serving",
        f"{wheel.name.split('-py3')[0]}.dist-info",
    }
    own, serving = "lentigo = lentigo.__main__:main", "lentigo-serve = lentigo_serving.__main__:main"
    assert commands.split() == ["[console_scripts]", *own.split(), *serving.split()]
    assert not [name for name in names if name.endswith((".pyc", "/lock", "sources.toml")) or "handbook/" in name]


def test_the_environment_runs_the_wheels_own_files(environment: Environment, tmp_path: Path) -> None:
    command = [environment.binaries / "python", "-I", "-c", WHERE]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    package = environment.packages / "lentigo"
    assert json.loads(told) == [str(package / "__init__.py"), str(package / "resources"), True, True]


def test_the_installed_program_gives_the_checkouts_report(
    environment: Environment, phantoms: Path, tmp_path: Path
) -> None:
    photograph, here = phantoms / "phantom-pigmented.jpg", str(ROOT / "app")
    installed = analyse([environment.binaries / "lentigo"], tmp_path / "empty", photograph)
    expected = analyse([sys.executable, "-m", "lentigo"], tmp_path / "beside", photograph, PYTHONPATH=here)
    assert lasting(installed) == lasting(expected)
    assert installed["citations"]
    pages = [pymupdf.open(tmp_path / name / "report.pdf").page_count for name in ("empty", "beside")]
    assert pages[0] == pages[1]
