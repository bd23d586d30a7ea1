"""Whether a quote stands on a page, word for word."""

import re
import unicodedata

HYPHENATION = re.compile(r"(\w)[-\u00ad]\s*\n\s*(\w)")
LEAST = 12  # letters and digits: fewer prove nothing, for they stand on any page
# A quote does not begin or end inside a word, a hyphenated word or a number: "5 mg" does not stand in "0.5 mg".
START, END = r"(?<!\w)(?<!\w-)(?<!\d[.,])", r"(?!\w)(?!-\w)(?![.,]\d)"
SENTENCE_BREAK = re.compile(r"[.!?;:\n。！？]")
NEGATION = re.compile(
    r"\b(?:no|not|never|without|neither|nor|none|cannot|avoid|unless|tidak|bukan|jangan|tanpa)\b|\wn't\b"
)


def normalised(text: str) -> str:
    """Case, white space, ligatures, quotation marks and line-end hyphens levelled; words and line ends stay."""
    text = HYPHENATION.sub(r"\1\2", unicodedata.normalize("NFKC", text))
    text = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x00AD: None})
    return "\n".join(" ".join(line.split()) for line in text.casefold().splitlines())


def stands_on(quote: str, page_text: str) -> bool:
    """True where the whole quote is found on the page, and the page does not deny it just before.

    A quote that begins behind a "not" of its own sentence says the opposite of the page.
    """
    words = normalised(quote).split()
    if sum(character.isalnum() for word in words for character in word) < LEAST:
        return False
    page = normalised(page_text)
    found = re.finditer(START + r"\s+".join(map(re.escape, words)) + END, page)
    return any(not _denied(page[: match.start()]) for match in found)


def _denied(before: str) -> bool:
    """Whether the sentence that a quote goes on with holds a negation before it."""
    return NEGATION.search(SENTENCE_BREAK.split(before)[-1]) is not None
