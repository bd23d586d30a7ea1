"""What a search result shows of a passage: the part where the words of the query stand, with these words marked."""

import re

from lentigo.untrusted import markup, readable

_WORD = re.compile(r"\w+")
_STEM = 6  # letters: enough to match colour with colours, irregular with irregularly
_SHORTEST = 3  # letters
_IDLE = frozenset(
    ("the", "and", "for", "with", "from", "that", "this", "are", "was", "not", "but", "has", "have", "can")
)
_SHOWN = 420  # characters
_BEFORE = 80  # characters that lead to the first word


def found_words(query: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where words of the query, or others of the same beginning, stand in the text."""
    wanted = {_stem(word) for word in _WORD.findall(query) if len(word) >= _SHORTEST and word.casefold() not in _IDLE}
    return tuple(match.span() for match in _WORD.finditer(text) if _stem(match.group()) in wanted)


def excerpt(query: str, text: str) -> str:
    """The part of the text that holds most of the words, as HTML with the words in bold."""
    text = readable(text)
    start, end = _window(found_words(query, text), text)
    shown = text[start:end]
    parts, place = [], 0
    for begin, stop in found_words(query, shown):
        parts += [markup(shown[place:begin]), f"<b>{markup(shown[begin:stop])}</b>"]
        place = stop
    body = "".join([*parts, markup(shown[place:])])
    return f"{'… ' if start else ''}{body}{' …' if end < len(text) else ''}"


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]


def _window(found: tuple[tuple[int, int], ...], text: str) -> tuple[int, int]:
    """Ends at words; the whole text where it is short."""
    if len(text) <= _SHOWN:
        return 0, len(text)
    best = max((begin for begin, _ in found), key=lambda place: _within(found, place), default=0)
    start = max(min(best - _BEFORE, len(text) - _SHOWN), 0)
    start = text.find(" ", start) + 1 if start else 0
    end = start + _SHOWN
    return start, len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + 1)


def _within(found: tuple[tuple[int, int], ...], place: int) -> int:
    return sum(place <= begin < place + _SHOWN - _BEFORE for begin, _ in found)
