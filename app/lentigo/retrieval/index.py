"""The index on disk: a cache that is written once, named by what it was made from, and checked by hash at opening.

index/<key>/ holds passages.json, lexical/, vectors/ and manifest.json. A build happens in index/building-…/ and is
renamed when complete, so that a killed one leaves nothing that could be taken for an index.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np

from lentigo.errors import EngineError
from lentigo.retrieval.dense import DenseIndex, remove_abandoned
from lentigo.retrieval.encoder import Encoder, Vectors
from lentigo.retrieval.extraction import Extracted, extract
from lentigo.retrieval.lexical import LexicalIndex

FORMAT = 1  # raised with each change that makes older indexes wrong
LIBRARIES = ("bm25s", "PyStemmer", "chromadb", "pymupdf")
ENCODED_AT_ONCE = 32
EXTRACTION_SHARE, ENCODING_SHARE = 0.2, 0.95

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that decides what an index holds. `encoder` is "" for one without vectors."""

    documents: dict[str, str]  # file name -> SHA-256
    encoder: str
    code: dict[str, str]

    @property
    def key(self) -> str:
        """Names the index's folder."""
        text = json.dumps([self.documents, self.encoder, self.code], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An opened index. `vectors` is the folder to copy before use, or None for an index without vectors."""

    documents: tuple[Extracted, ...]
    lexical: LexicalIndex
    vectors: Path | None


def inputs(library: Path, encoder: str) -> Inputs:
    """What an index of the library's pdf/ folder would be made from now."""
    documents = {path.name: hash_file(path) for path in sorted((library / "pdf").glob("*.pdf"))}
    if not documents:
        raise EngineError("The library has no documents.", hint="Build the handbook, or install Lentigo again.")
    code = {"format": str(FORMAT)} | {name: version(name) for name in LIBRARIES}
    return Inputs(documents=documents, encoder=encoder, code=code)


def open_index(library: Path, made_from: Inputs) -> Index | None:
    """The index made from just these inputs, or None where it is missing, incomplete or damaged."""
    folder = library / "index" / made_from.key
    return _read(folder) if _intact(folder) else None


def build_index(library: Path, made_from: Inputs, encoder: Encoder | None, on_progress: Progress) -> Index:
    """Make the index anew and put it in its place. Whatever `on_progress` raises ends the build without a trace."""
    root = library / "index"
    root.mkdir(parents=True, exist_ok=True)
    remove_abandoned(root.glob("building-*"))
    building = Path(tempfile.mkdtemp(prefix=f"building-{os.getpid()}-", dir=root))
    try:
        _write(building, library / "pdf", made_from, encoder, on_progress)
        folder = _put_in_place(building, root / made_from.key)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    on_progress(1.0)
    return _read(folder)


def _write(building: Path, pdfs: Path, made_from: Inputs, encoder: Encoder | None, on_progress: Progress) -> None:
    documents = _extract_all(pdfs, list(made_from.documents), lambda share: on_progress(share * EXTRACTION_SHARE))
    texts = [searched_text(document, row) for document in documents for row in range(len(document.passages))]
    if not texts:
        raise EngineError("The library's documents hold no text.", hint="Use PDFs with text, not scans.")
    (building / "passages.json").write_bytes(msgspec.json.encode(documents))
    LexicalIndex.build(texts).save(building / "lexical")
    if encoder:
        DenseIndex.build(building / "vectors", _encode_all(texts, encoder, on_progress))
    manifest = {"inputs": msgspec.to_builtins(made_from), "files": hash_files(building)}
    _write_durably(building / "manifest.json", json.dumps(manifest, indent=1).encode())


def _extract_all(pdfs: Path, names: list[str], on_progress: Progress) -> list[Extracted]:
    documents: list[Extracted] = []
    for name in names:
        done = len(documents)
        documents.append(extract(pdfs / name, partial(_report_part, on_progress, done, len(names))))
    return documents


def _report_part(on_progress: Progress, done: int, total: int, share: float) -> None:
    on_progress((done + share) / total)


def searched_text(document: Extracted, row: int) -> str:
    """A passage under its headings: "Ask the patient" alone would not say about what."""
    passage = document.passages[row]
    return "\n".join(text for text in (passage.chapter, passage.section, passage.text) if text)


def _encode_all(texts: list[str], encoder: Encoder, on_progress: Progress) -> Vectors:
    parts: list[Vectors] = []
    for start in range(0, len(texts), ENCODED_AT_ONCE):
        parts.append(encoder.encode(texts[start : start + ENCODED_AT_ONCE]))
        done = min(1.0, (start + ENCODED_AT_ONCE) / len(texts))
        on_progress(EXTRACTION_SHARE + done * (ENCODING_SHARE - EXTRACTION_SHARE))
    return np.concatenate(parts)


def _put_in_place(building: Path, folder: Path) -> Path:
    """Rename, after removing a damaged index of that name. Where another process was faster, its index is as good."""
    if not _intact(folder):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            building.rename(folder)
        except OSError:
            if not _intact(folder):
                raise
    _remove_others(folder)
    return folder


def _read(folder: Path) -> Index:
    documents = msgspec.json.decode((folder / "passages.json").read_bytes(), type=tuple[Extracted, ...])
    rows = sum(len(document.passages) for document in documents)
    vectors = folder / "vectors"
    return Index(
        documents=documents,
        lexical=LexicalIndex.open(folder / "lexical", rows),
        vectors=vectors if vectors.exists() else None,
    )


def _intact(folder: Path) -> bool:
    """Whether every file is there, unchanged, and none besides."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return bool(manifest["files"] == hash_files(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def hash_files(folder: Path) -> dict[str, str]:
    """SHA-256 of all files below a folder but its manifest, by path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in paths}


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove_others(folder: Path) -> None:
    """Older indexes are of no more use; where another program still reads one, it stays until the next build."""
    for other in folder.parent.iterdir():
        if other.is_dir() and other != folder and not other.name.startswith("building-"):
            shutil.rmtree(other, ignore_errors=True)
