"""Rows of a page to headings, paragraphs, list items and table rows, with broken words mended."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lentigo.retrieval.columns import Row
from lentigo.retrieval.lines import HOLE
from lentigo.retrieval.scripts import CONTINUOUS, UNSPACED, script

LIST_ITEM = re.compile(r"([•·◦▪●■\-–]|\d{1,2}[.)])\s+")
BULLET = re.compile(r"^[•·◦▪●■]\s*")
WORD = re.compile(r"[^\W\d_]+")
WHOLE_BEFORE = re.compile(r".*[.!?。！？।][\"”’)]*(?=\s|$)", re.DOTALL)  # up to the last end of a sentence
WHOLE_AFTER = re.compile(r"[.!?。！？।][\"”’)]*\s+(?=[^\W\d_a-z])")  # behind the first one: not before "5 mg"
SENTENCE_ENDS = tuple(".!?:;。！？")
LARGER = 1.12  # of the body's size, from which a line is a heading
LONGEST_HEADING = 22  # words; more is text in large type
NEAR = 0.45  # of the type's size: the most between lines of one paragraph


@dataclass(slots=True)
class Unit:
    """A heading, paragraph, list item or table row."""

    row: Row
    heading: bool
    text: str
    y1: float


def units(rows: Sequence[Row], body: float, known: frozenset[str]) -> list[Unit]:
    """The units of a page. `body` is the size of the document's text, `known` its words."""
    found: list[Unit] = []
    for row in rows:
        heading = is_heading(row, body)
        if found and found[-1].heading == heading and _continues(found[-1], row):
            found[-1].text = joined(found[-1].text, row.text, known)
            found[-1].y1 = row.y1
        else:
            found.append(Unit(row, heading, BULLET.sub("", row.text), row.y1))
    _spread_holes(found)
    for unit in found:
        unit.heading = unit.heading and len(unit.text.split()) <= LONGEST_HEADING
        if HOLE in unit.text:
            unit.text = "" if unit.heading or unit.row.table else _without_holes(unit.text)
    return [unit for unit in found if unit.text]


def _spread_holes(found: Sequence[Unit]) -> None:
    """Where something else stands beside a hole, as the words of a stamp, the sentence goes on behind that."""
    running = [unit for unit in found if not unit.heading and not unit.row.table]
    for unit, other in pairwise(running):
        if unit.text.endswith(HOLE) and not other.text[0].isupper():
            other.text = HOLE + other.text
        elif other.text.startswith(HOLE) and not unit.text.endswith(SENTENCE_ENDS):
            unit.text += HOLE


def _without_holes(text: str) -> str:
    """The sentences of which no part was left out, with a line end where some are missing."""
    first, *others = text.split(HOLE)
    pieces = [first, *(found.string[found.end() :] if (found := WHOLE_AFTER.search(piece)) else "" for piece in others)]
    whole = [found[0].strip() for piece in pieces[:-1] if (found := WHOLE_BEFORE.match(piece))]
    return "\n".join(filter(None, [*whole, pieces[-1].strip()]))


def vocabulary(rows: Iterator[Row]) -> frozenset[str]:
    """The document's words, without those that the end of a line may have cut."""
    return frozenset(word.lower() for row in rows for word in WORD.findall(row.text.rpartition(" ")[0]))


def is_heading(row: Row, body: float) -> bool:
    """Whether a row is in larger type than the text, or short, bold and no sentence."""
    words = len(row.text.split())
    if row.table or not any(character.isalpha() for character in row.text):
        return False
    larger = row.size >= LARGER * body and words <= 15
    bold = row.bold and row.size >= body and words <= 10 and row.text[-1] not in ".,;:"
    return larger or bold


def _continues(unit: Unit, row: Row) -> bool:
    """Whether a row is the next line of a unit, below it or at the top of the next column."""
    if row.table or unit.row.table or LIST_ITEM.match(row.text) or abs(unit.row.size - row.size) > 0.5:
        return False
    gap = row.y0 - unit.y1
    if -row.size < gap:
        return gap < NEAR * row.size or (row.block == unit.row.block and gap < 2 * NEAR * row.size)
    cut = not unit.text.endswith(SENTENCE_ENDS)
    return cut and not unit.heading and (row.text[0].islower() or script(row.text[0]) in UNSPACED)


def joined(start: str, end: str, known: frozenset[str]) -> str:
    """Two lines as one; a hyphen at the break stays where both halves are words that the document uses alone."""
    if start.endswith("\u00ad") or not (start and end):
        return start.removesuffix("\u00ad") + end
    if script(start[-1]) in CONTINUOUS or script(end[0]) in CONTINUOUS:
        return start + end
    head, tail = WORD.findall(start[-40:]), WORD.match(end)
    hyphen = start.endswith(("-", "\u2010")) and not start.endswith((" -", " \u2010"))
    if not (hyphen and head and tail and tail[0][0].islower()):
        return f"{start} {end}"
    whole = (head[-1] + tail[0]).lower()
    broken = whole in known or not (head[-1].lower() in known and tail[0].lower() in known)
    return (start[:-1] if broken else start) + end
