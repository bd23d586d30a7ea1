"""All that the command line prints goes through here: a foreign file's texts must not steer the terminal."""

import sys

from lentigo.untrusted import readable


def say(text: str) -> None:
    """Lines on standard output, at once; a line end at their end is not doubled."""
    print(readable(text).rstrip("\n"), flush=True)


def warn(text: str) -> None:
    """Lines on standard error."""
    print(readable(text).rstrip("\n"), file=sys.stderr, flush=True)
