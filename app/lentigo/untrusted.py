r"""Foreign text made harmless, by one rule for each place that it goes to.

Foreign is what a file, a model, a page, a stick or another person wrote: file names, titles, passages, answers, notes.

- Window, terminal, PDF: `readable`, in running text; `one_line`, where a name or a title stands among our own words,
  which it could imitate after a line end. Nothing in it steers a terminal, turns the direction of what stands beside
  it, hides text from the reader, cannot be encoded, or towers over other lines.
- Rich text of the window: `markup`. The same, and nothing in it is a tag.
- A cell of a table that a spreadsheet opens: `cell`. Nothing in it is a formula.
- JSON, on a terminal or in a file: `json_text`. Nothing is lost: what `readable` would take away is written as \uXXXX.
- File names, paths, ids: `is_plain_id`, `is_safe_path`. They are refused, not changed, for two names could become one;
  `plain_id` makes an id of a name and keeps them apart.
- Texts that somebody signed: `is_harmless`. Refused as well: what is shown must be what was signed.

Scripts of people stay whole: joiners, marks of direction, variation selectors, emoji.
"""

import hashlib
import json
import re
import unicodedata
from html import escape

LONGEST_LINE = 300  # characters of a name or a title
MOST_MARKS = 8  # on one letter; Tibetan and pointed Hebrew take fewer
REPLACEMENT = "\ufffd"
LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
DROPPED = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u206f"  # turn the direction of what follows
    "\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # are not seen, and can carry a text of their own
    "]"
)
NONCHARACTERS = "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
UNSHOWN = re.compile(
    f"[{NONCHARACTERS}\ufdd0-\ufdef"
    "\ud800-\udfff"  # halves of pairs: bytes of a file name that are no UTF-8
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # of private use: each font shows something else
    "]"
)

FORMULA = ("=", "+", "-", "@")
PLAIN_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
LONGEST_ID = 60  # characters of an id that is made here
LONGEST_PART = 255  # characters; no file system takes more
LONGEST_PATH = 1000
FORBIDDEN = frozenset('<>:"|?*\\')  # Windows
DEVICES = re.compile(  # Windows opens these for any folder and ending
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]) *(\..*)?", re.IGNORECASE
)


def readable(text: str) -> str:
    """Text of one or more lines for the window, a terminal or a page; tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    text = DROPPED.sub("", LINE_END.sub("\n", text).replace("\t", " "))
    return _calmed(UNSHOWN.sub(REPLACEMENT, text))


def one_line(text: str) -> str:
    """A name or a title, cut where it is longer than anybody reads."""
    line = " ".join(readable(text).split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def markup(text: str) -> str:
    """Text as HTML that shows it, for the window's rich text."""
    return escape(readable(text)).replace("\n", "<br/>")


def cell(text: str) -> str:
    """One line for a spreadsheet, which computes what begins like a formula; an apostrophe says that it is text."""
    line = one_line(text)
    return f"'{line}" if line.startswith(FORMULA) else line


def json_text(value: object, *, indent: int) -> str:
    """Plain values as JSON that a terminal shows and UTF-8 can hold; ValueError for a number that is not finite."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    for pattern in (DROPPED, UNSHOWN, LINE_END):
        text = pattern.sub(lambda found: json.dumps(found[0])[1:-1], text)
    return text


def is_harmless(text: str) -> bool:
    """Whether a text of one or more lines is shown as it is."""
    return readable(text) == text.replace("\t", " ")


def is_plain_id(text: str) -> bool:
    """Whether an id can name a folder on every system."""
    return bool(PLAIN_ID.fullmatch(text)) and not DEVICES.fullmatch(text)


def plain_id(name: str) -> str:
    """An id from a name: plain letters and digits; where others were lost, with a part of the name's hash."""
    name = unicodedata.normalize("NFC", name)
    plain = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.")
    if plain == name.lower().replace("_", "-") and len(plain) <= LONGEST_ID and is_plain_id(plain):
        return plain
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
    made = f"{plain[:LONGEST_ID].strip('-.') or 'model'}-{digest}"
    return made if is_plain_id(made) else made.replace(".", "-")  # "con.v1" would be a device


def is_safe_path(text: str) -> bool:
    """Whether a path with forward slashes stays inside the folder it is relative to, on every system."""
    return 0 < len(text) <= LONGEST_PATH and all(map(_is_safe_part, text.split("/")))


def folded(path: str) -> str:
    """The same for two paths that are one file to a system that disregards case and composition."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_safe_part(part: str) -> bool:
    if not 0 < len(part) <= LONGEST_PART or part[-1] in " ." or part[0] == " " or DEVICES.fullmatch(part):
        return False
    return not FORBIDDEN.intersection(part) and readable(part) == part and "\n" not in part


def _calmed(text: str) -> str:
    """Without the marks that are stacked on one letter past `MOST_MARKS`."""
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
