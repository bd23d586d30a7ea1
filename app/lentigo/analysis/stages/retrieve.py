"""Find the page of the library that tells of each candidate what this photograph shows, and passages to explain by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lentigo.analysis.citing import citation_of
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.model_words import HISTORY, WORDS
from lentigo.analysis.ports import Library
from lentigo.analysis.references import Reference
from lentigo.analysis.sentences import sentences_of
from lentigo.analysis.stages.differentiate import MOST_CANDIDATES, listed
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import LONGEST_QUOTE, Citation, Condition, Hit, Passage
from lentigo.domain.finding import FindingField
from lentigo.domain.limit import Limit, LimitKind

# Of a handbook's chapter, best first: what the rest says of tests and treatment supports no diagnosis.
QUOTED_SECTIONS = ("How it looks", "Look-alikes", "When to refer")
# What these fields say stands in a chapter of any disease: one, single, a small part, light skin.
TELLING_NOTHING = frozenset(
    {FindingField.SIZE, FindingField.NUMBER, FindingField.DISTRIBUTION, FindingField.SURROUNDING_SKIN}
)
MOST_REFERENCES = 3  # passages that a model may be given of a candidate
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

    @property
    def notes(self) -> tuple[Limit, ...]:
        """What the clinician should know of them."""
        return tuple(
            Limit(kind=LimitKind.PAGE_LEFT_OUT, parameters={"page": passage.label, "title": passage.title})
            for passage in self.kept_out.values()
        )


def retrieve(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Each candidate's own citation, where there is one, numbered as the report will show them."""
    if tools.library is None:
        return draft
    trusted, seen = Trusted(tools.library), shown_words(draft)
    found: dict[tuple[str, int, str], tuple[str, Citation]] = {}
    rows: list[list[Reference]] = []
    for owner, told in _candidates_hits(draft, described(draft, tools.encounter), trusted):
        if told and shared_words(told[0][1], seen):
            hit, quote = told[0]
            key = (hit.passage.document, hit.passage.page, quote)
            found.setdefault(key, (owner, citation_of(len(found) + 1, hit.passage, hit.scores, quote)))
        rows.append([_reference(owner, hit) for hit, _quote in told[:MOST_REFERENCES]])
    return replace(
        draft,
        evidence=tuple(found.values()),
        references=in_turn(rows),
        notes=(*draft.notes, *trusted.notes),
    )


def in_turn(rows: Sequence[Sequence[Reference]]) -> tuple[Reference, ...]:
    """The best passage of each candidate, then the second of each, and so on; none twice."""
    taken: dict[str, Reference] = {}
    for place in range(MOST_REFERENCES):
        for row in rows:
            for reference in row[place : place + 1]:
                taken.setdefault(reference.passage.id, reference)
    return tuple(taken.values())


def _reference(owner: str, hit: Hit) -> Reference:
    return Reference(owner=owner, passage=hit.passage, scores=hit.scores)


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


def _candidates_hits(draft: CaseDraft, case: str, library: Trusted) -> Iterator[tuple[str, list[tuple[Hit, str]]]]:
    """Of each candidate its own chapter's hits, each with the sentence that tells most of what was seen, best first.

    Those that tell nothing of it come last. Of a candidate without a chapter, only a passage that names it can say
    something.
    """
    known = {condition.id: condition for condition in library.library.conditions}
    seen = shown_words(draft)
    for entry in listed(draft.ranking)[:MOST_CANDIDATES]:
        condition = known.get(entry.label.condition)
        name = condition.title if condition else entry.label.shown
        hits = library.search(f"{name}: {case}", DEPTH)
        own = [hit for hit in hits if (describes(condition, hit.passage) if condition else names(name, hit.passage))]
        quotes = ((hit, best_sentence(hit.passage.text, seen)) for hit in own)
        yield entry.label.text, sorted(quotes, key=lambda told: _usefulness(told[0], told[1], seen))


def _usefulness(hit: Hit, quote: str, seen: str) -> tuple[bool, int, int]:
    """Less is better."""
    shared = shared_words(quote, seen)
    return not shared, _section(hit), -shared


def shown_words(draft: CaseDraft) -> str:
    """The findings' words that can tell one disease from another, as documents write them."""
    telling = (finding for finding in draft.findings if finding.field not in TELLING_NOTHING)
    return " ".join(WORDS[word] for finding in telling for word in finding.words)


def _section(hit: Hit) -> int:
    """How good the passage's section is to quote from; of documents other than the handbook, all are alike."""
    section = hit.passage.section
    return QUOTED_SECTIONS.index(section) if section in QUOTED_SECTIONS else len(QUOTED_SECTIONS)


def describes(condition: Condition, passage: Passage) -> bool:
    """Whether the passage is of the condition's chapter, where that tells of looks, look-alikes or referral."""
    return passage.chapter == condition.title and passage.section in QUOTED_SECTIONS


def names(name: str, passage: Passage) -> bool:
    """Whether the passage, its title or one of its headings has the name in it."""
    said = " ".join((passage.title, passage.chapter, passage.section, passage.text)).casefold()
    return re.search(rf"\b{re.escape(name.casefold())}\b", " ".join(said.split())) is not None


def best_sentence(text: str, words: str) -> str:
    """The passage's sentence that shares most words with the query, verbatim, cut at a word where it is too long.

    A line of a passage is a paragraph, a list's item or a table's row: a sentence never crosses it.
    """
    best = max(sentences_of(text), key=lambda sentence: shared_words(sentence, words), default="")
    return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def shared_words(text: str, other: str) -> int:
    """How many words two texts have in common."""
    return len(_stems(text) & _stems(other))


def _stems(text: str) -> set[str]:
    """Words of three letters or more, cut to six: enough to match colour with colours, irregular with irregularly."""
    return {word[:6] for word in re.findall(r"[a-z]{3,}", text.lower())}
