"""Whether a passage carries a sentence that cites it.

Words and meaning must both agree, each number of the sentence must stand in the passage, and the passage's nearest
sentence must deny as often as it does. The thresholds were chosen on half of the handbook's chapters, with some figures
of the other half in sight. That half carries 119 of 120 reworded sentences of its own, and none of 240 of other
chapters, denied, or with another number (tests/integration/test_sentence_support.py). A single word that was exchanged
for another is not noticed.
"""

import re
from collections.abc import Callable, Sequence

from lentigo.analysis.safety.quotes import NEGATION

LEAST_OVERLAP = 0.7  # share of the sentence's telling words that stand in the passage
LEAST_SIMILARITY = 0.6  # cosine with the passage's nearest sentence, by the bundled encoder
LEAST_OVERLAP_ALONE = 0.85  # where no encoder is in use
STEM = 6  # letters: enough to match colour with colours, irregular with irregularly
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W\d_]{3,}")
TELLING_NOTHING = frozenset(
    re.findall(
        r"\w+",
        """the and for with that this are was has have from may can not its such which there these they their also more
        most some any all other than then when where what who how here photograph picture image lesion lesions patient
        speaks against diagnosis suggests seen shows show visible""",
    )
)

Similarities = Callable[[str, Sequence[str]], tuple[float, ...]]


def is_supported(claim: str, passage: str, sentences: Sequence[str], similarities: Similarities) -> bool:
    """Whether the passage, made of the sentences, says what the claim says. False for a claim without telling words."""
    if not set(NUMBER.findall(claim)) <= set(NUMBER.findall(passage)):
        return False
    share, cosines = overlap(claim, passage), similarities(claim, sentences)
    nearest = max(sentences, key=lambda sentence: overlap(claim, sentence), default="")
    if denials(claim) != denials(nearest):
        return False
    return (share >= LEAST_OVERLAP and max(cosines) >= LEAST_SIMILARITY) if cosines else share >= LEAST_OVERLAP_ALONE


def overlap(claim: str, text: str) -> float:
    """The share of the claim's telling words that stand in the text, by their beginnings."""
    own = stems(claim)
    return len(own & stems(text)) / len(own) if own else 0.0


def stems(text: str) -> set[str]:
    """The telling words' beginnings."""
    return {word[:STEM] for word in WORD.findall(text.casefold()) if word not in TELLING_NOTHING}


def denials(sentence: str) -> int:
    """How many negations stand in it."""
    return len(NEGATION.findall(sentence.casefold()))
