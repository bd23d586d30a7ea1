"""How words are compared: in any case, with or without the accents of what is looked for."""

import unicodedata


def folded(text: str) -> str:
    """The same for "José" and "jose"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Each must be found, in any order; a comma is none, as lists have it between a name and a number."""
    return folded(text).replace(",", " ").split()
