"""Lines with right-to-left letters, put into the order in which they are read.

A page paints such a line in its visible order, and MuPDF hands it over in pieces whose order is not to be relied on:
"for 7 days" came as "200 days". Here the letters are taken from left to right as they stand, and that order is sought
which the Unicode bidirectional algorithm (UAX 9) would show so. Where none does, the line is not `sure`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from bidi import get_display

LETTER = re.compile("[\u0590-\u05ff\u0600-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
SPACE = 0.16  # of the type's size between two letters: a space stands there
TOKEN = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*|[^\W\d_][^\W_]*(?:[-'’.][^\W_]+)*|\s+|.", re.DOTALL)
PERCENT = re.compile(r"(?<!\d)([%٪])(\d+(?:[.,\u066b]\d+)*)(?![%٪])")  # a sign that goes behind its number
NEAR = 3  # letters between a number and a word beside it
MOST_PIECES = 10  # of a stretch from left to right: there are 512 ways to read so many
BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")
LEVELLED = str.maketrans("()[]{}«»<>", "((((((((((", "%٪")
ARABIC = re.compile("[\u0600-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
ARABIC_ALEF, HEBREW_ALEF = "\u0627", "\u05d0"
BEFORE = ("", f"{ARABIC_ALEF} ", f"{HEBREW_ALEF} ", "a ")  # what the line before may end with


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A letter with its marks, or letters that one glyph stands for, with its place along the line in points."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A line as it is read. Where it is not `sure`, a number may stand beside another word than it belongs to."""

    text: str
    sure: bool


def is_right_to_left_letter(text: str) -> bool:
    """Whether a text holds a right-to-left letter."""
    return LETTER.search(text) is not None


def in_reading_order(glyphs: Sequence[Glyph], size: float, *, leftwards: bool) -> Ordered:
    """The text of a line of this type size on a page that is read `leftwards`, or not."""
    shown = _shown(glyphs, size)
    if leftwards:
        text, sure = _leftwards(shown)
    else:
        text, sure = _rightwards(shown)
    return Ordered(text=_brackets(text), sure=sure)


def _shown(glyphs: Sequence[Glyph], size: float) -> str:
    """The line as it looks, from left to right."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.x0)
    shown = [_reversed(ordered[0].text)] if ordered else []
    for glyph, following in pairwise(ordered):
        shown.append(" " if following.x0 - glyph.x1 > SPACE * size else "")
        shown.append(_reversed(following.text))  # a glyph of two letters, such as lam with alef, turns with its line
    return "".join(shown)


def _leftwards(shown: str) -> tuple[str, bool]:
    """From right to left; what stands between right-to-left letters runs so or the other way, piece by piece."""
    read, sure = "", True
    for stretch in reversed(_stretches(shown)):
        if is_right_to_left_letter(stretch):
            read += _reversed(stretch)
            continue
        ways = {_foreign(stretch, letter) for letter in _letters_before(read, shown)}
        sure &= len(ways) == 1 and "" not in ways
        read += min(ways, key=len, default="") or stretch
    read = PERCENT.sub(r"\2\1", read)
    return read, sure and (not re.search(r"\d", read) or _shows(read, shown))


def _letters_before(read: str, shown: str) -> tuple[str, ...]:
    """The strong letter that decides how a number is shown: Arabic ones make other signs part from it than Hebrew ones.

    At a line's start that is the paragraph's own direction, or a letter of the line before.
    """
    letters = LETTER.findall(read)
    if letters:
        return (letters[-1],)
    return (HEBREW_ALEF, ARABIC_ALEF) if ARABIC.search(shown) else (HEBREW_ALEF,)


def _stretches(shown: str) -> list[str]:
    """Runs of right-to-left letters with what is neutral between them, and what else there is, spaces apart."""
    found: list[str] = []
    for token in re.findall(r"\s+|\S+", shown):
        pieces = [token] if token.isspace() else _pieces(token)
        for piece in pieces:
            same = found and is_right_to_left_letter(found[-1]) == is_right_to_left_letter(piece)
            if same:
                found[-1] += piece
            else:
                found.append(piece)
    return [part for stretch in found for part in _trimmed(stretch)]


def _pieces(token: str) -> list[str]:
    """A word cut where it turns from right-to-left letters to Latin ones or digits; signs stay with what is beside."""
    return [piece for piece in re.split(r"((?:(?![A-Za-z\d\u0660-\u0669\u06f0-\u06f9])\D)+)", token) if piece]


def _trimmed(stretch: str) -> Iterator[str]:
    if is_right_to_left_letter(stretch) or stretch.isspace():
        yield stretch
        return
    start, end = len(stretch) - len(stretch.lstrip()), len(stretch.rstrip())
    yield from filter(None, (stretch[:start], stretch[start:end], stretch[end:]))


def _reversed(stretch: str) -> str:
    """Marks stay behind their letters, which one glyph carries together; of such, only spaces and signs turn."""
    clusters: list[str] = []
    for character in stretch:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return "".join(reversed(clusters))


def _foreign(stretch: str, letter: str) -> str:
    """Numbers, signs and Latin words behind a letter: the way of reading that shows them as they stand, or "".

    Of several, that with most turns counts: "5 mg" and "mg 5" look alike there, and so they do where they are quoted.
    """
    tokens = TOKEN.findall(stretch)
    pieces = [token for token in tokens if not token.isspace()]
    if len(pieces) <= 1:
        return stretch
    if len(pieces) > MOST_PIECES:
        return ""
    expected = _levelled(f"{letter} {stretch} {letter}")
    for cuts in sorted(product((True, False), repeat=len(pieces) - 1), key=lambda cuts: -sum(cuts)):
        read = _read(tokens, cuts)
        if _levelled(get_display(f"{letter} {read} {letter}", base_dir="R")) == expected:
            return read
    return ""


def _read(tokens: Sequence[str], cuts: Sequence[bool]) -> str:
    """The tokens from the right, those that no cut parts in their own order."""
    groups: list[list[str]] = [[]]
    left = iter(cuts)
    started = False
    for token in tokens:
        if started and not token.isspace() and next(left):
            spaces: list[str] = []
            while groups[-1] and groups[-1][-1].isspace():
                spaces.insert(0, groups[-1].pop())
            groups += [spaces, []] if spaces else [[]]
        groups[-1].append(token)
        started |= not token.isspace()
    return "".join("".join(group) for group in reversed(groups))


def _rightwards(shown: str) -> tuple[str, bool]:
    """From left to right, with right-to-left words in it; a number among these has no sure place."""
    places = [found.start() for found in LETTER.finditer(shown)]
    if not places:
        return shown, True
    start, end = places[0], places[-1] + 1
    inner, near = shown[start:end], shown[max(0, start - NEAR) : end + NEAR]
    turned = inner if re.search(r"[A-Za-z\d]", inner) else _reversed(inner)
    return shown[:start] + turned + shown[end:], not re.search(r"\d", near)


def _shows(text: str, shown: str) -> bool:
    """Whether the bidirectional algorithm shows a text so; brackets are mirrored in it, and count as one sign."""
    expected = _levelled(shown)
    return any(_levelled(get_display(start + text, base_dir="R")).startswith(expected) for start in BEFORE)


def _levelled(shown: str) -> str:
    return "".join(unicodedata.normalize("NFKC", shown).translate(LEVELLED).split())


def _brackets(text: str) -> str:
    """Brackets as they open and close: some fonts name them by their looks, and these are mirrored."""
    first = re.search(r"[()\[\]{}«»<>]", text)
    return text.translate(BRACKETS) if first and first[0] in ")]}»>" else text
