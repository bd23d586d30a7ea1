"""A page of the library to open, and what to say about it."""

from dataclasses import dataclass

from lentigo.domain.evidence import Citation, Passage
from lentigo.domain.library import LibraryDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`marked` and `unmarked` are said of the page itself, `elsewhere` of the document's other pages."""

    document: str  # file name inside the library
    title: str
    page: int  # from 1 in the file
    quote: str = ""
    marked: str = ""
    unmarked: str = ""
    elsewhere: str = ""


def cited(citation: Citation) -> Place:
    """Where the report's words stand."""
    return Place(
        document=citation.document,
        title=citation.title,
        page=citation.page,
        quote=citation.quote,
        marked="The words that the report quotes are marked.",
        unmarked="The words that the report quotes could not be found on this page. Do not rely on them.",
        elsewhere=f"The report cites page {citation.label}.",
    )


def found(passage: Passage) -> Place:
    """Where a search led to."""
    return Place(
        document=passage.document,
        title=passage.title,
        page=passage.page,
        quote=passage.text,
        marked="The passage that was found is marked.",
        unmarked="The passage that was found cannot be marked on this page.",
        elsewhere=f"The passage that was found stands on page {passage.label}.",
    )


def page_of(document: LibraryDocument, page: int) -> Place:
    """A document, opened at a page."""
    return Place(document=document.file, title=document.title, page=page)
