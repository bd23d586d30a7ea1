"""The only reader of model text: from what a model wrote to what a report may say."""

import re

from lentigo.analysis.safety.guards import is_usable
from lentigo.domain.finding import NO_USABLE_ANSWER, NOT_ASSESSED, Finding

THOUGHT = re.compile(r"<think>.*?(</think>|$)|^.*?</think>", re.DOTALL)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NEGATION = re.compile(r"\b(no|not|without|none|neither|nor)\b[^,.;]*$")
LONGEST_VALUE = 200  # characters of a finding


def read_finding(field: str, text: str, words: tuple[str, ...]) -> Finding:
    """A field's answer. Empty or unusable text becomes "no usable answer", never a default."""
    answer = " ".join(THOUGHT.sub("", text).split()).rstrip(".")
    if not answer or not is_usable(answer):
        return Finding(name=field, value=NO_USABLE_ANSWER)
    if answer.lower().startswith(NOT_ASSESSED):
        return Finding(name=field, value=NOT_ASSESSED)
    return Finding(name=field, value=answer[:LONGEST_VALUE], words=words_in(answer, words))


def words_in(answer: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The vocabulary's words that the answer affirms, in the vocabulary's order.

    Longer words are looked for first and taken out, so that "asymmetric" is not also "symmetric".
    """
    rest, found = answer.lower(), set()
    for word in sorted(words, key=len, reverse=True):
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        if any(not NEGATION.search(rest[: match.start()]) for match in pattern.finditer(rest)):
            found.add(word)
        rest = pattern.sub(lambda match: "_" * len(match.group()), rest)
    return tuple(word for word in words if word in found)


def read_description(text: str) -> str:
    """The usable sentences of a description; empty where none is."""
    sentences = SENTENCE_END.split(" ".join(THOUGHT.sub("", text).split()))
    return " ".join(sentence for sentence in sentences if is_usable(sentence))
