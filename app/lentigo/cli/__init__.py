"""The command line, one file a verb; no Qt."""

import argparse
from collections.abc import Sequence
from typing import Protocol

import lentigo
from lentigo.cli import analyze, bench, library, models
from lentigo.cli.terminal import warn
from lentigo.errors import Cancelled, LentigoError
from lentigo.language import environment_language, use_language
from lentigo.paths import default_paths
from lentigo.settings import load_settings

INTERRUPTED = 130  # the shell's code for a program stopped by Ctrl-C


class Verb(Protocol):
    """A module of this folder. Its parser sets `run`, a function of the options that gives the exit code."""

    def add_parser(self, verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Describe the verb and its options."""


VERBS: tuple[Verb, ...] = (analyze, models, library, bench)


def run(arguments: list[str]) -> int:
    """Run a verb of `lentigo`; its exit code."""
    use_language(load_settings(default_paths().settings).language or environment_language())
    parser = argparse.ArgumentParser(prog="lentigo", description="Without a verb, the window opens.")
    return run_verb(parser, VERBS, arguments)


def run_verb(parser: argparse.ArgumentParser, verbs: Sequence[Verb], arguments: list[str]) -> int:
    """Run one of the verbs; its exit code. Errors are one sentence and a hint on standard error."""
    parser.add_argument("--version", action="version", version=f"{parser.prog} {lentigo.__version__}")
    parsers = parser.add_subparsers(required=True, metavar="VERB")
    for verb in verbs:
        verb.add_parser(parsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except LentigoError as error:
        warn(error.told)
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        warn("lentigo: Stopped.")
        return INTERRUPTED
