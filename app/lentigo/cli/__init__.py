"""The command line, one file a verb; no Qt."""

import argparse
import sys

import lentigo
from lentigo.cli import analyze, bench, evaluate, library, models
from lentigo.errors import Cancelled, LentigoError

VERBS = (analyze, models, library, evaluate, bench)
INTERRUPTED = 130  # the shell's code for a program stopped by Ctrl-C


def run(arguments: list[str]) -> int:
    """Run a verb; its exit code. Errors are one sentence and a hint on standard error."""
    parser = argparse.ArgumentParser(prog="lentigo", description="Without a verb, the window opens.")
    parser.add_argument("--version", action="version", version=f"lentigo {lentigo.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for verb in VERBS:
        verb.add_parser(verbs)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except LentigoError as error:
        sys.stderr.write(error.told)
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("lentigo: Stopped.\n")
        return INTERRUPTED
