"""The index on disk: a cache, made from the documents' readings and named by them.

index/ holds parts/ (readings.py) and two sealed folders, lexical-KEY/ and vectors-KEY/. Where one is missing or damaged
it is made again, in a new folder that is renamed when complete. An index that came with the program is read where it
stands; everything is written below the clinic's own folder.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path

from lentigo.domain.library import LibraryDocument
from lentigo.errors import InputError
from lentigo.files import UNFINISHED
from lentigo.language import deferred, translate, translate_count
from lentigo.progress import Part, Progress, Stage, parts
from lentigo.retrieval.document_store import SHIPPED, StoredDocument
from lentigo.retrieval.encoder import Encoder, Vectors
from lentigo.retrieval.extraction import Extracted
from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.readings import PARTS, Reading, Readings, vectors_part
from lentigo.retrieval.sealed import is_whole, write_sealed_folder
from lentigo.retrieval.stems import ENGLISH, StemCounts, stemmed_as
from lentigo.retrieval.vectors import Base, bases, fill, row_names
from lentigo.untrusted import one_line

FORMAT = "3"  # raised with each change that makes older indexes wrong
READ, ENCODE, BUILD = STEPS = (
    deferred("reading the documents"),
    deferred("finding the meaning of each passage"),
    deferred("building the search index"),
)
LEXICAL_SHARE = 0.2
LOCK = "lock"


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """All readings, in the order of the index's rows."""

    readings: tuple[Reading, ...]

    @cached_property
    def documents(self) -> tuple[Extracted, ...]:
        """The documents that could be read."""
        return tuple(reading.extracted for reading in self.readings if reading.extracted)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What is searched, a row a passage."""
        return tuple(text for reading in self.readings for text in reading.texts)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Of the documents that could be read."""
        return tuple(reading.language for reading in self.readings if reading.extracted)

    @cached_property
    def digest(self) -> str:
        """Names the content."""
        entries = [(reading.document.id, reading.digest) for reading in self.readings if reading.extracted]
        return hashlib.sha256(repr(entries).encode()).hexdigest()

    def document(self, key: str) -> LibraryDocument:
        """The document of that id; InputError where there is none."""
        for reading in self.readings:
            if reading.document.id == key:
                return reading.document
        raise InputError(
            translate("The library has no document {document}.", document=one_line(key)),
            hint=translate("“lentigo library list” shows the ids."),
        )

    @property
    def version(self) -> str:
        """For a report: how many documents, and which."""
        count, digest = len(self.documents), self.digest[:12]
        if notice := self.notice:
            return translate_count(
                "{count} document sha256:{digest} ({notice})",
                "{count} documents sha256:{digest} ({notice})",
                count,
                digest=digest,
                notice=notice,
            )
        return translate_count(
            "{count} document sha256:{digest}", "{count} documents sha256:{digest}", count, digest=digest
        )

    @property
    def notice(self) -> str:
        """Names the documents that cannot be searched, or not shown, or ""."""
        troubled = ", ".join(reading.document.title for reading in self.readings if reading.document.trouble)
        damaged = ", ".join(reading.document.title for reading in self.readings if reading.document.damaged)
        told = (
            translate("not searched: {titles}", titles=troubled) if troubled else "",
            translate("file damaged: {titles}", titles=damaged) if damaged else "",
        )
        return "; ".join(filter(None, told))


