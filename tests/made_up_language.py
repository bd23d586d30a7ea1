"""Finds what is still in English while the program speaks the made-up language."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cache

import pytest
from build_scripts import build_script

from lentigo import language
from lentigo.language import ACCENTED, CONTEXT_END, SOURCE, use_language

LETTERS = re.compile(r"[A-Za-z]{2,}")  # the made-up language leaves none of these
NAMES = (
    r"Lentigo( Mini)?",
    r"PDF|JSON|FHIR R4|DICOM",  # names of file formats
    r"\*(\.\w+)+",  # and their endings
    r"Ctrl|Shift|Esc|Return|Del|Home|F\d+",  # keys, in Qt's words
    r"&?(Cancel|OK)|All Files",  # Qt's own words, which Qt's own catalogues translate
    r"Gemma 3|GGUF|Q8_0|F16|BF16",  # a family of models, and their precisions
    r"(American )?English|Español|Français|Bahasa Indonesia|Português \(Brasil\)",  # languages in their own words
    r"llama\.cpp \(llama-cpp-python [^)]*\)|[a-z0-9]+-[0-9a-f]{16}",  # the engine, its variant and build
    r"all-MiniLM-L6-v2(\.gguf sha256:\w+)?|CC BY-NC 4\.0",
    r"UTC",
    r"[0-9a-f]{8,}…?|([0-9A-F]{4} ?){8}",  # hashes and fingerprints
)
_NAMES = re.compile(rf"(?<!\w)({'|'.join(NAMES)})(?!\w)")
_LONGEST_LINE = 20  # characters; a longer word may be broken where it is set in columns


def strings(value: object) -> Iterator[str]:
    """All plain text in a value of the domain: names, titles, quotes, answers of a model."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from (*strings(key), *strings(held))
    elif isinstance(value, tuple | list):
        for held in value:
            yield from strings(held)


def pattern_of(known: Iterable[str]) -> re.Pattern[str]:
    """Finds these texts, the longest first, however their lines are broken."""
    texts = sorted(filter(LETTERS.search, known), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(_broken_anywhere, texts)) or '$.'})(?!\w)", re.IGNORECASE)


def _broken_anywhere(text: str) -> str:
    parts = ((word if len(word) > _LONGEST_LINE else (word,)) for word in text.split())
    return r"\s+".join(r"\s*".join(map(re.escape, part)) for part in parts)


def english_in(text: str, data: re.Pattern[str]) -> bool:
    """Whether English is left of a text when names and the data in it are taken out."""
    return LETTERS.search(_NAMES.sub("", data.sub("", text))) is not None


@cache
def _marked() -> frozenset[str]:
    """All messages of the program, as `translate` takes them."""
    marked = build_script("catalogues").messages_of_program()
    return frozenset(
        f"{each.context}{CONTEXT_END}{form}" if each.context else form for each in marked for form in each.forms
    )


@contextmanager
def only_marked_sentences() -> Iterator[None]:
    """Speak the made-up language; at the end, AssertionError where a sentence was said that no catalogue can have."""
    said: set[str] = set()
    translations = language._AccentedTranslations
    speak = translations.gettext

    def note(self: language._AccentedTranslations, message: str) -> str:
        said.add(message)
        return speak(self, message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translations, "gettext", note)
        use_language(ACCENTED)
        yield
        use_language(SOURCE)
    unmarked = sorted(filter(LETTERS.search, said - _marked()))  # signs and names of keys are no sentences
    assert not unmarked, unmarked
    assert said
