"""Words of a query that must stand in the answer: a code, or a rare word that somebody looks up."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from lentigo.domain.evidence import Passage
from lentigo.retrieval.lexical import LexicalIndex
from lentigo.retrieval.stems import words

TOKEN = re.compile(r"\w+(?:[.\-/]\w+)*")
CODE = re.compile(r"(?:[a-z]\d\d|[\da-z][a-z]\d[\da-z])(?P<part>\.\w{1,3})?", re.IGNORECASE)  # C43, L57.0, 2C30, EA90.0
SYSTEM = re.compile(r"icd(?:-?1[01])?|1[01]|codes?", re.IGNORECASE)  # says what a code is of
LOOKED_UP = 3  # words of a query at most; more are a question, and so are words such as "what is"
RARE = 0.02  # share of the passages
FEW = 3  # passages


def exact_rows(query: str, lexical: LexicalIndex, passages: Sequence[Passage]) -> Counter[int]:
    """How many such words of the query each row holds, letter by letter but for capitals; without the rows of none.

    A word that stands in many passages counts only where it is the whole query. A code of few letters counts among few
    words, one with a part behind a point in any query.
    """
    said = [token for token in TOKEN.findall(query) if not SYSTEM.fullmatch(token)]
    tokens = [token for token in said if words(token)]
    few, asked = len(tokens) <= LOOKED_UP, len(tokens) < len(said)
    held: Counter[int] = Counter()
    for token in dict.fromkeys(tokens):
        code = CODE.fullmatch(token)
        if (few and not asked) or (code and (few or code["part"])):
            rows = _holding(token, lexical, passages)
            if code or len(tokens) == 1 or len(rows) <= max(FEW, RARE * len(passages)):
                held.update(rows)
    return held


def _holding(token: str, lexical: LexicalIndex, passages: Sequence[Passage]) -> list[int]:
    exactly = re.compile(rf"(?<!\w){re.escape(token)}(?!\w)", re.IGNORECASE)
    return [row for row in np.flatnonzero(lexical.scores(token) > 0).tolist() if exactly.search(_text(passages[row]))]


def _text(passage: Passage) -> str:
    return "\n".join((passage.chapter, passage.section, passage.text))