class Index:
    """The cache in `folder`, where it is written, and the one that came with the program in `shipped`."""

    def __init__(self, *, folder: Path, shipped: Path) -> None:
        self.folder = folder
        self._places = tuple(dict.fromkeys((folder, shipped)))
        self.readings = Readings(written=folder / PARTS, shipped=shipped / PARTS)

    def corpus(self, documents: Sequence[StoredDocument], progress: Progress, *, anew: bool = False) -> Corpus:
        """Read what was not read before, or everything `anew`."""
        told = parts(step(READ, progress), [stored.record.bytes for stored in documents])
        readings = (self.readings.read(stored, part, anew=anew) for stored, part in zip(documents, told, strict=True))
        return Corpus(readings=tuple(readings))

    def lexical(self, corpus: Corpus, progress: Progress, *, anew: bool = False) -> LexicalIndex:
        """The index of words, built first where it is missing; a disk that cannot be written does not matter."""
        name = lexical_name(corpus)
        if not anew and (folder := self._find(name)):
            with suppress(OSError):  # another process has just removed it
                return LexicalIndex.open(folder, len(corpus.texts), corpus.languages)
        part = Part(of=step(BUILD, progress), start=0.0, length=LEXICAL_SHARE)
        counted = [self._counted(corpus, number, part, anew=anew) for number in range(len(corpus.readings))]
        built = LexicalIndex.build(counted, corpus.languages)
        with suppress(OSError):
            write_sealed_folder(self.folder / name, built.save, anew=anew)
        return built

    def vectors(self, corpus: Corpus, encoder: Encoder) -> Path | None:
        """The intact folder of vectors, to copy before use."""
        return self._find(vectors_name(corpus, encoder))

    def encode(self, corpus: Corpus, encoder: Encoder, progress: Progress, *, anew: bool = False) -> dict[str, Vectors]:
        """The vectors of the parts that no folder holds yet, encoding what was not encoded before; all parts `anew`."""
        held: set[str] = set()
        if not anew and (found := self._bases(corpus, encoder)):
            held.update(found[0].content.parts)
        new = {part: reading for part, reading in _by_part(corpus, encoder).items() if part not in held}
        told = parts(step(ENCODE, progress), [len(reading.texts) for reading in new.values()])
        return {
            part: self.readings.encode(reading, encoder, share, anew=anew)
            for (part, reading), share in zip(new.items(), told, strict=True)
        }

    def write_vectors(
        self,
        corpus: Corpus,
        encoder: Encoder,
        vectors: Mapping[str, Vectors],
        progress: Progress,
        *,
        anew: bool = False,
    ) -> None:
        """Make the folder of vectors, out of an earlier one unless it is wanted `anew`."""
        share = Part(of=step(BUILD, progress), start=LEXICAL_SHARE, length=1 - LEXICAL_SHARE)
        folder, readings = self.folder / vectors_name(corpus, encoder), _by_part(corpus, encoder)

        def vectors_of(part: str) -> Vectors:
            return vectors[part] if part in vectors else self.readings.encode(readings[part], encoder, share)

        filled = partial(
            fill,
            made_of=() if anew else self._bases(corpus, encoder),
            wanted=_rows(readings),
            made_by=_made_by(encoder),
            vectors_of=vectors_of,
            progress=share,
        )
        write_sealed_folder(folder, filled, anew=anew)

    def row_names(self, corpus: Corpus, encoder: Encoder) -> tuple[str, ...]:
        """What the folder of vectors calls each row of the corpus."""
        return row_names(_rows(_by_part(corpus, encoder)))

    def clean(self, documents: Sequence[StoredDocument], corpus: Corpus, encoder: Encoder | None) -> None:
        """Remove what is of no more use; where another process still reads it, it reads its own copy."""
        self.readings.clean(documents, corpus.readings, encoder)
        wanted = {PARTS, LOCK, SHIPPED, lexical_name(corpus), vectors_name(corpus, encoder) if encoder else ""}
        for path in self.folder.glob("*"):
            kept = path.name in wanted or path.name.startswith(UNFINISHED)
            if not kept and (encoder or not path.name.startswith("vectors-")):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _counted(self, corpus: Corpus, number: int, progress: Progress, *, anew: bool) -> StemCounts:
        progress.share(number / len(corpus.readings))
        return self.readings.stems(corpus.readings[number], anew=anew)

    def _bases(self, corpus: Corpus, encoder: Encoder) -> tuple[Base, ...]:
        return bases(self._places, _made_by(encoder), _rows(_by_part(corpus, encoder)))

    def _find(self, name: str) -> Path | None:
        return next((place / name for place in self._places if is_whole(place / name, name)), None)


def step(title: str, progress: Progress) -> Stage:
    """One of `STEPS`, told where there is anything to do in it."""
    return Stage(of=progress, title=translate(title), index=STEPS.index(title), total=len(STEPS))


def lexical_name(corpus: Corpus) -> str:
    """The folder of the index of words."""
    others = sorted({*map(stemmed_as, corpus.languages)} - {ENGLISH})
    return "-".join(("lexical", _key(corpus.digest, "bm25s", "PyStemmer"), *others))


def vectors_name(corpus: Corpus, encoder: Encoder) -> str:
    """The folder of the vectors that this encoder makes."""
    return f"vectors-{_key(' '.join((encoder.identity, *_by_part(corpus, encoder))), 'chromadb')}"


def _by_part(corpus: Corpus, encoder: Encoder) -> dict[str, Reading]:
    return {vectors_part(reading, encoder): reading for reading in corpus.readings if reading.texts}


def _rows(readings: Mapping[str, Reading]) -> dict[str, int]:
    return {part: len(reading.texts) for part, reading in readings.items()}


def _made_by(encoder: Encoder) -> str:
    return " ".join((FORMAT, version("chromadb"), encoder.identity))


def _key(content: str, *libraries: str) -> str:
    parts = [FORMAT, content, *map(version, libraries)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
