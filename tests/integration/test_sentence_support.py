"""How well the check of cited sentences tells what a page says: the handbook's chapters that chose no threshold."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from handbook_conditions import HANDBOOK
from small_library import encoder

from lentigo.analysis.safety.support import is_supported, overlap
from lentigo.analysis.sentences import sentences_of
from lentigo.analysis.stages.retrieve import QUOTED_SECTIONS

Similarities = Callable[[str, Sequence[str]], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    chapter: int
    heading: str
    text: str  # with the chapter's title
    sentences: tuple[str, ...]

    def carries(self, claim: str, similarities: Similarities) -> bool:
        return is_supported(claim, self.text, self.sentences, similarities)


def sections() -> Iterator[Section]:
    """Of every second chapter: the others chose the thresholds."""
    for number, path in enumerate(sorted(HANDBOOK.glob("*.md"))):
        source = path.read_text(encoding="utf-8")
        title = re.search(r"^# (.+)", source, re.MULTILINE)
        for part in re.split(r"^## ", source, flags=re.MULTILINE)[1:] if number % 2 else ():
            heading, _, body = part.partition("\n")
            told = sentences_of(plain := re.sub(r"\*\*|^- ", "", body, flags=re.MULTILINE).strip())
            if heading in QUOTED_SECTIONS and len(told) > 1:
                text = f"{title[1] if title else ''} {plain}"
                yield Section(chapter=number, heading=heading, text=text, sentences=tuple(told))


def shortened(sentence: str) -> str:
    """Without every fourth telling word."""
    long = re.compile(r"\w{4,}")
    words = iter(range(1, 1000))
    return long.sub(lambda match: "" if next(words) % 4 == 0 else match[0], sentence)


def turned(sentence: str) -> str:
    """Its clauses the other way round, in the words of a report."""
    clauses = re.split(r"[,;:] ", sentence.rstrip("."))
    return f"The photograph shows that {', '.join(reversed(clauses))}, which speaks for this diagnosis."


@pytest.fixture(scope="module")
def similarities() -> Similarities:
    engine, known = encoder(), {}

    def similar(text: str, others: Sequence[str]) -> tuple[float, ...]:
        missing = [each for each in (text, *others) if each not in known]
        known.update(zip(missing, engine.encode(missing), strict=True) if missing else ())
        return tuple(float(known[text] @ known[each]) for each in others)

    return similar


def test_what_a_page_says_is_told_from_what_it_does_not_say(similarities: Similarities) -> None:
    chance, known = random.Random(19), list(sections())
    true, false, alike = [], [], []
    for section in chance.sample(known, 60):
        sentence = chance.choice(section.sentences)
        elsewhere = [other for other in known if other.chapter != section.chapter]
        for claim in (shortened(sentence), turned(sentence)):
            true.append(section.carries(claim, similarities))
            false.append(chance.choice(elsewhere).carries(claim, similarities))
            same = [other for other in elsewhere if other.heading == section.heading]
            likest = max(same, key=lambda other: overlap(claim, other.text))
            alike.append(likest.carries(claim, similarities))
        denied = f"It is not so that {sentence[0].lower()}{sentence[1:]}"
        numbered = f"{sentence.rstrip('.')} within 17 days."
        false += [section.carries(claim, similarities) for claim in (denied, numbered)]
    assert sum(true) >= 0.95 * len(true)
    assert sum(false) <= 0.01 * len(false)
    assert sum(alike) <= 0.1 * len(alike)
