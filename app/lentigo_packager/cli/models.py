"""`lentigo-packager models …`: checkpoints, from the internet to llama.cpp's format."""

from lentigo.cli.parsing import Parser, Verbs
from lentigo_packager.cli import models_convert, models_fetch


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("models", help="fetch and convert models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for action in (models_fetch, models_convert):
        action.add_action(actions)
