"""`lentigo-packager library …`: the documents and the index that the program ships with."""

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.models.catalogue import load_bundled
from lentigo.models.profile import EncoderProfile
from lentigo.models.verification import verify_files
from lentigo.paths import Paths, default_paths
from lentigo.progress import QUIET
from lentigo_packager.cli import library_fetch

if TYPE_CHECKING:
    from lentigo.inference.text_encoder import TextEncoder


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("library", help="fetch open documents, and build the index that the program ships with")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    library_fetch.add_action(actions)
    building = actions.add_parser("build", help="read the bundled documents and build their search index anew")
    building.set_defaults(run=build)


def build(_options: argparse.Namespace) -> int:
    """Build the index that the program ships with, in this process: the documents are the packager's own choice."""
    from lentigo.retrieval.opening import LibraryKeeper

    paths = default_paths()
    library = paths.bundled_library
    with closing(_bundled_encoder(paths)) as encoder, ProgressLine() as line:
        LibraryKeeper(bundled=library, own=library, load_encoder=lambda: encoder).build(line)
    return 0


def _bundled_encoder(paths: Paths) -> "TextEncoder":
    """The encoder that ships too, and no other one that was brought in here; InputError where it is not whole."""
    from lentigo.inference.text_encoder import TextEncoder

    profile = next(entry for entry in load_bundled(paths.catalogue) if isinstance(entry, EncoderProfile))
    (weights,) = verify_files(profile, paths.resources, QUIET)
    return TextEncoder(weights)
