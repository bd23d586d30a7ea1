"""What was read in each document, and its vectors: kept apart for each, so that a new document costs itself alone.

parts/ID-….text holds a document's pages and passages, parts/ID-….stems what words stand in them, parts/ID-….vectors a
row for each passage. They are made again where they are missing or damaged; their names say what decides their content.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np

from lentigo.domain.library import LibraryDocument
from lentigo.errors import EngineError, LentigoError
from lentigo.language import deferred, translate
from lentigo.progress import Progress
from lentigo.retrieval.document_store import ADD_AGAIN, DAMAGED, StoredDocument
from lentigo.retrieval.encoder import Encoder, Vectors
from lentigo.retrieval.extraction import Extracted, extract
from lentigo.retrieval.sealed import read_sealed, write_sealed
from lentigo.retrieval.stems import StemCounts, count_stems, counted_by, from_bytes, stemmed_as, to_bytes
from lentigo.untrusted import one_line

PARTS = "parts"
FORMAT = "4"  # raised with each change of what is read in a document
ENCODED_AT_ONCE = 8  # texts, so that a stop never waits a second
SHOWN_DIGITS = 16
MOST_DEATHS = 2  # one may come from a power cut, or from closing the window
DEADLY = deferred(
    "Lentigo stopped twice while it read this document, and leaves it out until the library is built again."
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Extracted)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A document and what was read in it; `extracted` is None where `document.trouble` says why not."""

    document: LibraryDocument
    extracted: Extracted | None
    digest: str  # of what was read

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that are searched, one a passage."""
        rows = range(len(self.extracted.passages)) if self.extracted else ()
        return tuple(searched_text(self.extracted, row) for row in rows if self.extracted)

    @cached_property
    def texts_digest(self) -> str:
        """Names the texts, for what is made of them."""
        return _short(*self.texts)

    @property
    def language(self) -> str:
        """The text's, or ""."""
        return self.extracted.language if self.extracted else ""


def searched_text(document: Extracted, row: int) -> str:
    """A passage under its headings: "Ask the patient" alone would not say about what."""
    passage = document.passages[row]
    return "\n".join(text for text in (passage.chapter, passage.section, passage.text) if text)


