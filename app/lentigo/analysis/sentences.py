"""A passage in its sentences, verbatim."""

import re

SENTENCE = re.compile(r".+?(?:[.!?][\"”’)]*(?=\s|$)|[。！？])")  # the point of 0.5 mg ends nothing
SHORTEST = 40  # characters of a sentence that is quoted for what it tells
SHORTEST_CITED = 20  # of one that supports a claim


def sentences_of(text: str, shortest: int = SHORTEST) -> list[str]:
    """Those long enough to quote. A line is a paragraph, a list's item or a table's row: no sentence crosses it."""
    found = (match.group().strip() for line in text.splitlines() for match in SENTENCE.finditer(line))
    return [sentence for sentence in found if len(sentence) >= shortest]
