"""The writing systems of a text: which they are, and which of them put no spaces between words."""

import unicodedata
from collections import Counter
from functools import cache

# Unicode names its characters by script; these names are pieces of one way of writing.
ALIASES = {"CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA", "IDEOGRAPHIC": "HAN"}
UNSPACED = frozenset({"HAN", "KANA", "THAI", "LAO", "KHMER", "MYANMAR"})
CONTINUOUS = frozenset({"HAN", "KANA"})  # where even the end of a line is no space
RIGHT_TO_LEFT = frozenset({"ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO"})
IN_NO_SCRIPT = frozenset({"MODIFIER", "COMBINING", "MASCULINE", "FEMININE", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT"})


@cache
def script(character: str) -> str:
    """The script of a letter or vowel mark, such as "LATIN" or "THAI"; "" for all other characters."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    name = unicodedata.name(character, "").split(" ", 1)[0]
    return "" if name in IN_NO_SCRIPT else ALIASES.get(name, name)


def scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    found = Counter(map(script, text))
    del found[""]
    return found


def is_unspaced(character: str) -> bool:
    """Whether a letter belongs to a script without spaces between words."""
    return script(character) in UNSPACED


def is_right_to_left(text: str) -> bool:
    """Whether most letters run from right to left."""
    found = scripts(text)
    return 2 * sum(found[name] for name in RIGHT_TO_LEFT) > found.total()


def length(text: str) -> int:
    """How long a text is, in words; two letters of a script without spaces count as a word."""
    if text.isascii():
        return len(text.split())
    unspaced = sum(map(is_unspaced, text))
    if not unspaced:
        return len(text.split())
    return unspaced // 2 + len("".join(" " if is_unspaced(character) else character for character in text).split())
