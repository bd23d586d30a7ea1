"""Parses what a model wrote into values of the domain; no other module reads model text."""

import re

from lentigo.analysis.model_words import NOT_ASSESSED, words_of
from lentigo.analysis.safety.guards import code_flaws, flaws_of, is_usable, kept_out
from lentigo.domain.answer_flag import AnswerFlaw
from lentigo.domain.finding import Finding, FindingField, FindingState

# What a model thinks aloud: between Qwen's marks or Gemma's, with its end cut off, or with its beginning in the prompt.
THOUGHT = re.compile(
    r"<think>(.*?)(?:</think>|(?=<answer>)|$)|<unused94>(.*?)(?:<unused95>|$)|^(.*?)(?:</think>|<unused95>)", re.DOTALL
)
ANSWER = re.compile(r"<answer>(.*?)(?:</answer>|$)", re.DOTALL)
CONCLUSION = re.compile(r"\bfinal (?:answer|diagnosis)\W*:\W*([^\n.;]+)", re.IGNORECASE)
HALF_A_MARK = re.compile(r"<[^<>]*$")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NEGATION = re.compile(r"\b(no|not|without|none|neither|nor)\b[^,.;]*$")
NUMBER = re.compile(r"^\s*(?:\d+\s*[.):]|[-*•])?\s*")
YES_AND_NO = frozenset({"yes", "no"})
LONGEST_VALUE = 200  # characters of a finding
LONGEST_NAME = 60  # characters of a diagnosis
OF_THOUGHTS = frozenset({AnswerFlaw.THOUGHT, AnswerFlaw.OVERCONFIDENT})  # which reasoning may have


def read_answer(text: str) -> str:
    """The answer without the reasoning before it; only what stands in <answer> where the model wrote that mark."""
    rest = THOUGHT.sub("", text)
    marked = ANSWER.search(rest)
    return (marked[1] if marked else rest).strip()


def read_growing(text: str) -> str:
    """The answer so far, to be shown while it is written: without reasoning or an incomplete mark at its end."""
    return read_answer(HALF_A_MARK.sub("", text))


def read_thoughts(text: str) -> str:
    """The usable sentences of the model's reasoning; "" where it wrote none."""
    thoughts = " ".join(part for match in THOUGHT.finditer(text) for part in match.groups() if part)
    sentences = SENTENCE_END.split(" ".join(thoughts.split()))
    return " ".join(each for each in sentences if not kept_out(set(flaws_of(each)) - OF_THOUGHTS))


def read_finding(field: FindingField, text: str, words: tuple[str, ...]) -> Finding:
    """A field's answer, read against a model's words. Empty or unusable text is no usable answer, never a default."""
    answer = " ".join(read_answer(text).split()).rstrip(".")
    if not answer or not is_usable(answer):
        return Finding(field=field, state=FindingState.NO_USABLE_ANSWER)
    if answer.lower().startswith(NOT_ASSESSED):
        return Finding(field=field, state=FindingState.NOT_ASSESSED)
    return Finding(field=field, value=answer[:LONGEST_VALUE], words=words_of(words_in(answer, words)))


def words_in(answer: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The vocabulary's words that the answer affirms, in the vocabulary's order; none where it says both yes and no.

    Longer words are looked for first and taken out, so that "asymmetric" is not also "symmetric".
    """
    rest, found = answer.lower(), set()
    for word in sorted(words, key=len, reverse=True):
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        if any(not NEGATION.search(rest[: match.start()]) for match in pattern.finditer(rest)):
            found.add(word)
        rest = pattern.sub(lambda match: "_" * len(match.group()), rest)
    return () if found >= YES_AND_NO else tuple(word for word in words if word in found)


def read_description(text: str) -> str:
    """The usable sentences of a description; empty where none is."""
    return _usable_sentences(read_answer(text))


def description_flaws(text: str) -> tuple[AnswerFlaw, ...]:
    """What was wrong with the sentences of a description, each flaw once."""
    answer = " ".join(read_answer(text).split())
    found = dict.fromkeys(flaw for sentence in SENTENCE_END.split(answer) for flaw in flaws_of(sentence))
    if not found and AnswerFlaw.LOOP in flaws_of(answer):
        return (AnswerFlaw.LOOP,)
    return tuple(found)


def finding_flaws(text: str) -> tuple[AnswerFlaw, ...]:
    """What was wrong with a field's answer."""
    return flaws_of(" ".join(read_answer(text).split()))


def names_flaws(text: str) -> tuple[AnswerFlaw, ...]:
    """What was wrong with the lines of a list of diagnoses, each flaw once."""
    lines = [NUMBER.sub("", line).strip() for line in read_answer(text).splitlines()]
    return tuple(dict.fromkeys(flaw for line in lines if line for flaw in (*flaws_of(line), *code_flaws(line))))


def read_conclusion(text: str) -> str:
    """The diagnosis that an answer ends with, behind "Final answer:"; empty where it names none."""
    stated = CONCLUSION.findall(read_answer(text))
    return _name(stated[-1]) if stated else ""


def read_names(text: str, most: int) -> tuple[str, ...]:
    """Up to `most` diagnoses of a list, one on each line, without duplicates and without lines that are no name."""
    names: dict[str, str] = {}
    for line in read_answer(text).splitlines():
        name = _name(NUMBER.sub("", line))
        names.setdefault(name.casefold(), name)
    return tuple(filter(None, names.values()))[:most]


def _name(text: str) -> str:
    name = " ".join(text.split()).strip(" *_.,;:")
    return name if 1 < len(name) <= LONGEST_NAME and is_usable(name) and not code_flaws(name) else ""


def _usable_sentences(text: str) -> str:
    """Each once, even where a model goes round."""
    sentences = dict.fromkeys(SENTENCE_END.split(" ".join(text.split())))
    return " ".join(sentence for sentence in sentences if is_usable(sentence))
