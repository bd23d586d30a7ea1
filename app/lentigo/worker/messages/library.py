"""Requests about the library: its documents, the search in them, their pages."""

from pathlib import Path

import msgspec

from lentigo.domain.evidence import Condition, Hit
from lentigo.domain.library import LibraryDocument
from lentigo.domain.photograph import Raster
from lentigo.language import translate
from lentigo.worker.messages.message import Request


class ListLibrary(Request[tuple[LibraryDocument, ...]], frozen=True, kw_only=True):
    """Name all documents, also those that cannot be searched."""


class ListConditions(Request[tuple[Condition, ...]], frozen=True, kw_only=True):
    """Name the handbook's conditions, with their codes."""


class AddedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is in the library now; one that is not `new` was there already."""

    document: LibraryDocument
    new: bool

    @property
    def notice(self) -> str:
        """That it was there already, or ""."""
        if self.new:
            return ""
        return translate("This document is in the library already, as “{title}”.", title=self.document.title)


class AddDocument(Request[AddedDocument], frozen=True, kw_only=True):
    """Add a PDF to the library.

    It fails as PASSWORD_NEEDED where it opens with a password only, or `password` was wrong.
    """

    path: Path
    password: str = ""
    index: bool = True  # False where others follow: BuildLibrary then makes the index once, for all


class RemoveDocument(Request[LibraryDocument], frozen=True, kw_only=True):
    """Remove one of the clinic's own documents by its id; the result is what was removed."""

    id: str


class BuildLibrary(Request[None], frozen=True, kw_only=True):
    """Read all documents and build the index: all of it `anew`, or what is missing."""

    anew: bool = True


class FoundPassages(msgspec.Struct, frozen=True, kw_only=True):
    """Passages, best first. `notice` says where only words were compared or a file is damaged, or is ""."""

    hits: tuple[Hit, ...]
    notice: str


class SearchLibrary(Request[FoundPassages], frozen=True, kw_only=True):
    """Find passages."""

    query: str
    limit: int


class PageImage(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn page of a document with `pages` pages in all; `marked` says whether the quote was found on it."""

    raster: Raster
    title: str
    label: str
    pages: int
    marked: bool


class RenderPage(Request[PageImage], frozen=True, kw_only=True):
    """Draw a page (from 1) of a library document, with the quote marked."""

    document: str
    page: int
    quote: str = ""
    longest_side: int  # pixels
