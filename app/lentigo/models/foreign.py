"""What a file is that should be a model's and is not, and where its reader should look instead."""

import re
from collections.abc import Callable
from pathlib import Path

from lentigo.errors import InputError
from lentigo.files import open_file
from lentigo.language import deferred, translate

SEEN = 1024  # bytes at its beginning
LFS = b"version https://git-lfs.github.com/spec/"
WEB_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<\?xml[^>]*>\s*<!doctype\s+html)", re.IGNORECASE)
CONVERT = deferred(
    "A packager converts it with “lentigo-packager models convert” and gives you the files that come of it."
)
GET_AGAIN = deferred("Get the model's own file, from whoever gave you this one; its name ends in .gguf.")
KINDS: tuple[tuple[Callable[[bytes], object], str, str], ...] = (
    (
        lambda start: not start,
        deferred("The file {file} is empty."),
        deferred("It was not copied to the end. Copy it again."),
    ),
    (
        lambda start: not start.strip(b"\0"),
        deferred("The file {file} holds zeros in place of a model."),
        deferred("Copy it again, from a good stick."),
    ),
    (
        lambda start: start.startswith(LFS),
        deferred("The file {file} only says where the model lies (a Git LFS pointer)."),
        deferred("Whoever made this folder must fetch the files themselves (“git lfs pull”) and copy them again."),
    ),
    (
        lambda start: WEB_PAGE.match(start),
        deferred("The file {file} is a web page, not a model."),
        deferred("A download ended at a page, perhaps to log in. Download the file itself, then look at its size."),
    ),
    (
        lambda start: start[8:9] == b"{" and b'"' in start[9:20],
        deferred("The file {file} holds weights that are not converted."),
        CONVERT,
    ),
    (
        lambda start: start.startswith(b"PK\x03\x04"),
        deferred("The file {file} is an archive, or weights that are not converted."),
        CONVERT,
    ),
    (
        lambda start: start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05",
        deferred("The file {file} holds pickled Python values."),
        CONVERT,
    ),
    (
        lambda start: start.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")),
        deferred("The file {file} is packed."),
        deferred("Unpack it, then try again."),
    ),
    (
        lambda start: start.startswith(b"%PDF"),
        deferred("The file {file} is a PDF, not a model."),
        deferred("Documents are added on the library's page."),
    ),
    (
        lambda start: start.startswith((b"ggml", b"lmgg", b"tjgg")),
        deferred("The file {file} is of a format that is out of use."),
        GET_AGAIN,
    ),
)
OTHERWISE = (deferred("The file {file} is not a model's file, or its beginning is damaged."), GET_AGAIN)


def recognise(path: Path) -> InputError:
    """What to say of a file that does not begin as a GGUF file does."""
    with open_file(path) as file:
        start = file.read(SEEN)
    told, remedy = next(((told, remedy) for fits, told, remedy in KINDS if fits(start)), OTHERWISE)
    return InputError(translate(told, file=path.name), hint=translate(remedy))
