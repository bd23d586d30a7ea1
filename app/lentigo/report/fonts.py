"""The fonts of the PDFs: Noto Sans, and for what it lacks the fonts for some 150 scripts that MuPDF carries.

Typst takes fonts from folders alone, so those that a text needs are written into a temporary folder of this process.
Fonts of the system are never used: a report looks the same on each computer.
"""

import atexit
import os
import re
import shutil
import struct
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pymupdf
import typst

from lentigo.files import remove_abandoned
from lentigo.untrusted import REPLACEMENT, readable

_FOLDER = "lentigo-fonts-"
_BODY = ("notos", "notosbo")  # pymupdf-fonts' names: regular and bold
_SYMBOLS = ("symbol1", "symbol2", "math", "music")
_SCRIPTS = range(1, 175)  # MuPDF's numbers of scripts (UCDN)
_JOINED = "\u200d"  # makes one emoji of two
_UNSEEN = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f")  # steer what stands beside them; need no glyph
_STUCK = frozenset("\u0e33\u0eb3\uff9e\uff9f")  # letters that never stand apart from the one before
_AHEAD = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")  # nor these from the one after
_USUAL = re.compile("[\x20-\x7e\n\u00a1-\u00ac\u00ae-\u017f–—‘’“”„•…≤≥]*")  # Noto Sans has them, each alone
_FAMILY, _POSTSCRIPT = 1, 6  # ids of names in a font


class Typeface:
    """The fonts that some texts need, in the order in which each character looks for its own."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted = set(_BODY) | {name for text in texts for name in _fonts_of(text)}
        others = (name for name in _others() if name in wanted) if wanted - set(_BODY) else ()
        self._names = (*_BODY, *others)

    def fonts(self) -> tuple[typst.Fonts, list[str]]:
        """What Typst takes, and the names of the families."""
        folders = [_written(name) for name in self._names]
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        families = {Path(each.path or "").parent.name: each.family for each in fonts.fonts()}
        return fonts, list(dict.fromkeys(families[name] for name in self._names))


def drawable(text: str) -> str:
    """Foreign text as it is drawn: what no font has, alone or on the letter that it belongs to, is replaced visibly."""
    text = readable(text)
    return text if _USUAL.fullmatch(text) else "".join(drawn for drawn, _name in _clusters(text))


def plain(text: str) -> str:
    """The same with Noto Sans alone."""
    font = _body(_BODY[0])
    return "".join(each if each == "\n" or font.has_glyph(ord(each)) else REPLACEMENT for each in text)


def _fonts_of(text: str) -> set[str]:
    return set() if _USUAL.fullmatch(text) else {name for _drawn, name in _clusters(text)}


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Letters with what stands on them, and the font that has all of it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _belongs(text[end - 1], text[end]):
            yield from _drawn(text[start:end])
            start = end


def _belongs(before: str, character: str) -> bool:
    """Whether it is drawn together with what stands before it."""
    if character.isascii():
        return False
    stuck = character in _STUCK or character in _UNSEEN or "\U0001f3fb" <= character <= "\U0001f3ff"
    return stuck or before == _JOINED or before in _AHEAD or unicodedata.category(character) in ("Mn", "Mc", "Me")


@cache
def _drawn(cluster: str) -> tuple[tuple[str, str], ...]:
    needed = "".join(each for each in cluster if each not in _UNSEEN and not _is_variation(each) and each != "\n")
    if name := _font_with(needed):
        return ((cluster, name),)
    if _JOINED in cluster:
        return tuple(drawn for part in cluster.split(_JOINED) for drawn in _drawn(part))
    name = _font_with(needed[0]) or _BODY[0]
    font = _font(name)
    return (("".join(each if font.has_glyph(ord(each)) else REPLACEMENT for each in needed), name),)


def _is_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f"


@cache
def _font_with(characters: str) -> str:
    """The first font that has them all; "" where none has."""
    if _has(_body(_BODY[0]), characters):
        return _BODY[0]
    return next((name for name, font in _others().items() if _has(font, characters)), "")


def _has(font: pymupdf.Font, characters: str) -> bool:
    return all(font.has_glyph(ord(each)) for each in characters)


def _font(name: str) -> pymupdf.Font:
    return _body(name) if name in _BODY else _others()[name]


@cache
def _body(name: str) -> pymupdf.Font:
    return pymupdf.Font(name)


@cache
def _others() -> dict[str, pymupdf.Font]:
    """All other fonts, each once: emoji and symbols, then those of the scripts."""
    found = (_emoji(), *map(pymupdf.Font, _SYMBOLS), *_script_fonts())
    named: dict[str, pymupdf.Font] = {}
    for font in found:
        named.setdefault(font.name.replace(" ", ""), font)
    return named


def _script_fonts() -> Iterator[pymupdf.Font]:
    for number in _SCRIPTS:
        with suppress(AttributeError):  # PyMuPDF's answer where no font is for that script
            yield pymupdf.Font(script=number, language="en")


def _emoji() -> pymupdf.Font:
    """MuPDF's own, which PyMuPDF gives no name."""
    data, size = pymupdf.mupdf.ll_fz_lookup_noto_emoji_font()
    font = pymupdf.Font("notos")
    font.this = pymupdf.mupdf.fz_new_font_from_memory(None, data, size, 0, 0)
    return font


@cache
def _written(name: str) -> str:
    """The folder of one font, for as long as this process lives."""
    folder = _folder() / name
    folder.mkdir()
    (folder / "font.ttf").write_bytes(_named(_font(name).buffer))
    return str(folder)


@cache
def _folder() -> Path:
    remove_abandoned(Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"))
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _named(font: bytes) -> bytes:
    """The font with the names that Typst asks for; Droid Sans Fallback has lost one of them."""
    entries = [
        struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(*struct.unpack_from(">H", font, 4))
    ]
    index, (_tag, _sum, start, length) = next(
        (index, entry) for index, entry in enumerate(entries) if entry[0] == b"name"
    )
    names = _names(font[start : start + length])
    if _POSTSCRIPT in names or _FAMILY not in names:
        return font
    names[_POSTSCRIPT] = names[_FAMILY].decode("utf-16-be").replace(" ", "").encode("utf-16-be")
    table = _name_table(names)
    place = -len(font) % 4 + len(font)
    entry = struct.pack(">4sIII", b"name", 0, place, len(table))
    at = 12 + 16 * index
    return font[:at] + entry + font[at + 16 :] + bytes(place - len(font)) + table


def _names(table: bytes) -> dict[int, bytes]:
    """Of the name table: the English names for Windows, in UTF-16, by their ids."""
    count, strings = struct.unpack_from(">HH", table, 2)
    records = [struct.unpack_from(">6H", table, 6 + 12 * index) for index in range(count)]
    return {
        name: table[strings + start : strings + start + length]
        for platform, _encoding, _language, name, length, start in records
        if platform == 3
    }


def _name_table(names: dict[int, bytes]) -> bytes:
    records, strings = b"", b""
    for name, value in sorted(names.items()):
        records += struct.pack(">6H", 3, 1, 0x409, name, len(value), len(strings))
        strings += value
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + strings
