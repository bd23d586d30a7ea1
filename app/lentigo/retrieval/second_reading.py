"""What another program reads on a page: PDFium beside MuPDF, so that no number is quoted that only one of them sees so.

Both may misread a page, as where runs of letters come in a wrong order; that both misread it in the same way is rare.
"""

import re
import unicodedata
from pathlib import Path

import pypdfium2

NUMBER = r"\d+(?:[.,:/\u066b]\d+)*"
WORD = re.compile(rf"{NUMBER}|[^\W\d_]+")
HYPHEN = re.compile("[-\u00ad\u2010\x02\ufffe]\\s*\n\\s*|[\u00ad\x02\ufffe]")  # PDFium marks those that it takes out
MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
BETWEEN = r"[^\w]*"  # nothing but signs and spaces


def page_text(path: Path, page: int) -> str:
    """All text of a page (from 1) as PDFium reads it; "" where it cannot."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            return str(document[page - 1].get_textpage().get_text_range())
    except (pypdfium2.PdfiumError, OSError, ValueError, IndexError):
        return ""


def has_number(quote: str) -> bool:
    """Whether a quote holds a digit of any script."""
    return any(character.isnumeric() for character in quote)


def confirms(text: str, quote: str) -> bool:
    """Whether each number of the quote stands between the same words in a page's text."""
    page, words = _levelled(text), WORD.findall(_levelled(quote))
    near = (words[max(0, place - 1) : place + 2] for place, word in enumerate(words) if word[0].isdigit())
    return all(re.search(BETWEEN.join(map(_whole, piece)), page) for piece in near)


def _whole(word: str) -> str:
    """A number as it is: not a piece of another one."""
    if not word[0].isdigit():
        return re.escape(word)
    return rf"(?<!\d)(?<!\d[.,\u066b]){re.escape(word)}(?!\d)(?![.,\u066b]\d)"


def _levelled(text: str) -> str:
    """Without what the two programs may tell differently: forms of letters, marks on them, hyphens, case, line ends."""
    plain = unicodedata.normalize("NFKD", HYPHEN.sub("", text.replace("\r\n", "\n")))
    return " ".join(MARKS.sub("", plain).casefold().split())
