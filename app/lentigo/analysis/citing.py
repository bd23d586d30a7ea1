"""A model's claims held against the passages that they name; what holds becomes a citation of the report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lentigo.analysis.ports import Library
from lentigo.analysis.references import Claim, Reference
from lentigo.analysis.safety.quotes import stands_on
from lentigo.analysis.safety.support import is_supported, overlap
from lentigo.analysis.sentences import SHORTEST_CITED, sentences_of
from lentigo.domain.evidence import LONGEST_QUOTE, Citation, Passage, Scores
from lentigo.domain.explanation import CitedSentence, Support


@dataclass(slots=True, kw_only=True)
class Citing:
    """`citations` grow by those that support a claim; `references` are numbered from 1, as the model was given them."""

    library: Library | None
    references: Sequence[Reference]
    citations: tuple[Citation, ...] = ()

    def sentence(self, claim: Claim) -> CitedSentence:
        """The claim with what the library says of it."""
        if claim.number is None:
            return CitedSentence(text=claim.text, support=Support.NOT_IN_LIBRARY)
        assert self.library
        reference = self.references[claim.number - 1]
        told = sentences_of(reference.passage.text, SHORTEST_CITED)
        headed = " ".join((reference.passage.chapter, reference.passage.section, reference.passage.text))
        if told and is_supported(claim.text, headed, told, self.library.similarities):
            quote = max(told, key=lambda sentence: overlap(claim.text, sentence))
            citation = checked(citation_of(self._next, reference.passage, reference.scores, quote), self.library)
            if citation.supported:
                return CitedSentence(text=claim.text, support=Support.SUPPORTED, citation=self._take(citation))
        return CitedSentence(text=claim.text, support=Support.UNSUPPORTED)

    @property
    def _next(self) -> int:
        return max((citation.id for citation in self.citations), default=0) + 1

    def _take(self, citation: Citation) -> int:
        """Its number; the same words of the same page are cited once."""
        place = (citation.document, citation.page, citation.quote)
        known = (each.id for each in self.citations if (each.document, each.page, each.quote) == place)
        if (number := next(known, None)) is not None:
            return number
        self.citations = (*self.citations, citation)
        return citation.id


def citation_of(number: int, passage: Passage, scores: Scores, quote: str) -> Citation:
    """A quote with its place, not looked up yet; one that is too long ends at a word."""
    if len(quote) > LONGEST_QUOTE:
        quote = quote[:LONGEST_QUOTE].rsplit(" ", 1)[0]
    return Citation(
        id=number,
        document=passage.document,
        title=passage.title,
        page=passage.page,
        label=passage.label,
        quote=quote,
        scores=scores,
    )


def checked(citation: Citation, library: Library) -> Citation:
    """The citation with `supported` set.

    A quote whose numbers a second reading of the page does not find so is taken out: the page stays named.
    """
    if not library.confirms(citation.quote, citation.document, citation.page):
        return replace(citation, quote="", withheld=True)
    page = library.page_text(citation.document, citation.page)
    return replace(citation, supported=stands_on(citation.quote, page))
