"""Look up each quote on its page; what does not stand there is marked unsupported."""

from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.safety.quotes import stands_on


def verify(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations with `supported` set."""
    library = tools.library
    if library is None:
        return draft
    checked = (
        replace(citation, supported=stands_on(citation.quote, library.page_text(citation.document, citation.page)))
        for citation in draft.citations
    )
    return replace(draft, citations=tuple(checked))
