"""`lentigo completion SHELL`: what a shell needs to complete verbs, options and file names."""

import argparse

import shtab

from lentigo.cli.parsing import Parser, Verbs, place
from lentigo.cli.terminal import send
from lentigo.language import translate


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser("completion", help=translate("print a script that lets a shell complete the command"))
    parser.add_argument("shell", choices=shtab.SUPPORTED_SHELLS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    for action in options.parser.actions():
        if action.type is place:
            action.complete = shtab.FILE
    send(shtab.complete(options.parser, shell=options.shell))
    return 0
