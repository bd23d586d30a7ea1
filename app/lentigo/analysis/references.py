"""The library's passages as a model is given them: numbered, fenced, as data; and its sentences that cite them.

A page's text is foreign: on its way into a prompt it loses line ends, brackets and whatever could end the fence or look
like a number of ours. Control tokens never come out of it (inference/vocabulary.py).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lentigo.domain.evidence import Passage, Scores
from lentigo.untrusted import one_line, readable

OPEN, CLOSE = "<<<", ">>>"
OUTSIDE = "(not in the library)"
LONGEST_PASSAGE = 900  # characters; what is longer is cut at a word
FEWEST_WORDS, MOST_WORDS = 3, 34  # of a sentence
_IMITATIONS = str.maketrans("[]<>", "()‹›")
_WORD = r'([^ \t\r\n\[\]<>().!?;…。！？] | "." [0-9]){1,24}'
_SENTENCE = re.compile(r"\s*(.+?) (?:\[(\d+)\]|\(not in the library\))\.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A passage that was found for a diagnosis, named by its label's text."""

    owner: str
    passage: Passage
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence as a model wrote it, with the number that it ends in; None for one that the library does not say."""

    text: str
    number: int | None


def line_of(number: int, reference: Reference) -> str:
    """A passage in one line behind its number and its place."""
    passage = reference.passage
    place = one_line(f"{passage.title}, page {passage.label}, {passage.section or passage.chapter}").strip(" ,")
    text = " ".join(readable(passage.text).split())
    if len(text) > LONGEST_PASSAGE:
        text = text[: LONGEST_PASSAGE + 1].rpartition(" ")[0]
    return f"[{number}] {place.translate(_IMITATIONS)}: {text.translate(_IMITATIONS)}"


def fenced(lines: Iterable[str]) -> str:
    """The lines between the marks that the prompts speak of."""
    return "\n".join((OPEN, *lines, CLOSE))


def fitting(references: Sequence[Reference], budget: int, tokens: Callable[[str], int]) -> tuple[Reference, ...]:
    """The first passages that fit into a budget of tokens together; one too long for what is left is passed over."""
    chosen: list[Reference] = []
    for reference in references:
        cost = tokens(f"{line_of(len(chosen) + 1, reference)}\n")
        if cost <= budget:
            chosen.append(reference)
            budget -= cost
    return tuple(chosen)


def claims_grammar(root: str, numbers: Sequence[int]) -> str:
    """GBNF in which a `claim` is a sentence that ends in one of the numbers or says that the library does not know.

    `root` is the root rule's right side, written with `claim`.
    """
    marks = " | ".join((*(f'"[{number}]"' for number in numbers), f'"{OUTSIDE}"'))
    return (
        f"root ::= {root}\n"
        f'claim ::= word (" " word){{{FEWEST_WORDS - 1},{MOST_WORDS - 1}}} " " mark "."\n'
        f"mark ::= {marks}\n"
        f"word ::= {_WORD}"
    )


def read_claims(text: str) -> tuple[Claim, ...]:
    """The whole sentences of an answer; one that was cut before its mark is left out."""
    found = _SENTENCE.finditer(text)
    return tuple(
        Claim(text=f"{' '.join(each[1].split())}.", number=int(each[2]) if each[2] else None) for each in found
    )