class Readings:
    """Reads documents and encodes them, where that was not done before."""

    def __init__(self, *, written: Path, shipped: Path) -> None:
        self._written = written
        self._places = tuple(dict.fromkeys((written, shipped)))

    def read(self, stored: StoredDocument, progress: Progress, *, anew: bool = False) -> Reading:
        """The reading that is kept, or a new one; a document that cannot be read has only a reason."""
        kept = None if anew else self._kept(_text_name(stored))
        if kept and (reading := _decoded(stored, kept)):
            self._forget_deaths(stored)
            return reading
        try:
            if anew:
                self._forget_deaths(stored)
            elif self._deaths(stored) >= MOST_DEATHS:
                raise EngineError(translate(DEADLY))
            return self.read_anew(stored, progress)
        except LentigoError as problem:
            trouble = replace(stored.record, trouble=problem.message)
            return Reading(document=trouble, extracted=None, digest="")

    def read_anew(self, stored: StoredDocument, progress: Progress) -> Reading:
        """Read a document and keep what was read; LentigoError where there is nothing to read."""
        if not stored.is_intact():
            raise EngineError(translate(DAMAGED), hint=translate(ADD_AGAIN))
        with self._noted(stored):
            extracted = _titled(stored, _extract(stored, progress))
        content = _encoder.encode(extracted)
        self._keep(_text_name(stored), content)
        return _reading(stored, extracted, content)

    def stems(self, reading: Reading, *, anew: bool = False) -> StemCounts:
        """What words stand in the passages: counted before, or now."""
        name = _stems_name(reading)
        if not anew and (kept := self._kept(name)):
            return from_bytes(kept)
        counts = count_stems(reading.texts, stemmed_as(reading.language))
        self._keep(name, to_bytes(counts))
        return counts

    def encode(self, reading: Reading, encoder: Encoder, progress: Progress, *, anew: bool = False) -> Vectors:
        """The passages' vectors, one a row: those that are kept, or new ones."""
        texts, name = reading.texts, vectors_part(reading, encoder)
        kept = None if anew else self._kept(name)
        if kept and texts and len(kept) % (4 * len(texts)) == 0:
            return np.frombuffer(kept, dtype=np.float32).reshape(len(texts), -1)
        vectors = _encode(texts, encoder, progress)
        self._keep(name, vectors.tobytes())
        return vectors

    def clean(self, documents: Sequence[StoredDocument], readings: Sequence[Reading], encoder: Encoder | None) -> None:
        """Remove what is not of these documents."""
        wanted = {name for stored in documents for name in (_text_name(stored), _note_name(stored))}
        wanted |= {_stems_name(reading) for reading in readings if reading.extracted}
        if encoder:
            wanted |= {vectors_part(reading, encoder) for reading in readings if reading.extracted}
        for path in self._written.glob("*"):
            if path.name not in wanted and (encoder or path.suffix != ".vectors"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _noted(self, stored: StoredDocument) -> Iterator[None]:
        """While a document is read, a note grows by a byte; found later, it tells of a process's death."""
        note = self._written / _note_name(stored)
        with suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            with note.open("ab") as file:
                file.write(b".")
        try:
            yield
        finally:
            self._forget_deaths(stored)

    def _deaths(self, stored: StoredDocument) -> int:
        """How often in a row a process died while it read the document, of it or of something else."""
        with suppress(OSError):
            return (self._written / _note_name(stored)).stat().st_size
        return 0

    def _forget_deaths(self, stored: StoredDocument) -> None:
        with suppress(OSError):
            (self._written / _note_name(stored)).unlink(missing_ok=True)

    def _kept(self, name: str) -> bytes | None:
        return next((payload for place in self._places if (payload := read_sealed(place / name)) is not None), None)

    def _keep(self, name: str, payload: bytes) -> None:
        """A full disk costs the next opening some time, and is told where the index is written."""
        with suppress(OSError):
            write_sealed(self._written / name, payload)


def _decoded(stored: StoredDocument, content: bytes) -> Reading | None:
    with suppress(msgspec.MsgspecError):
        extracted = _decoder.decode(content)
        if extracted.name == stored.path.name:
            return _reading(stored, extracted, content)
    return None


def _reading(stored: StoredDocument, extracted: Extracted, content: bytes) -> Reading:
    document = replace(
        stored.record,
        file=extracted.name,
        title=one_line(extracted.title),
        pages=len(extracted.pages),
        scanned=extracted.scanned,
        hidden=extracted.hidden,
        suspicious=tuple(sorted({passage.page for passage in extracted.passages if passage.suspicious})),
        language=extracted.language,
        attached=extracted.attached,
    )
    return Reading(document=document, extracted=extracted, digest=hashlib.sha256(content).hexdigest())


def _extract(stored: StoredDocument, progress: Progress) -> Extracted:
    """Where it fails, the reason names the file as the user knows it."""
    try:
        return extract(stored.path, progress)
    except LentigoError as problem:
        message = problem.message.replace(stored.path.name, stored.record.original)
        raise type(problem)(message, hint=problem.hint) from problem


def _titled(stored: StoredDocument, extracted: Extracted) -> Extracted:
    """A document that bears no title is shown by the name of the file that was added."""
    if extracted.title != stored.path.stem:
        return extracted
    title = stored.record.title
    passages = tuple(replace(passage, title=title) for passage in extracted.passages)
    return replace(extracted, title=title, passages=passages)


def _encode(texts: Sequence[str], encoder: Encoder, progress: Progress) -> Vectors:
    parts: list[Vectors] = [np.zeros((0, 0), dtype=np.float32)]
    for start in range(0, len(texts), ENCODED_AT_ONCE):
        parts.append(encoder.encode(texts[start : start + ENCODED_AT_ONCE]))
        progress.share(min(1.0, (start + ENCODED_AT_ONCE) / len(texts)))
    return np.concatenate(parts[1:] or parts)


def _text_name(stored: StoredDocument) -> str:
    return f"{stored.record.id}-{_read_by()}.text"


@cache
def _read_by() -> str:
    return _short(FORMAT, version("pymupdf"))


def _note_name(stored: StoredDocument) -> str:
    return f"{stored.record.id}.note"


def _stems_name(reading: Reading) -> str:
    return f"{reading.document.id}-{_short(counted_by(), stemmed_as(reading.language), reading.texts_digest)}.stems"


def vectors_part(reading: Reading, encoder: Encoder) -> str:
    """Names the vectors of a document's passages, in this encoder's terms."""
    return f"{reading.document.id}-{_short(encoder.identity, reading.texts_digest)}.vectors"


def _short(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:SHOWN_DIGITS]
