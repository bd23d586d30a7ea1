"""Find the library's pages for this photograph: what its findings suggest, and each candidate's own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.ports import Library
from lentigo.analysis.stages.differentiate import MOST_CANDIDATES, listed
from lentigo.domain.evidence import Citation, Condition, Hit, Passage

SENTENCE = re.compile(r"[^.!?]+[.!?]")
LONGEST_QUOTE = 300  # characters
SHORTEST_QUOTE = 40
FINDINGS_HITS = 2
DEPTH = 24  # hits among which a candidate's own chapter is looked for


def retrieve(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations, numbered as the report will show them: each candidate's own, then what the findings alone bring up."""
    if tools.library is None:
        return draft
    found: dict[tuple[str, int, str], tuple[str, Citation]] = {}
    for condition, hit, quote in (*_candidates_quotes(draft, tools.library), *_findings_quotes(draft, tools.library)):
        key = (hit.passage.document, hit.passage.page, quote)
        found.setdefault(key, (condition, _citation(len(found) + 1, hit, quote)))
    return replace(draft, evidence=tuple(found.values()))


def _candidates_quotes(draft: CaseDraft, library: Library) -> Iterator[tuple[str, Hit, str]]:
    """The sentence of each candidate's own chapter that says most of what was seen."""
    known = {condition.id: condition for condition in library.conditions}
    for entry in listed(draft.ranking)[:MOST_CANDIDATES]:
        condition = known.get(entry.label.condition)
        name = condition.title if condition else entry.label.text
        hits = library.search(f"{name}: {draft.seen}", limit=DEPTH)
        own = [hit for hit in hits if condition is None or describes(condition, hit.passage)]
        quotes = [(hit, best_sentence(hit.passage.text, draft.seen)) for hit in own]
        best = max(quotes, key=lambda quoted: shared_words(quoted[1], draft.seen), default=None)
        if best and best[1]:
            yield entry.label.condition, *best


def _findings_quotes(draft: CaseDraft, library: Library) -> Iterator[tuple[str, Hit, str]]:
    for hit in library.search(draft.seen, limit=FINDINGS_HITS):
        if quote := best_sentence(hit.passage.text, draft.seen):
            yield "", hit, quote


def describes(condition: Condition, passage: Passage) -> bool:
    """Whether the passage is of the condition's chapter, the box of codes before its first section aside."""
    return passage.chapter == condition.title and passage.section != ""


def best_sentence(text: str, words: str) -> str:
    """The passage's sentence that shares most words with the query, verbatim, cut at a word where it is too long.

    A line of a passage is a paragraph, a list's item or a table's row: a sentence never crosses it.
    """
    sentences = [match.group().strip() for line in text.splitlines() for match in SENTENCE.finditer(line)]
    long_enough = [sentence for sentence in sentences if len(sentence) >= SHORTEST_QUOTE]
    best = max(long_enough, key=lambda sentence: shared_words(sentence, words), default="")
    return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def shared_words(text: str, other: str) -> int:
    """How many words two texts have in common."""
    return len(_stems(text) & _stems(other))


def _stems(text: str) -> set[str]:
    """Words of three letters or more, cut to six: enough to match colour with colours, irregular with irregularly."""
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
