"""Text that can be read as such: cleaned of characters that nobody sees, and told from the rubbish of broken fonts."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from lentigo.retrieval.language import STOP_WORDS
from lentigo.retrieval.scripts import CONTINUOUS, script, scripts

UNMAPPED = "\ufffd"  # what MuPDF writes for a glyph whose letter the font does not tell
BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•"}  # Symbol and Wingdings
JOINERS = "\u200c\u200d"  # they change how Persian and Indic letters look
ACCENTS = {"´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˘": "\u0306", "ˇ": "\u030c", "¸": "\u0327"}
SPACED_ACCENT = re.compile(rf"([{''.join(ACCENTS)}])([^\W\d_])")
BROKEN_FF = re.compile(r"(?<=[^\W\d_])↵")  # so macOS writes TeX's ligature
WORD = re.compile(r"[^\W\d_]{2,}")
ODD_WORD = re.compile(r"[a-z][A-Z]|[^\W\d_]\d|\d[^\W\d_]|[^\W\d_][\\~^|{}<>=%$#@][^\W\d_]")

MOST_UNREADABLE = 0.3  # share of a text's characters
FOREIGN = 0.03  # share of letters from which a script counts
MOST_SCRIPTS = 4  # a dictionary page may have as many
MOST_MIXED = 0.3  # share of words
FEWEST_VOWELS = 0.2  # of the letters; English has 0.4
GLYPH_SHIFT = 29  # from the usual number of a glyph to its letter
ENOUGH_LETTERS = 60  # to judge by vowels
VOWELS = frozenset("aeiouy")


@cache
def _kept(character: str) -> str:
    """The character, or what stands for it: nothing for controls, private, invisible and tag characters."""
    if character in BULLETS:
        return BULLETS[character]
    if character in "\t\n\r\xa0\u3000" or unicodedata.category(character) == "Zs":
        return " "
    if character == "\xad" or character in JOINERS:
        return character
    name = unicodedata.name(character, "")
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs") or "VARIATION SELECTOR" in name:
        return " " if unicodedata.category(character) == "Cc" else ""
    if character == UNMAPPED:
        return ""
    if "ﬀ" <= character <= "ﻼ" and not "\ufe00" <= character <= "\ufe0f":  # ligatures, presentation forms
        return unicodedata.normalize("NFKC", character)
    return character


def cleaned(text: str) -> str:
    """The text as it reads: ligatures and accents whole, single spaces, no character that nobody sees."""
    if not text.isascii() or not text.isprintable():
        text = "".join(map(_kept, text))
        text = BROKEN_FF.sub("ff", text)
        text = SPACED_ACCENT.sub(lambda found: found[2] + ACCENTS[found[1]], text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def unreadable_share(text: str) -> float:
    """The share of characters that no font map explains: unmapped, private, unassigned, controls."""
    marks = [character for character in text if not character.isspace() or character in "\x1c\x1d\x1e\x1f"]
    bad = sum(unicodedata.category(c) in ("Cc", "Co", "Cn") or c == UNMAPPED for c in marks if c not in BULLETS)
    return bad / len(marks) if marks else 0.0


def is_searchable(text: str) -> bool:
    """Whether a page's text holds words at all, and is not the rubbish that a broken font map makes of them."""
    words = WORD.findall(text)
    if not words and not any(script(character) in CONTINUOUS for character in text):
        return False
    return not (_mixes_scripts(text, words) or _is_shifted(words) or _is_scrambled(text, words))


def _mixes_scripts(text: str, words: Sequence[str]) -> bool:
    found = scripts(text)
    for continuous in (*CONTINUOUS, "HANGUL", "BOPOMOFO"):  # Japanese and Korean mix these within words
        found["EAST ASIAN"] += found.pop(continuous, 0)
    if sum(count >= FOREIGN * found.total() for count in found.values() if count) > MOST_SCRIPTS:
        return True
    mixed = sum(len(scripts(word).keys() - {*CONTINUOUS, "HANGUL", "BOPOMOFO"}) > 1 for word in words)
    return mixed > MOST_MIXED * len(words)


def _is_shifted(words: Sequence[str]) -> bool:
    """Whether Latin letters stand for others: the glyphs' numbers in a TrueType font, or almost no vowels."""
    if any(word.lower() in STOP_WORDS for word in words):
        return False
    meant = {"".join(chr(ord(letter) + GLYPH_SHIFT) for letter in word).lower() for word in words if word.isascii()}
    letters = [letter for letter in unicodedata.normalize("NFKD", "".join(words)).lower() if script(letter) == "LATIN"]
    vowels = sum(letter in VOWELS for letter in letters)
    few_vowels = len(letters) >= ENOUGH_LETTERS and vowels < FEWEST_VOWELS * len(letters)
    return few_vowels or len(meant & STOP_WORDS) >= 3


def _is_scrambled(text: str, words: Sequence[str]) -> bool:
    """Whether capitals, digits and signs stand inside words, and none of the words is a common one."""
    tokens = [token for token in text.split() if WORD.search(token)]
    if len(tokens) < 5 or any(word.lower() in STOP_WORDS for word in words):
        return False
    return sum(bool(ODD_WORD.search(token)) for token in tokens) > 0.5 * len(tokens)
