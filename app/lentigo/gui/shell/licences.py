"""What the program is made of, each part with its licence: as its makers state it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

BILL = (
    "parts.cdx.json"  # in the resources of a program that was packed with all its parts: CycloneDX, installer/bill.py
)
_RULE = "─" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPart:
    """A part by the name that people know it by; `distribution` is what it is installed as."""

    name: str
    distribution: str
    licence: str

    @property
    def named(self) -> str:
        """Its name and version, where that can be told."""
        try:
            return f"{self.name} {version(self.distribution)}"
        except PackageNotFoundError:  # an installer need not bring it along
            return self.name


PARTS = tuple(
    ProgramPart(name=name, distribution=distribution, licence=licence)
    for name, distribution, licence in (
        ("llama.cpp (llama-cpp-python)", "llama-cpp-python", "MIT"),
        ("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
        ("MuPDF (PyMuPDF)", "pymupdf", "AGPL-3.0"),
        ("FiraGO, Noto (pymupdf-fonts)", "pymupdf-fonts", "OFL-1.1"),
        ("PDFium (pypdfium2)", "pypdfium2", "BSD-3-Clause, Apache-2.0"),
        ("Pillow", "pillow", "MIT-CMU"),
        ("libheif, libde265, x265 (pillow-heif)", "pillow-heif", "LGPL-3.0, GPL-2.0 (x265), BSD-3-Clause"),
        ("Chroma", "chromadb", "Apache-2.0"),
        ("BM25S", "bm25s", "MIT"),
        ("Snowball (PyStemmer)", "PyStemmer", "MIT, BSD-3-Clause"),
        ("NumPy", "numpy", "BSD-3-Clause"),
        ("GGUF", "gguf", "MIT"),
        ("SQLite3 Multiple Ciphers (APSW)", "apsw-sqlite3mc", "MIT, OSI-approved"),
        ("cryptography", "cryptography", "Apache-2.0 OR BSD-3-Clause"),
        ("msgspec", "msgspec", "BSD-3-Clause"),
        ("python-bidi", "python-bidi", "LGPL-3.0"),
        ("filelock", "filelock", "MIT"),
        ("platformdirs", "platformdirs", "MIT"),
        ("psutil", "psutil", "BSD-3-Clause"),
        ("RapidFuzz", "rapidfuzz", "MIT"),
    )
)


def licences_in_full(resources: Path) -> str:
    """All parts with the text of their licences; "" where the program came without them, as a checkout does."""
    try:
        bill = json.loads((resources / BILL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return f"\n\n{_RULE}\n\n".join("\n\n".join(_paragraphs(part)) for part in bill["components"])


def _paragraphs(part: dict[str, Any]) -> Iterator[str]:
    yield f"{part['name']} {part['version']}"
    yield ", ".join(told.get("expression") or told["license"]["name"] for told in part["licenses"])
    for text in part.get("evidence", {}).get("licenses", ()):
        yield text["license"]["text"]["content"]
