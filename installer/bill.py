"""What the frozen program holds of other people's work: a CycloneDX bill of materials, with the licences in full.

It is made from the files that PyInstaller collected, so it names what is inside and nothing else. Each part has the
version that the lock files name. The window's About reads it.
"""

import json
import platform
import re
import sqlite3
import ssl
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from os.path import normcase, normpath
from pathlib import Path
from typing import Any

Component = dict[str, Any]

PARTS = "parts.cdx.json"  # in the program's resources

LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$|/licenses/[^/]+$", re.IGNORECASE)
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
GENERAL = Path(__file__).with_name("licences")
PYTHON_LICENCE = Path(sys.base_prefix if sys.platform == "win32" else Path(ssl.__file__).parent) / "LICENSE.txt"


def bill_of_materials(collected: Iterable[str], locks: Iterable[Path], catalogue: Path, epoch: int) -> str:
    """The bill as JSON. `collected` are paths of files that go along; ValueError where a part is not the locked one."""
    locked = {found for lock in locks for found in LOCKED.findall(lock.read_text(encoding="utf-8"))}
    parts = sorted(distributions_of(collected), key=lambda part: normal(part.name))
    if unlocked := [part.name for part in parts if (normal(part.name), part.version) not in locked]:
        raise ValueError(f"not as the lock files name them: {', '.join(unlocked)}")
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {
                "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
                "component": {"type": "application", "name": "Lentigo", "licenses": [expression("AGPL-3.0-or-later")]},
            },
            "components": [*interpreter(), *map(component, parts), *models_in(catalogue)],
        },
        indent=1,
        ensure_ascii=False,
    )


def distributions_of(collected: Iterable[str]) -> list[Distribution]:
    """Those that at least one of the files belongs to; Lentigo's own is none of them."""
    paths = {normcase(normpath(path)) for path in collected}
    found = {part.name: part for part in distributions() if part.name != "lentigo"}
    return [part for part in found.values() if not paths.isdisjoint(files_of(part))]


def files_of(part: Distribution) -> Iterator[str]:
    """Whole paths, each written in one way."""
    return (normcase(normpath(part.locate_file(file))) for file in part.files or ())


def component(part: Distribution) -> Component:
    """A distribution with its licence as its makers state it, and in full."""
    told = part.metadata.get("License-Expression")
    name = part.metadata.get("License") or ", ".join(classified(part)) or "see its text"
    licence = {"expression": told} if told else {"license": {"name": name.splitlines()[0][:80]}}
    found = [*licence_texts(part)] or [*general_texts(told or name)]
    texts = [{"license": {"name": file, "text": {"content": text}}} for file, text in found]
    evidence = {"evidence": {"licenses": texts}} if texts else {}
    return {
        "type": "library",
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:pypi/{normal(part.name)}@{part.version}",
        "licenses": [licence],
        **evidence,
    }


def licence_texts(part: Distribution) -> Iterator[tuple[str, str]]:
    """Name and content of the files that its makers put beside it for that, each once."""
    seen: set[str] = set()
    for file in sorted(part.files or (), key=str):
        if LICENCE_FILE.search(file.as_posix()) and file.suffix not in (".py", ".pyc", ".pyi", ".so"):
            text = Path(part.locate_file(file)).read_text(encoding="utf-8", errors="replace").strip()
            if text and text not in seen:
                seen.add(text)
                yield file.name, text


def general_texts(licence: str) -> Iterator[tuple[str, str]]:
    """The general licences that are named, for a part that comes without its text."""
    for file in sorted(GENERAL.glob("*.txt")):
        if re.search(rf"(?<![A-Z]){re.escape(file.stem)}", licence):
            yield file.name, file.read_text(encoding="utf-8")


def classified(part: Distribution) -> list[str]:
    """The licences that it names the old way."""
    classifiers = part.metadata.get_all("Classifier") or []
    return [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]


def interpreter() -> Iterator[Component]:
    """Python, and the libraries that it was built with."""
    text = PYTHON_LICENCE.read_text(encoding="utf-8") if PYTHON_LICENCE.exists() else ""
    evidence = {"evidence": {"licenses": [{"license": {"name": "LICENSE", "text": {"content": text}}}]}} if text else {}
    yield {**library("Python", platform.python_version(), "Python-2.0.1"), "type": "platform", **evidence}
    yield library("OpenSSL", ssl.OPENSSL_VERSION.split()[1], "Apache-2.0")
    yield library("SQLite", sqlite3.sqlite_version, "blessing")


def library(name: str, version: str, licence: str) -> Component:
    """A library under an SPDX licence."""
    return {"type": "library", "name": name, "version": version, "licenses": [expression(licence)]}


def models_in(catalogue: Path) -> Iterator[Component]:
    """The models whose files the catalogue names beside itself: these go along."""
    for description in sorted(catalogue.rglob("*.toml")):
        told = tomllib.loads(description.read_text(encoding="utf-8"))
        tables = [table for table in told.values() if isinstance(table, dict) and "sha256" in table]
        if tables:
            yield {
                "type": "machine-learning-model",
                "name": told["name"],
                "version": told["version"],
                "licenses": [{"license": {"name": told["licence"]}}],
                "components": [
                    {"type": "file", "name": table["file"], "hashes": [{"alg": "SHA-256", "content": table["sha256"]}]}
                    for table in tables
                ],
            }


def expression(licence: str) -> dict[str, str]:
    """An SPDX expression."""
    return {"expression": licence}


def normal(name: str) -> str:
    """As lock files and purls write a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()
