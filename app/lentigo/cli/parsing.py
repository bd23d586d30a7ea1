"""The parser of both command lines: it speaks the user's language, and takes paths and numbers as they are typed."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from lentigo.cli.terminal import say, warn
from lentigo.errors import InputError
from lentigo.language import deferred, translate

Verbs = argparse._SubParsersAction  # argparse has no other name for what `add_subparsers` gives

STANDARD_OUTPUT = Path("-")
LARGEST_NUMBER = 2**63 - 1
WRONG_USE = 2  # the exit code, argparse's own

WORDS_OF_ARGPARSE = (
    deferred("usage: "),
    deferred("positional arguments"),
    deferred("options"),
    deferred("show this help message and exit"),
    deferred("argument %(argument_name)s: %(message)s"),
    deferred("the following arguments are required: %s"),
    deferred("unrecognized arguments: %s"),
    deferred("invalid choice: %(value)r (choose from %(choices)s)"),
    deferred("ambiguous option: %(option)s could match %(matches)s"),
    deferred("expected one argument"),
    deferred("expected at least one argument"),
    deferred("ignored explicit argument %r"),
)


class Parser(argparse.ArgumentParser):
    """Says everything through `terminal`, in our language; its errors end with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """The usage, then what is wrong with the arguments."""
        warn(f"{self.format_usage()}{self.prog}: {message}")
        raise SystemExit(WRONG_USE)

    def print_help(self, _file: object = None) -> None:
        """On standard output, where it can be read page by page."""
        say(self.format_help())

    def verbs(self) -> "tuple[Parser, ...]":
        """The parsers of its verbs or actions, each once, whatever else it is called."""
        found = (action.choices for action in self._actions if isinstance(action, argparse._SubParsersAction))
        return tuple(dict.fromkeys(parser for choices in found for parser in choices.values()))

    def actions(self) -> Iterator[argparse.Action]:
        """All arguments, those of the verbs too."""
        yield from self._actions
        for verb in self.verbs():
            yield from verb.actions()


def _word(message: str) -> str:
    """What argparse says to a user; what it says to programmers stays."""
    return translate(message) if message in WORDS_OF_ARGPARSE else message


vars(argparse)["_"] = _word  # argparse fetches its words by this name whenever it speaks, and offers no other way in


def place(text: str) -> Path:
    """An absolute path; InputError where it is relative to a folder that is gone."""
    if text == str(STANDARD_OUTPUT):
        return STANDARD_OUTPUT
    try:
        return Path(text).absolute()
    except FileNotFoundError:
        raise InputError(
            translate("The folder that this terminal works in does not exist any more."),
            hint=translate("Change into another folder, then try again."),
        ) from None


def whole_number(text: str) -> int:
    """A number from 0 that the worker can take."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError(translate("“{text}” is no whole number, or too large.", text=text))
    return number


def refuse_undecoded(options: argparse.Namespace) -> None:
    """InputError for a text that is no text: bytes that the terminal's encoding does not know. Paths may be of any."""
    for value in vars(options).values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not _is_text(text):
                raise InputError(
                    translate("“{text}” holds characters that this terminal’s encoding does not know.", text=text),
                    hint=translate("Type it anew, or set the terminal to UTF-8."),
                )


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
