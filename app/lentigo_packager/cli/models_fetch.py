"""`lentigo-packager models fetch …`: a model's checkpoint from the Hugging Face hub, on a connected machine."""

import argparse
import shlex
from pathlib import Path

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.errors import InputError
from lentigo.models.catalogue import CheckpointSource, Entry, load_all
from lentigo.models.disk import size_words
from lentigo.paths import default_paths

INDENT = "    "
REVISION = "main"


def add_action(actions: "Verbs[Parser]") -> None:
    """Describe the action and its options."""
    fetching = actions.add_parser("fetch", help="get a model's checkpoint from the internet")
    fetching.add_argument("id", nargs="?", metavar="ID", help="which model or text encoder; without it, all are listed")
    fetching.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="the files go to DIR/ID")
    fetching.add_argument(
        "--revision", default=REVISION, metavar="NAME", help="branch, tag or commit; “%(default)s” without it"
    )
    fetching.set_defaults(run=fetch)


def fetch(options: argparse.Namespace) -> int:
    """Fetch one checkpoint, or list what can be fetched."""
    offers = {entry.id: (entry, entry.source) for entry in load_all(default_paths().catalogue) if entry.source}
    if options.id is None:
        say("\n".join(_described(*offer) for offer in offers.values()))
        return 0
    if options.id not in offers:
        known = ", ".join(offers)
        raise InputError(f"No checkpoint of “{options.id}” can be fetched.", hint=f"Those that can: {known}.")
    entry, source = offers[options.id]
    if not source.published:
        raise InputError(f"The weights of {entry.name} are not public.", hint=source.remark)
    say(_described(entry, source))
    _fetch(source, options.out.absolute() / entry.id, options.revision)
    return 0


def _fetch(source: CheckpointSource, folder: Path, revision: str) -> None:
    """With a line that shows how far it is. Ctrl-C keeps what has come."""
    from lentigo_packager.fetching.checkpoints import fetch_files, list_files

    with ProgressLine() as line:
        line.begin("asking the hub", 0, 1)
        listing = list_files(source, revision)
        fetch_files(listing, folder, line)
    say(f"Fetched: {len(listing.files)} files, {size_words(listing.bytes)}, in {folder}")
    say(f"{INDENT}as they are at commit {listing.commit}; each was compared with the hash that the hub lists")
    checkpoint = shlex.quote(str(folder / listing.checkpoint))
    say(f"{INDENT}Next: lentigo-packager models convert {folder.name} --checkpoint {checkpoint} --out DIR")


def _described(entry: Entry, source: CheckpointSource) -> str:
    size = f"about {size_words(source.bytes)}" if source.bytes else "size unknown"
    lines = [f"{entry.id}: {entry.name} {entry.version}".rstrip()]
    lines += [f"{INDENT}{source.repository or 'no repository'}, {size}, {entry.licence}"]
    lines += [f"{INDENT}! Its weights are not public."] if not source.published else []
    lines += [f"{INDENT}! Its terms must be accepted at the hub first."] if source.gated else []
    lines += [f"{INDENT}{source.remark}"] if source.remark else []
    return "\n".join(lines)
