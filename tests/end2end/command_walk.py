"""Looks through what the command line prints for what is still in English while it speaks the made-up language."""

import re

LETTERS = re.compile(r"[A-Za-z]{2,}")  # the made-up language leaves none of these
NAMES = (
    r"lentigo-mini|lentigo(-packager)?|Lentigo( Mini| Handbook)?",
    r"(?<![\w-])--?[a-z][a-z-]*",  # options
    r"analy[sz]e|chat|models|library|records|bench|completion",  # verbs
    r"import|list|verify|backup|restore|kept|statistics|remove|add|build|search|case",  # and their actions
    r"bash|zsh|tcsh|fish|powershell",
    r"female|male|other|dermoscopic|close-up|overview",  # ids
    r"pigmented-spot|lump|sore|blisters|rash|hot-skin|pale-patch",  # complaints
    r"\b[a-z]+(_[a-z]+)+\b|large|inflamed|oozing|itch|pain|fever|spreading|mucosa|swelling|numb",  # history items
    r"ID|PDF|JPEG|JSON|UTC|UTF-8|MB|GGUF|BF16|Q8_0|F16|CC BY-NC 4\.0|Apache-2\.0|all-MiniLM-L6-v2|all-minilm-l6-v2",
    r"(?:/[^\s“”]+)+",  # paths
    r"[\w.-]*\.(jpg|jpeg|png|pdf|json|gguf|py|txt)\b",  # file names
    r"llama\.cpp|llama-cpp-python|tokens/s|llama_decode|SHA-256|ICD-10",
    r"[0-9A-Fa-f]{8,}|([0-9A-F]{4} ?){8}",  # hashes and fingerprints
)
TO_COME = (  # said by parts that do not speak the user's language yet: this list only shrinks
    r"The file was not found\. It may have been moved, or its drive unplugged\. Choose the photograph again\.",
    r"The library has no document 1\. “lentigo library list” shows the ids\.",
)
_NAMES = re.compile(rf"(?<![A-Za-z])({'|'.join(NAMES)})(?![A-Za-z])")


def english(text: str, *data: str) -> list[str]:
    """The words that are no names, nor part of `data`: what a model, a document or the user wrote."""
    text = " ".join(text.split())  # what is said is wrapped
    text = re.sub("|".join(TO_COME), "", text)
    for known in sorted((" ".join(each.split()) for each in data), key=len, reverse=True):
        if LETTERS.search(known):
            text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "", text, flags=re.IGNORECASE)
    return LETTERS.findall(_NAMES.sub("", text))
