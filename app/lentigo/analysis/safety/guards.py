"""What may not pass from a model into a report: refusals, thoughts, loops, leaked control text, noise in any script,
certainty that no photograph gives, doses that no page gives, codes instead of names.

Rules by form, for each script that a model may answer in. Nobody can list all bad answers: tests/unit/analysis/
test_guards.py measures them on 200 bad and 500 good ones that it makes.
"""

import re
from collections.abc import Iterable

from lentigo.analysis.safety.gibberish import is_gibberish
from lentigo.analysis.safety.phrases import CERTAINTIES, CONTROL, DOSES, REFUSALS, THOUGHTS
from lentigo.domain.answer_flag import HARMLESS, AnswerFlaw

LOOP = re.compile(r"(.{3,30}?)\1{2,}|([^\W\d_])\2{4,}|((?!\s)[^\d\s]{2})\3{3,}", re.DOTALL)
RUN_ON = re.compile(r"\b(\w+ [^.]{0,60}?\w)\1")  # "A roundA round": begun anew in the middle of a word
WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[.!?。！？\n]+")
REPEATED = 3  # words of a sentence from which on its repetition is a loop
FEWEST_DIFFERENT, MANY_WORDS = 0.4, 16  # share of different words in a text of so many
CODES = ("MEL", "NV", "BCC", "BKL", "AKIEC", "DF", "VASC", "SCC")
CODE = re.compile(r"\b(?:[A-TV-Z]\d{2}(?:\.\d{1,2})?|[A-Z]{2,6})\b")
LONGEST_CHECKED = 1200  # characters; keeps the loop search cheap
LOOPED = 400


def flaws_of(text: str) -> tuple[AnswerFlaw, ...]:
    """What keeps a piece of model text from being shown as an answer; none for one that may be."""
    head = text[:LONGEST_CHECKED]
    lowered = head.lower().replace("’", "'")
    if not head.strip():
        return (AnswerFlaw.EMPTY,)
    rules = (
        (AnswerFlaw.REFUSAL, REFUSALS.search(lowered)),
        (AnswerFlaw.THOUGHT, THOUGHTS.search(lowered)),
        (AnswerFlaw.CONTROL_TEXT, CONTROL.search(lowered)),
        (AnswerFlaw.LOOP, LOOP.search(head[:LOOPED]) or RUN_ON.search(head[:LOOPED]) or _goes_round(lowered)),
        (AnswerFlaw.GIBBERISH, is_gibberish(head)),
        (AnswerFlaw.OVERCONFIDENT, CERTAINTIES.search(lowered)),
        (AnswerFlaw.INVENTED_DOSE, DOSES.search(lowered)),
    )
    return tuple(flaw for flaw, found in rules if found)


def is_usable(text: str) -> bool:
    """Whether a piece of model text may be shown as an answer."""
    return not flaws_of(text)


def code_flaws(name: str, known: Iterable[str] = CODES) -> tuple[AnswerFlaw, ...]:
    """Of an answer that names one diagnosis: whether it is several codes, or one that does not exist here."""
    words = name.replace(",", " ").replace("/", " ").split()
    codes = CODE.findall(name)
    if not codes or len(codes) < len(words):  # a name with a code behind it
        return ()
    if len(codes) > 1:
        return (AnswerFlaw.SEVERAL_CODES,)
    return () if codes[0] in known else (AnswerFlaw.UNKNOWN_CODE,)


def named_diagnoses(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of diagnoses that stand in a text, as whole words."""
    lowered = text.casefold()
    near = (name for name in names if name.casefold() in lowered)  # cheap, for a library names hundreds
    return tuple(name for name in near if re.search(rf"\b{re.escape(name.casefold())}s?\b", lowered))


def kept_out(flaws: Iterable[AnswerFlaw]) -> bool:
    """Whether something with these flaws is not shown."""
    return any(flaw not in HARMLESS for flaw in flaws)


def _goes_round(lowered: str) -> bool:
    """A sentence said again, or few different words in many."""
    sentences = [" ".join(part.split()) for part in SENTENCE.split(lowered)]
    long = [sentence for sentence in sentences if len(WORD.findall(sentence)) >= REPEATED]
    words = WORD.findall(lowered)
    return len(set(long)) < len(long) or (len(words) >= MANY_WORDS and len(set(words)) < FEWEST_DIFFERENT * len(words))
