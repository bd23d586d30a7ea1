"""All that the command line prints goes through here: a foreign file's texts must not steer the terminal."""

import io
import os
import sys
from contextlib import suppress

from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.untrusted import readable


def prepare() -> None:
    """Let no character end the program: files and pipes get UTF-8, a terminal "?" for what it cannot show.

    Without this, Windows would write into a file in an encoding of 256 characters, and stop at the first other one.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def say(text: str) -> None:
    """Lines on standard output, at once; a line end at their end is not doubled.

    BrokenPipeError where nobody reads them any more, InputError where they cannot be written.
    """
    send(f"{readable(text).rstrip(chr(10))}\n")


def send(text: str) -> None:
    """Exactly this text on standard output: what a format has made harmless already. Errors as of `say`."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        _discard()
        if isinstance(problem, BrokenPipeError):
            raise
        raise InputError(
            translate("Standard output cannot be written: {reason}.", reason=problem.strerror),
            hint=translate("Free some space, or let it go elsewhere."),
        ) from problem


def warn(text: str) -> None:
    """Lines on standard error, if anybody reads them."""
    with suppress(OSError):
        print(readable(text).rstrip("\n"), file=sys.stderr, flush=True)


def _discard() -> None:
    """What is still in the buffer goes nowhere: else Python would try again at its end, and complain."""
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())
