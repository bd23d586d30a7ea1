"""Find the library's pages for this photograph: what its findings suggest, and each candidate's own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.ports import Library
from lentigo.analysis.stages.differentiate import MOST_CANDIDATES, listed
from lentigo.domain.evidence import Citation, Hit

SENTENCE = re.compile(r"[^.!?]+[.!?]")
LONGEST_QUOTE = 300  # characters
SHORTEST_QUOTE = 40
CANDIDATE_HITS, FINDINGS_HITS = 1, 2


def retrieve(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations, numbered as the report will show them."""
    if tools.library is None:
        return draft
    found: dict[tuple[str, int, str], tuple[str, Citation]] = {}
    for condition, hit, words in _hits(draft, tools.library):
        quote = best_sentence(hit.passage.text, words)
        key = (hit.passage.document, hit.passage.page, quote)
        if quote and key not in found:
            found[key] = (condition, _citation(len(found) + 1, hit, quote))
    return replace(draft, evidence=tuple(found.values()))


def _hits(draft: CaseDraft, library: Library) -> Iterator[tuple[str, Hit, str]]:
    """Condition's id (or ""), hit, and the words that its sentence is chosen by."""
    known = {condition.id: condition for condition in library.conditions}
    for entry in listed(draft.ranking)[:MOST_CANDIDATES]:
        condition = known.get(entry.label.condition)
        name = condition.title if condition else entry.label.text
        query = f"{name}: {draft.seen}"
        hits = library.search(query, limit=8)
        own = [hit for hit in hits if condition is None or condition.title in (hit.passage.chapter, hit.passage.title)]
        yield from ((entry.label.condition, hit, query) for hit in own[:CANDIDATE_HITS])
    for hit in library.search(draft.seen, limit=FINDINGS_HITS):
        yield "", hit, draft.seen


def best_sentence(text: str, words: str) -> str:
    """The passage's sentence that shares most words with the query, verbatim, cut at a word where it is too long."""
    wanted = _stems(words)
    sentences = [match.group().strip() for match in SENTENCE.finditer(" ".join(text.split()))]
    long_enough = [sentence for sentence in sentences if len(sentence) >= SHORTEST_QUOTE]
    best = max(long_enough, key=lambda sentence: len(wanted & _stems(sentence)), default="")
    return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def _stems(text: str) -> set[str]:
    """Words of four letters or more, cut to six: enough to match colour with colours, irregular with irregularly."""
    return {word[:6] for word in re.findall(r"[a-z]{3,}", text.lower())}


def _citation(number: int, hit: Hit, quote: str) -> Citation:
    passage = hit.passage
    return Citation(
        id=number,
        document=passage.document,
        title=passage.title,
        page=passage.page,
        label=passage.label,
        quote=quote,
        scores=hit.scores,
    )
