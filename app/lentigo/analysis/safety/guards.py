"""What may not pass from a model into a report: refusals, loops, false starts, leaked control text, noise."""

import re
import unicodedata

REFUSALS = (
    "i cannot",
    "i can't",
    "i'm sorry",
    "i am sorry",
    "as an ai",
    "i am unable",
    "i'm unable",
    "not able to assist",
)
CONTROL = re.compile(r"<[|/]?[a-z_][a-z_0-9]*[|]?>|\[/?INST\]", re.IGNORECASE)
LOOP = re.compile(r"(.{3,30}?)\1{2,}", re.DOTALL)
RUN_ON = re.compile(r"\b(\w+ [^.]{0,60}?\w)\1")  # "A roundA round": begun anew in the middle of a word
LONGEST_CHECKED = 400  # characters; keeps the loop search cheap
FEWEST_LETTERS = 0.5  # share of a text's visible characters, in any script


def is_usable(text: str) -> bool:
    """Whether a piece of model text may be shown as an answer."""
    head = text[:LONGEST_CHECKED]
    lowered = head.lower().replace("’", "'")
    refused = any(phrase in lowered for phrase in REFUSALS)
    return not (refused or CONTROL.search(head) or LOOP.search(head) or RUN_ON.search(head)) and _mostly_letters(head)


def _mostly_letters(text: str) -> bool:
    visible = [character for character in text if not character.isspace()]
    letters = sum(unicodedata.category(character)[0] in "LM" for character in visible)
    return bool(visible) and letters >= FEWEST_LETTERS * len(visible)
