"""`lentigo-packager library fetch …`: open documents for packagers, on a machine that is connected."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.progress import ProgressLine
from lentigo.errors import InputError, LentigoError
from lentigo.paths import default_paths

if TYPE_CHECKING:
    from lentigo_packager.fetching.documents import Source

SOURCES = "sources.toml"
INDENT = "    "


def add_action(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the action and its options."""
    fetching = actions.add_parser("fetch", help="get open documents from the internet")
    fetching.add_argument("ids", nargs="*", metavar="ID", help="which documents; without one, all are listed")
    fetching.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="the folder to write them into")
    fetching.set_defaults(run=fetch_all)


def fetch_all(options: argparse.Namespace) -> int:
    """Fetch each document; one that fails does not keep the others out, but counts in the exit code."""
    from lentigo_packager.fetching.documents import load_sources  # the only verb that may open a connection

    sources = load_sources(default_paths().bundled_library / SOURCES)
    if not options.ids:
        print("\n".join(map(_described, sources.values())))
        return 0
    worst = 0
    for number, source in enumerate(_chosen(sources, options.ids)):
        try:
            _fetch(source, options.out, number, len(options.ids))
        except LentigoError as error:
            sys.stderr.write(f"{source.id}: not fetched\n{error.told}")
            worst = max(worst, error.exit_code)
    return worst


def _chosen(sources: Mapping[str, "Source"], ids: Sequence[str]) -> list["Source"]:
    unknown = [key for key in ids if key not in sources]
    if unknown:
        raise InputError(f"No document is called {unknown[0]}.", hint="“lentigo-packager library fetch” lists them.")
    return [sources[key] for key in ids]


def _fetch(source: "Source", folder: Path, index: int, total: int) -> None:
    """With a line that shows how far it is. Ctrl-C keeps what has come."""
    from lentigo_packager.fetching.documents import fetch

    print(_described(source), flush=True)
    with ProgressLine() as line:
        line.begin(f"fetching {source.id}", index, total)
        fetched = fetch(source, folder, line.share)
    verified = "as recorded" if source.sha256 else f'not recorded yet; it is sha256 = "{fetched.sha256}"'
    print(f"{INDENT}Fetched: {fetched.path}\n{INDENT}Hash: {verified}", flush=True)


def _described(source: "Source") -> str:
    facts = ", ".join((source.id, source.publisher, source.year, source.licence))
    asking = [f"{INDENT}! Ask the publisher before you pass it on."] if source.ask_first else []
    missing = [] if source.address else [f"{INDENT}! No address is known."]
    terms = [f"{INDENT}{source.conditions}", f"{INDENT}Of this: {source.certainty}."]
    return "\n".join([source.title, f"{INDENT}{facts}", *terms, *asking, *missing])
