"""A test collection as a library: the product's own index and search, over a corpus or over its PDFs."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from lentigo.domain.evidence import Hit, Passage
from lentigo.domain.library import LibraryDocument
from lentigo.errors import EngineError, InputError
from lentigo.progress import Progress
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.encoder import Encoder
from lentigo.retrieval.extraction import Extracted, PageText
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.index import Corpus, Index
from lentigo.retrieval.opening import LibraryKeeper
from lentigo.retrieval.readings import Reading
from lentigo.retrieval.sealed import is_whole
from lentigo_packager.evaluation.judgements import Entry, TextLocation

CORPUS = "corpus.jsonl"


def corpus_library(entries: Iterable[Entry], folder: Path, encoder: Encoder, progress: Progress) -> HybridLibrary:
    """Each text is one passage, a document of its own; the index is written below `folder`."""
    reading = _reading(tuple(entries))
    corpus = Corpus(readings=(reading,))
    index = Index(folder=folder / "index", shipped=folder / "index")
    lexical = index.lexical(corpus, progress)
    index.write_vectors(corpus, encoder, index.encode(corpus, encoder, progress), progress)
    vectors = index.vectors(corpus, encoder)
    if vectors is None:
        raise EngineError("The index does not stay intact on this disk.", hint="Use another temporary folder.")
    opened: Future[DenseIndex] = Future()
    names = index.row_names(corpus, encoder)
    opened.set_result(DenseIndex.open(vectors, partial(is_whole, name=vectors.name), names))
    return HybridLibrary(
        version=corpus.version,
        conditions=(),
        documents=corpus.documents,
        lexical=lexical,
        encoder=encoder,
        dense=opened,
    )


def _reading(entries: tuple[Entry, ...]) -> Reading:
    passages = tuple(_passage(entry, number) for number, entry in enumerate(entries, start=1))
    pages = tuple(PageText(label=passage.label, text=passage.text) for passage in passages)
    document = LibraryDocument(
        id=CORPUS,
        file=CORPUS,
        original=CORPUS,
        title=CORPUS,
        pages=len(pages),
        scanned=(),
        hidden=(),
        suspicious=(),
        language="",
        bundled=False,
        added="",
        bytes=sum(len(entry.text) for entry in entries),
    )
    return Reading(
        document=document,
        extracted=Extracted(name=CORPUS, title=CORPUS, pages=pages, passages=passages),
        digest=hashlib.sha256(repr(entries).encode()).hexdigest(),
    )


def _passage(entry: Entry, number: int) -> Passage:
    return Passage(
        id=entry.id,
        document=entry.id,
        title=entry.title,
        chapter=entry.title,
        section="",
        page=number,
        label=str(number),
        text=entry.text,
    )


def pdf_library(
    places: Mapping[str, TextLocation], folder: Path, encoder: Encoder, progress: Progress
) -> HybridLibrary:
    """The PDFs read, cut and indexed as the program does it; a file that cannot be read ends it."""
    bundled = folder / "bundled"
    (bundled / "pdf").mkdir(parents=True)
    files = {place.file for place in places.values()}
    if len({path.name for path in files}) < len(files):
        raise InputError("Two files of the map have the same name.", hint="Rename one of them.")
    for path in files:
        shutil.copyfile(path, bundled / "pdf" / path.name)
    keeper = LibraryKeeper(bundled=bundled, own=folder / "own", load_encoder=lambda: encoder)
    keeper.build(progress)
    for document in keeper.documents(progress):
        if document.trouble:
            raise EngineError(f"{document.original}: {document.trouble}", hint="Take the file out of the map.")
    return keeper.library(progress)


def entries_on(places: Mapping[str, TextLocation]) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Which texts of the corpus stand on a page; page 0 stands for every page of the file."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for key, place in places.items():
        for page in place.pages or (0,):
            name = (place.file.name, page)
            found[name] = (*found.get(name, ()), key)
    return found


def entries_of(hit: Hit, on_pages: Mapping[tuple[str, int], tuple[str, ...]]) -> tuple[str, ...]:
    """The texts that a passage belongs to."""
    name = hit.passage.document
    return (*on_pages.get((name, hit.passage.page), ()), *on_pages.get((name, 0), ()))
