"""Paragraphs to passages: pieces of one page and one section, of a length that an encoder takes whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lentigo.domain.evidence import Passage
from lentigo.retrieval.instructions import is_suspicious
from lentigo.retrieval.paragraphs import Unit
from lentigo.retrieval.scripts import is_unspaced, length

LONGEST = 150  # words in a passage
SHORTEST = 30  # a shorter rest joins the passage before it
LEAST = 4  # words that are worth finding, where the page has more
LONGEST_NAME = 160  # letters of a heading that go with a passage
NUMBERING = r"(?:\d+(?:\.\d+)*\.?\s+)?"
REFERENCES = re.compile(NUMBERING + r"(?:references?|bibliography|literature cited|daftar pustaka)", re.IGNORECASE)
CONTENTS = re.compile(NUMBERING + r"(?:table of )?contents|index|daftar isi", re.IGNORECASE)
ENTRY = re.compile(  # with leaders, or ending in page numbers, or with one before what runs into the next entry
    r"(?:\.\s*){3,}|[\divxlc,–\-\s]*\b(?:\d{1,4}|[ivxlc]+)$|^(?=\D+\s\d{1,4}\b)[^.!?:]{1,90}$"
)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-Z0-9“\"(\u00c0-\uffff])|(?<=[。！？।])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSource:
    """What all passages of a document have in common. `labels` are the pages' printed numbers."""

    name: str
    title: str
    labels: Sequence[str]


@dataclass(slots=True)
class Sections:
    """The headings above the place that is being read, largest first."""

    open: list[tuple[float, str]] = field(default_factory=list)

    def enter(self, heading: Unit) -> None:
        """A heading closes those that are not larger."""
        self.open = [entry for entry in self.open if entry[0] > heading.row.size]
        self.open.append((heading.row.size, heading.text[:LONGEST_NAME]))

    @property
    def names(self) -> tuple[str, str]:
        """Chapter and section, such as "Melanoma" and "How it looks"; "" where there is none."""
        texts = [text for _, text in self.open]
        return (texts[0] if texts else "", texts[-1] if len(texts) > 1 else "")


def page_passages(units: Sequence[Unit], sections: Sections, source: DocumentSource, page: int) -> Iterator[Passage]:
    """The passages of a page (from 1), without scraps where there is more. `sections` goes on from page to page."""
    pieces = [(names, text) for names, texts in _runs(units, sections, source.title) for text in packed(texts)]
    worth = [(names, text) for names, text in pieces if length(text) >= LEAST]
    for number, ((chapter, section), text) in enumerate(worth or pieces, start=1):
        yield Passage(
            id=f"{source.name}:{page}:{number}",
            document=source.name,
            title=source.title,
            chapter=chapter,
            section=section,
            page=page,
            label=source.labels[page - 1],
            text=text,
            suspicious=is_suspicious("\n".join((chapter, section, text))),
        )


def _runs(units: Sequence[Unit], sections: Sections, title: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The texts of a page, section by section. A page of nothing but headings has their own text."""
    texts: list[str] = []
    if not any(not unit.heading for unit in units):
        yield sections.names, [unit.text for unit in units]
    for unit in units:
        if not unit.heading:
            texts.append(unit.text)
        elif unit.text != title:
            yield from _run(sections.names, texts)
            texts = []
            sections.enter(unit)
    yield from _run(sections.names, texts)


def _run(names: tuple[str, str], texts: list[str]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    if any(CONTENTS.fullmatch(name) for name in names):
        texts = [text for text in texts if not ENTRY.search(text)]
    if texts and not any(REFERENCES.fullmatch(name) for name in names):
        yield names, texts


def packed(texts: Sequence[str]) -> list[str]:
    """Passages of at most LONGEST words, cut between sentences."""
    pieces: list[str] = []
    for piece in (piece for text in texts for piece in _pieces(text)):
        if pieces and length(pieces[-1]) + length(piece) <= LONGEST:
            pieces[-1] += f"\n{piece}"
        else:
            pieces.append(piece)
    if len(pieces) > 1 and length(pieces[-1]) < SHORTEST:
        rest = pieces.pop()
        pieces[-1] += f"\n{rest}"
    return pieces


def _pieces(text: str) -> Iterator[str]:
    """A paragraph, or its sentences where it is too long; a sentence that is too long is cut between words."""
    if length(text) <= LONGEST:
        yield text
        return
    for sentence in SENTENCE_END.split(text):
        yield from _cut(sentence.strip())


def _cut(sentence: str) -> Iterator[str]:
    while length(sentence) > LONGEST:
        end = _fitting(sentence)
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence


def _fitting(text: str) -> int:
    """How many characters make LONGEST words, up to a space where there is one near."""
    count, end, inside = 0.0, 0, False
    for place, character in enumerate(text):
        unspaced = is_unspaced(character)
        count += 0.5 if unspaced else float(not inside and not character.isspace())
        inside = not unspaced and not character.isspace()
        if count > LONGEST:
            break
        end = place + 1
    space = text.rfind(" ", end - 60, end)
    return space if space > 0 else end
