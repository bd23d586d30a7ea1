"""Which names of files and texts from a stick are harmless on every system, and in a terminal."""

import re
import unicodedata

LONGEST_PART = 255  # characters; no file system takes more
LONGEST_PATH = 1000
PLAIN_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
FORBIDDEN = frozenset('<>:"|?*\\')  # Windows
DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\..*)?", re.IGNORECASE)  # Windows opens these for any folder
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # let text show in another order


def is_plain_id(text: str) -> bool:
    """Whether a model's id can name a folder everywhere."""
    return bool(PLAIN_ID.fullmatch(text)) and not DEVICES.fullmatch(text)


def is_safe_path(text: str) -> bool:
    """Whether a path with forward slashes stays inside the folder it is relative to, on every system."""
    return 0 < len(text) <= LONGEST_PATH and all(map(_is_safe_part, text.split("/")))


def is_harmless(text: str) -> bool:
    """Whether a text, of one or more lines, shows as it is: a terminal obeys control characters."""
    return not any(_is_control(character) for character in text if character not in "\n\t")


def folded(path: str) -> str:
    """The same for two paths that are one file to a system that disregards case and composition."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_safe_part(part: str) -> bool:
    if not 0 < len(part) <= LONGEST_PART or part[-1] in " ." or part[0] == " " or DEVICES.fullmatch(part):
        return False
    return not any(character in FORBIDDEN or _is_control(character) for character in part)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in TURNING
