"""`lentigo library build`: make the search index."""

import argparse

from lentigo.cli.progress import ProgressLine
from lentigo.paths import default_paths
from lentigo.worker.messages import BuildLibrary
from lentigo.worker.synchronous import SynchronousWorker


def add_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser("library", help="work on the library of documents")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("build", help="build the search index").set_defaults(run=build)


def build(_options: argparse.Namespace) -> int:
    """Build the index where it is missing or stale."""
    line = ProgressLine()
    with SynchronousWorker(paths=default_paths(), on_progress=line.take) as worker:
        worker.run(BuildLibrary())
    line.clear()
    return 0
