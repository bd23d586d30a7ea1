"""`lentigo-packager library fetch …`: open documents for packagers, on a machine that is connected."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say, warn
from lentigo.errors import InputError, LentigoError
from lentigo.paths import default_paths

if TYPE_CHECKING:
    from lentigo_packager.fetching.documents import OpenDocument

INDENT = "    "


def add_action(actions: "Verbs[Parser]") -> None:
    """Describe the action and its options."""
    fetching = actions.add_parser("fetch", help="get open documents from the internet")
    fetching.add_argument("ids", nargs="*", metavar="ID", help="which documents; without one, all are listed")
    fetching.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="the folder to write them into")
    fetching.set_defaults(run=fetch_all)


def fetch_all(options: argparse.Namespace) -> int:
    """Fetch each document; one that fails does not keep the others out, but counts in the exit code."""
    from lentigo_packager.fetching.documents import load_open_documents  # the only verb that may open a connection

    documents = load_open_documents(default_paths().bundled_library)
    if not options.ids:
        say("\n".join(map(_described, documents.values())))
        return 0
    worst = 0
    for number, document in enumerate(_chosen(documents, options.ids)):
        try:
            _fetch(document, options.out, number, len(options.ids))
        except LentigoError as error:
            warn(f"{document.id}: not fetched\n{error.told}")
            worst = max(worst, error.exit_code)
    return worst


def _chosen(documents: Mapping[str, "OpenDocument"], ids: Sequence[str]) -> list["OpenDocument"]:
    unknown = [key for key in ids if key not in documents]
    if unknown:
        raise InputError(f"No document is called {unknown[0]}.", hint="“lentigo-packager library fetch” lists them.")
    return [documents[key] for key in ids]


def _fetch(document: "OpenDocument", folder: Path, index: int, total: int) -> None:
    """With a line that shows how far it is. Ctrl-C keeps what has come."""
    from lentigo_packager.fetching.documents import fetch

    say(_described(document))
    with ProgressLine() as line:
        line.begin(f"fetching {document.id}", index, total)
        fetched = fetch(document, folder, line)
    verified = "as recorded" if document.sha256 else f'not recorded yet; it is sha256 = "{fetched.sha256}"'
    say(f"{INDENT}Fetched: {fetched.path}\n{INDENT}Hash: {verified}")


def _described(document: "OpenDocument") -> str:
    facts = ", ".join((document.id, document.publisher, document.year, document.licence))
    asking = [f"{INDENT}! Ask the publisher before you pass it on."] if document.ask_first else []
    missing = [] if document.address else [f"{INDENT}! No address is known."]
    terms = [f"{INDENT}{document.conditions}", f"{INDENT}Of this: {document.certainty}."]
    return "\n".join([document.title, f"{INDENT}{facts}", *terms, *asking, *missing])
