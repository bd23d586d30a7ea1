"""Runs the program as it is installed somewhere, on a computer that never had it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]


def unpack_wheel(wheel: Path, folder: Path) -> Path:
    """The wheel's files in a folder, as PyInstaller reads them."""
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def analyse(program: list[str | Path], folder: Path, photograph: Path, **variables: str) -> dict[str, Any]:
    """The report of a first run, on a computer that never had the program, in an empty folder."""
    folder.mkdir()
    home = folder.with_name(f"{folder.name}-home")
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), **variables}
    command = [*program, "analyze", photograph, "--pdf", "report.pdf", "--json", "report.json", "--age", "54"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["report.json", "report.pdf"]
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return document


def lasting(document: dict[str, Any]) -> dict[str, Any]:
    """All but the report's number, its time, and how long it took."""
    kept = {key: value for key, value in document.items() if key not in ("id", "created")}
    return kept | {"provenance": {**document["provenance"], "timings_s": None}}
