"""Passwords and passphrases: typed unseen or from a file. Not arguments: other users of a computer can list these."""

import getpass
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from lentigo.errors import Cancelled, InputError
from lentigo.language import translate

LONGEST = 4096  # bytes of the file that are read


def ask(prompt: str) -> str:
    """What is typed at the terminal, without showing it; Cancelled for Ctrl-C and for the end of the input."""
    try:
        return getpass.getpass(prompt)
    except (KeyboardInterrupt, EOFError):
        raise Cancelled from None


def read_secret(path: Path | int | None) -> str:
    """The first line of a file or an open descriptor, "" without one; InputError where it cannot be read."""
    if path is None:
        return ""
    try:
        with open(path, "rb") as file:
            start = file.read(LONGEST)
        encoding = "utf-16" if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
        return start.decode(encoding).partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            translate("The password file {path} cannot be read.", path=path),
            hint=translate("Give a text file in UTF-8."),
        ) from problem
