"""Look up each quote on its page; what does not stand there is marked unsupported.

A quote whose numbers a second reading of the page does not find so is taken out of its citation: the page stays named.
"""

from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.ports import Library
from lentigo.analysis.safety.quotes import stands_on
from lentigo.domain.evidence import Citation


def verify(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations with `supported` set."""
    library = tools.library
    if library is None:
        return draft
    return replace(draft, citations=tuple(_checked(citation, library) for citation in draft.citations))


def _checked(citation: Citation, library: Library) -> Citation:
    if not library.confirms(citation.quote, citation.document, citation.page):
        return replace(citation, quote="", withheld=True)
    page = library.page_text(citation.document, citation.page)
    return replace(citation, supported=stands_on(citation.quote, page))
