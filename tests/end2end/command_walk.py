"""Looks through what the command line prints for what is still in English while it speaks the made-up language."""

import re

LETTERS = re.compile(r"[A-Za-z]{2,}")  # the made-up language leaves none of these
NAMES = (
    r"lentigo(-packager)?|Lentigo( Mini)?",
    r"(?<![\w-])--?[a-z][a-z-]*",  # options
    r"analy[sz]e|models|library|bench|completion|import|list|verify|remove|add|build|search|case",  # verbs
    r"bash|zsh|tcsh|fish|powershell",
    r"female|male|other",  # ids
    r"\b[a-z]+(_[a-z]+)+\b|large|inflamed|oozing|itch|pain|fever|spreading|mucosa|swelling|numb",  # history items
    r"ID|PDF|JSON|UTF-8|MB|GGUF|BF16|Q8_0|F16|CC BY-NC 4\.0|Apache-2\.0|all-MiniLM-L6-v2|all-minilm-l6-v2",
    r"(?:/[^\s“”]+)+",  # paths
    r"\S+\.(jpg|jpeg|png|pdf|json|gguf|py|txt)\b",  # file names
    r"llama\.cpp|llama-cpp-python|tokens/s|llama_decode",
    r"[0-9a-f]{8,}|([0-9A-F]{4} ?){8}",  # hashes and fingerprints
)
_NAMES = re.compile(rf"(?<![A-Za-z])({'|'.join(NAMES)})(?![A-Za-z])")


def english(text: str, *data: str) -> list[str]:
    """The lines with words that are no names, nor part of `data`: what a model, a document or the user wrote."""
    for known in sorted(data, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "", text, flags=re.IGNORECASE)
    return [line for line in text.splitlines() if LETTERS.search(_NAMES.sub("", line))]
