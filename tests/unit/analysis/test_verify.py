"""What becomes of a quote that is looked up on its page: found, not found, or taken out for its numbers."""

from dataclasses import replace

from test_retrieve import RecordingLibrary, tools

from lentigo.analysis.draft import CaseDraft
from lentigo.analysis.stages.verify import verify
from lentigo.domain.evidence import Citation, Scores

PAGE = "Give flucloxacillin 500 mg four times daily."
CITATION = Citation(
    id=1,
    document="book.pdf",
    title="Book",
    page=3,
    label="3",
    quote=PAGE,
    scores=Scores(lexical=1.0, dense=1.0, hybrid=1.0),
)


class Library(RecordingLibrary):
    """A page whose numbers a second program reads so, or not."""

    def __init__(self, *, confirming: bool) -> None:
        super().__init__()
        self._confirming = confirming

    def page_text(self, document: str, page: int) -> str:
        return PAGE

    def confirms(self, quote: str, document: str, page: int) -> bool:
        return self._confirming


def checked(citation: Citation, *, confirming: bool) -> Citation:
    return verify(CaseDraft(citations=(citation,)), tools(Library(confirming=confirming))).citations[0]


def test_a_quote_that_is_confirmed_is_looked_up() -> None:
    assert checked(CITATION, confirming=True) == replace(CITATION, supported=True)
    other = replace(CITATION, quote="Give flucloxacillin 250 mg four times daily.")
    assert not checked(other, confirming=True).supported


def test_a_quote_that_is_not_confirmed_goes_and_its_page_stays() -> None:
    assert checked(CITATION, confirming=False) == replace(CITATION, quote="", withheld=True)
