"""Find the library's pages for this photograph: what its findings suggest, and each candidate's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.model_words import HISTORY
from lentigo.analysis.ports import Library
from lentigo.analysis.stages.differentiate import MOST_CANDIDATES, listed
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import LONGEST_QUOTE, Citation, Condition, Hit, Passage
from lentigo.domain.limit import Limit, LimitKind

SENTENCE = re.compile(r".+?(?:[.!?][\"”’)]*(?=\s|$)|[。！？])")  # the point of 0.5 mg ends nothing
SHORTEST_QUOTE = 40
FINDINGS_HITS = 2
DEPTH = 24  # hits among which a candidate's own chapter is looked for
AGE_GROUPS = ((1, "infant"), (12, "child"), (18, "adolescent"), (65, "adult"))  # years below which each ends


@dataclass(slots=True)
class Trusted:
    """The library without passages that read like instructions to a model: these are kept out, and told of."""

    library: Library
    kept_out: dict[tuple[str, int], Passage] = field(default_factory=dict)

    def search(self, query: str, limit: int) -> list[Hit]:
        """Hits that may be quoted, best first."""
        hits = self.library.search(query, limit=DEPTH)
        self.kept_out |= {
            (hit.passage.document, hit.passage.page): hit.passage for hit in hits if hit.passage.suspicious
        }
        return [hit for hit in hits if not hit.passage.suspicious][:limit]

    def tells_of_disease(self, passage: Passage) -> bool:
        """Not so the handbook's general chapters, which explain the very words that findings are made of."""
        handbooks = {condition.document for condition in self.library.conditions}
        titles = {condition.title for condition in self.library.conditions}
        return passage.document not in handbooks or passage.chapter in titles

    @property
    def notes(self) -> tuple[Limit, ...]:
        """What the clinician should know of them."""
        return tuple(
            Limit(kind=LimitKind.PAGE_LEFT_OUT, parameters={"page": passage.label, "title": passage.title})
            for passage in self.kept_out.values()
        )


def retrieve(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations, numbered as the report will show them: each candidate's own, then what the findings alone bring up."""
    if tools.library is None:
        return draft
    trusted, case = Trusted(tools.library), described(draft, tools.encounter)
    found: dict[tuple[str, int, str], tuple[str, Citation]] = {}
    for owner, hit, quote in (*_candidates_quotes(draft, case, trusted), *_findings_quotes(case, trusted)):
        key = (hit.passage.document, hit.passage.page, quote)
        found.setdefault(key, (owner, _citation(len(found) + 1, hit, quote)))
    return replace(draft, evidence=tuple(found.values()), notes=(*draft.notes, *trusted.notes))


def described(draft: CaseDraft, encounter: Encounter) -> str:
    """The case in one line, as a query: what was seen, then what is known of the patient."""
    present = (HISTORY[item] for item, answer in encounter.history.items() if answer)
    parts = (draft.seen, _age_group(encounter.age), encounter.site, encounter.duration, *present)
    return ", ".join(part for part in parts if part)


def _age_group(age: int | None) -> str:
    """Documents speak of children and old people, not of years."""
    if age is None:
        return ""
    return next((group for limit, group in AGE_GROUPS if age < limit), "old person")


def _candidates_quotes(draft: CaseDraft, case: str, library: Trusted) -> Iterator[tuple[str, Hit, str]]:
    """The sentence of each candidate's own chapter that says most of the case.

    Of a candidate without a chapter, only a passage that names it can say something.
    """
    known = {condition.id: condition for condition in library.library.conditions}
    for entry in listed(draft.ranking)[:MOST_CANDIDATES]:
        condition = known.get(entry.label.condition)
        name = condition.title if condition else entry.label.shown
        hits = library.search(f"{name}: {case}", DEPTH)
        own = [hit for hit in hits if (describes(condition, hit.passage) if condition else names(name, hit.passage))]
        quotes = [(hit, best_sentence(hit.passage.text, case)) for hit in own]
        best = max(quotes, key=lambda quoted: shared_words(quoted[1], case), default=None)
        if best and best[1]:
            yield entry.label.text, *best


def _findings_quotes(case: str, library: Trusted) -> Iterator[tuple[str, Hit, str]]:
    on_diseases = (hit for hit in library.search(case, DEPTH) if library.tells_of_disease(hit.passage))
    for hit in islice(on_diseases, FINDINGS_HITS):
        if quote := best_sentence(hit.passage.text, case):
            yield "", hit, quote


def describes(condition: Condition, passage: Passage) -> bool:
    """Whether the passage is of the condition's chapter, the box of codes before its first section aside."""
    return passage.chapter == condition.title and passage.section != ""


def names(name: str, passage: Passage) -> bool:
    """Whether the passage, its title or one of its headings has the name in it."""
    said = " ".join((passage.title, passage.chapter, passage.section, passage.text)).casefold()
    return re.search(rf"\b{re.escape(name.casefold())}\b", " ".join(said.split())) is not None


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
