"""What the handbook's conditions, signs and everyday words are called in the languages that the program speaks.

Names match as they are written, whatever their case and accents: by English stems, "âgée" would be found in "aged".
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("foreign_names.toml")
THAI = "th"
_MOST_WORDS, _MOST_LETTERS = 8, 40  # of a name; a test holds the table to it
_THAI_SPACE = re.compile(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])")  # stands between phrases, not words
_THAI_RUN = re.compile(r"[\u0e00-\u0e7f]+")
_ENGLISH = frozenset(
    [
        "acne",
        "doi",
        "eczema",
        "elephantiasis",
        "eruption",
        "hemangioma",
        "herpes",
        "impetigo",
        "lupus",
        "naevus",
        "pe",
        "pes",
        "rosacea",
        "urticaria",
        "vitiligo",
        "zoster",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")


def foreign_meanings(query: str) -> Iterator[str]:
    """What the handbook calls the names in a query; the longest name at each place wins."""
    spaced, thai = _names()
    yield from _found(_words(query), spaced, _MOST_WORDS, " ")
    for run in _THAI_RUN.findall(_THAI_SPACE.sub("", query)):
        yield from _found(run, thai, _MOST_LETTERS, "")


def _found(parts: Sequence[str], names: Mapping[str, str], longest: int, joint: str) -> Iterator[str]:
    start = 0
    while start < len(parts):
        lengths = range(min(longest, len(parts) - start), 0, -1)
        length = next((n for n in lengths if joint.join(parts[start : start + n]) in names), 0)
        if length:
            yield names[joint.join(parts[start : start + length])]
        start += length or 1


def _words(text: str) -> list[str]:
    """What is an English word without its accents keeps them."""
    written = _WORD.findall(unicodedata.normalize("NFC", text.casefold()))
    return [word if (plain := _plain(word)) in _ENGLISH else plain for word in written]


def _plain(text: str) -> str:
    """As it is typed where a keyboard lacks capitals and accents."""
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("æ", "ae"))
    return "".join(each for each in apart if unicodedata.category(each) != "Mn")


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """What each name means: those whose words are spaced, and the Thai ones."""
    entries: dict[str, dict[str, str]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    spaced, thai = {}, {}
    for meaning, languages in entries.items():
        for language, names in languages.items():
            for name in map(str.strip, names.split(",")):
                if language == THAI:
                    thai[_THAI_SPACE.sub("", name)] = meaning
                else:
                    spaced[" ".join(_words(name))] = meaning
    return spaced, thai
