"""`lentigo-packager library …`: the documents and the index that the program ships with."""

import argparse

from lentigo.cli.command_worker import CommandWorker
from lentigo.worker.messages import BuildLibrary
from lentigo_packager.cli import library_fetch


def add_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("library", help="fetch open documents, and build the index that the program ships with")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    library_fetch.add_action(actions)
    building = actions.add_parser("build", help="read the bundled documents and build their search index anew")
    building.set_defaults(run=build)


def build(_options: argparse.Namespace) -> int:
    """Build the index that the program ships with."""
    with CommandWorker() as worker:
        worker.run(BuildLibrary(bundled=True))
    return 0
