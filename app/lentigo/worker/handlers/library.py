"""What the requests about the library do: list, add, remove, build, search, draw a page."""

from __future__ import annotations

from lentigo.domain.evidence import Condition
from lentigo.domain.library import LibraryDocument
from lentigo.language import translate
from lentigo.worker.job import Job
from lentigo.worker.messages.library import (
    AddDocument,
    AddedDocument,
    BuildLibrary,
    FoundPassages,
    ListConditions,
    ListLibrary,
    PageImage,
    RemoveDocument,
    RenderPage,
    SearchLibrary,
)


def list_library(_request: ListLibrary, job: Job) -> tuple[LibraryDocument, ...]:
    """All documents."""
    return job.parts.library.documents(job.progress("library"))


def list_conditions(_request: ListConditions, job: Job) -> tuple[Condition, ...]:
    """As the bundled library has them."""
    from lentigo.retrieval.conditions import load_conditions

    return load_conditions(job.parts.paths.bundled_library / "pdf")


def add_document(request: AddDocument, job: Job) -> AddedDocument:
    """A document that lies on a signed stick is compared with its list before it is read."""
    from lentigo.models.places import check_signed

    path, progress = request.path, job.progress("library")
    check_signed(path)
    document, new = job.parts.library.add(path, request.password, progress, index=request.index)
    return AddedDocument(document=document, new=new)


def remove_document(request: RemoveDocument, job: Job) -> LibraryDocument:
    """Remove one of the clinic's own documents."""
    return job.parts.library.remove(request.id, job.progress("library"))


def build_library(request: BuildLibrary, job: Job) -> None:
    """Read all documents and build the index."""
    job.parts.library.build(job.progress("library"), anew=request.anew)


def search_library(request: SearchLibrary, job: Job) -> FoundPassages:
    """Find passages, and say where the search is less than it should be."""
    keeper = job.parts.library
    library = keeper.library(job.progress("library"))
    hits = library.search(request.query, limit=request.limit)
    notices = []
    if trouble := library.trouble:
        notices.append(translate("Search by meaning: {encoder}.", encoder=trouble))
    if keeper.notice:
        notices.append(translate("In the library, {notice}.", notice=keeper.notice))
    return FoundPassages(hits=hits, notice="\n".join(notices))


def render_page(request: RenderPage, job: Job) -> PageImage:
    """Draw a page; a document that was added bears the title that its record says."""
    from lentigo.retrieval import render

    stored = job.parts.library.store.find(request.document)
    raster, title, label, pages, marked = render.render_page(
        stored.path, request.page, request.quote, request.longest_side
    )
    title = title if stored.record.bundled else stored.record.title
    return PageImage(raster=raster, title=title, label=label, pages=pages, marked=marked)
