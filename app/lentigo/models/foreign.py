"""What a file is that should be a model's and is not, and where its reader should look instead."""

import re
from collections.abc import Callable
from pathlib import Path

from lentigo.errors import InputError

SEEN = 1024  # bytes at its beginning
LFS = b"version https://git-lfs.github.com/spec/"
WEB_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<\?xml[^>]*>\s*<!doctype\s+html)", re.IGNORECASE)
CONVERT = "A packager converts it with “lentigo-packager models convert” and gives you the files that come of it."
GET_AGAIN = "Get the model's own file, from whoever gave you this one; its name ends in .gguf."
KINDS: tuple[tuple[Callable[[bytes], object], str, str], ...] = (
    (lambda start: not start, "is empty", "It was not copied to the end. Copy it again."),
    (lambda start: not start.strip(b"\0"), "holds zeros in place of a model", "Copy it again, from a good stick."),
    (
        lambda start: start.startswith(LFS),
        "only says where the model lies (a Git LFS pointer)",
        "Whoever made this folder must fetch the files themselves (“git lfs pull”) and copy them again.",
    ),
    (
        lambda start: WEB_PAGE.match(start),
        "is a web page, not a model",
        "A download ended at a page, perhaps to log in. Download the file itself, then look at its size.",
    ),
    (lambda start: start[8:9] == b"{" and b'"' in start[9:20], "holds weights that are not converted", CONVERT),
    (lambda start: start.startswith(b"PK\x03\x04"), "is an archive, or weights that are not converted", CONVERT),
    (lambda start: start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05", "holds pickled Python values", CONVERT),
    (lambda start: start.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")), "is packed", "Unpack it, then try again."),
    (lambda start: start.startswith(b"%PDF"), "is a PDF, not a model", "Documents are added on the library's page."),
    (lambda start: start.startswith((b"ggml", b"lmgg", b"tjgg")), "is of a format that is out of use", GET_AGAIN),
)


def recognise(path: Path) -> InputError:
    """What to say of a file that does not begin as a GGUF file does."""
    with path.open("rb") as file:
        start = file.read(SEEN)
    for fits, what, remedy in KINDS:
        if fits(start):
            return InputError(f"The file {path.name} {what}.", hint=remedy)
    return InputError(f"The file {path.name} is not a model's file, or its beginning is damaged.", hint=GET_AGAIN)
