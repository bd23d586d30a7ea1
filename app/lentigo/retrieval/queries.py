"""Queries made findable: abbreviations and everyday words get the library's own words beside them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import Stemmer

from lentigo.domain.evidence import Condition
from lentigo.retrieval.foreign_names import foreign_meanings

TABLE = Path(__file__).with_name("abbreviations.toml")
WORD = re.compile(r"\w+(?:['’]\w+)*")
SHORT = 5  # letters up to which a word in capitals is an abbreviation

Phrase = tuple[str, ...]


class QueryVocabulary:
    """The table's words, and the names that the handbook gives its conditions, with what the library calls them."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        # a title means itself, so that "tinea" inside "Tinea pedis" is not taken for the name of another condition
        names = [(name, entry.title) for entry in conditions for name in (*entry.names, entry.title)]
        self._meanings = {phrase: title for name, title in names if (phrase := _phrase(name))} | _table()
        self._longest = max(map(len, self._meanings))

    def expanded(self, query: str) -> str:
        """The query, with the meaning of each abbreviation, name and everyday word behind it, once.

        What the query says already in the same words is not said again.
        """
        said = query.casefold()
        added = dict.fromkeys(meaning for meaning in self._found(query) if meaning.casefold() not in said)
        return " ".join([query, *added])

    def _found(self, query: str) -> Iterator[str]:
        """Meanings in the query's order; the longest phrase wins, so that "cold sore" is not a sore."""
        words = [_key(word) for word in WORD.findall(query)]
        start = 0
        while start < len(words):
            lengths = range(min(self._longest, len(words) - start), 0, -1)
            length = next((n for n in lengths if tuple(words[start : start + n]) in self._meanings), 0)
            if length:
                yield self._meanings[tuple(words[start : start + length])]
            start += length or 1
        yield from foreign_meanings(query)


def _phrase(text: str) -> Phrase:
    return tuple(map(_key, WORD.findall(text)))


def _key(word: str) -> str:
    """An abbreviation as it stands, for "TEN" is not ten; the stem of anything else."""
    return word if word.isupper() and len(word) <= SHORT else str(_stemmer().stemWord(word.lower().replace("’", "'")))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@cache
def _table() -> dict[Phrase, str]:
    entries: dict[str, str] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {_phrase(name): meaning for name, meaning in entries.items()}
