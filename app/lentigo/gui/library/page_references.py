"""The pages of the library that its own lists lead to."""

from lentigo.domain.evidence import Passage
from lentigo.domain.library import LibraryDocument
from lentigo.gui.kit.page_reference import PageReference
from lentigo.language import translate


def found(passage: Passage) -> PageReference:
    """Where a search led to."""
    return PageReference(
        document=passage.document,
        title=passage.title,
        page=passage.page,
        quote=passage.text,
        marked=translate("The passage that was found is marked."),
        unmarked=translate("The passage that was found cannot be marked on this page."),
        elsewhere=translate("The passage that was found stands on page {page}.", page=passage.label),
    )


def page_of(document: LibraryDocument, page: int) -> PageReference:
    """A document, opened at a page."""
    return PageReference(document=document.file, title=document.title, page=page)
