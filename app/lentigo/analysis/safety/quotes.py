"""Whether a quote stands on a page, word for word."""

import re
import unicodedata

HYPHENATION = re.compile(r"(\w)[-\u00ad]\s*\n\s*(\w)")


def normalised(text: str) -> str:
    """Case, white space, ligatures, quotation marks and line-end hyphens levelled; the words stay as they are."""
    text = HYPHENATION.sub(r"\1\2", unicodedata.normalize("NFKC", text))
    text = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x00AD: None})
    return " ".join(text.split()).casefold()


def stands_on(quote: str, page_text: str) -> bool:
    """True where the whole quote is found on the page; an empty quote never is."""
    wanted = normalised(quote)
    return bool(wanted) and wanted in normalised(page_text)
