"""`lentigo models …`: the models on this computer, and how they come there."""

import argparse

from lentigo.cli import models_convert, models_fetch, models_import, models_stick


def add_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("models", help="bring in, list, check and remove models; for packagers: make them")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for action in (models_import, models_stick, models_fetch, models_convert):
        action.add_action(actions)
