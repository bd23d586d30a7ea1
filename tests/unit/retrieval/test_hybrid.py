"""How hits are shared out among documents, and the arms of a search; the words' part alone, without an encoder."""

import pytest

from lentigo.domain.evidence import Hit, Passage, Scores
from lentigo.retrieval.extraction import Extracted
from lentigo.retrieval.fusion import Arm
from lentigo.retrieval.hybrid import HybridLibrary, shared_out
from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.stems import count_stems


def passage(document: str, number: int, text: str = "") -> Passage:
    return Passage(
        id=f"{document}:{number}",
        document=document,
        title=document,
        chapter="",
        section="",
        page=number,
        label=str(number),
        text=text,
    )


def hit(document: str, number: int, hybrid: float) -> Hit:
    return Hit(
        passage=passage(document, number, f"{document} says {number}"),
        scores=Scores(lexical=hybrid, dense=hybrid, hybrid=hybrid),
    )


def documents(hits: tuple[Hit, ...]) -> str:
    return "".join(entry.passage.document for entry in hits)


def test_the_only_document_keeps_every_place() -> None:
    ranked = [hit("a", number, 1 - number / 100) for number in range(20)]
    assert shared_out([ranked], 6) == tuple(ranked[:6])


def test_others_that_answer_as_well_get_half_of_the_places() -> None:
    ranked = [hit("a", number, 0.9) for number in range(10)] + [hit("b", number, 0.8) for number in range(10)]
    assert documents(shared_out([ranked], 6)) == "aaabbb"


def test_others_that_hardly_answer_take_no_place() -> None:
    ranked = [hit("a", number, 0.9) for number in range(10)] + [hit("b", number, 0.2) for number in range(10)]
    assert documents(shared_out([ranked], 6)) == "aaaaaa"


def test_places_that_others_cannot_fill_stay_with_the_best() -> None:
    ranked = [hit("a", number, 0.9) for number in range(10)] + [hit("b", 1, 0.8)]
    assert documents(shared_out([ranked], 6)) == "aaaaab"


def test_the_best_stay_first_and_nothing_is_lost() -> None:
    ranked = [hit("ab"[number % 2], number, 1 - number / 50) for number in range(20)]
    assert shared_out([ranked], 100) == tuple(ranked)
    assert shared_out([ranked], 5) == tuple(ranked[:5])
    assert shared_out([[]], 5) == ()


TEXTS = (
    "Scabies itches at night, and burrows are seen between the fingers of the hand.",
    "Scabies itches at night and burrows are seen between the fingers of the hand!",
    "Melanoma may be black.",
    "The itch of eczema is worse in dry weather.",
)


@pytest.fixture
def library() -> HybridLibrary:
    passages = tuple(passage("book", number, text) for number, text in enumerate(TEXTS))
    return HybridLibrary(
        version="test",
        conditions=(),
        documents=[Extracted(name="book", title="Book", pages=(), passages=passages)],
        lexical=LexicalIndex.build([count_stems(TEXTS)]),
        encoder=None,
        dense=None,
    )


def test_what_says_the_same_comes_once(library: HybridLibrary) -> None:
    assert [found.passage.page for found in library.search("itch at night", limit=9)] == [0, 3]


@pytest.mark.parametrize("query", ["", "  ", "the of and", "?!", "zzz"])
def test_a_query_without_content_finds_nothing(library: HybridLibrary, query: str) -> None:
    assert library.search(query, limit=9) == ()
    assert library.search(query, limit=9, arm=Arm.LEXICAL) == ()


def test_an_arm_that_is_missing_finds_nothing(library: HybridLibrary) -> None:
    assert library.search("scabies", limit=9, arm=Arm.DENSE) == ()
    assert library.search("scabies", limit=9, arm=Arm.LEXICAL) == library.search("scabies", limit=9)


def test_everyday_words_find_the_library_s_own(library: HybridLibrary) -> None:
    assert [found.passage.page for found in library.search("gatal", limit=9)] == [3, 0]
