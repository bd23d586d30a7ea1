"""`lentigo library …`: the documents that a report may cite, and the search in them."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.parsing import Parser, Verbs, place, whole_number
from lentigo.cli.secrets import ask, read_secret
from lentigo.cli.terminal import say, warn
from lentigo.domain.evidence import Hit
from lentigo.domain.library import LibraryDocument, page_list
from lentigo.errors import Cancelled, InputError, LentigoError, PasswordNeeded, WorkerDied
from lentigo.language import deferred, translate, translate_count
from lentigo.untrusted import json_text, one_line
from lentigo.worker.messages.library import (
    AddDocument,
    AddedDocument,
    BuildLibrary,
    ListLibrary,
    RemoveDocument,
    SearchLibrary,
)

SHOWN_HITS = 5
ATTEMPTS = 3  # at a password
INDENT = "    "
DIED_HINT = deferred("Nothing of it was added. Try again; if it happens with this file each time, leave it out.")
DAMAGED_FILE = deferred(
    "the file is damaged or gone, so its pages cannot be shown; what was read in it before is still found"
)
PASSWORD_HINT = deferred("Write its password into a file and name that with --password-file.")


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("library", help=translate("work on the library of documents"))
    actions = parser.add_subparsers(required=True, metavar=translate("ACTION"))
    adding = actions.add_parser("add", help=translate("add PDF documents"))
    adding.add_argument("files", type=place, nargs="+", metavar=translate("FILE"))
    adding.add_argument(
        "--password-file",
        type=place,
        metavar=translate("FILE"),
        help=translate(
            "its first line opens protected documents; without it, a terminal is asked. Kept without the password"
        ),
    )
    adding.set_defaults(run=add)
    listing = actions.add_parser("list", help=translate("list the documents"))
    listing.set_defaults(run=show_list)
    removing = actions.add_parser("remove", help=translate("remove a document that was added"))
    removing.add_argument("id", metavar="ID", help=translate("as “lentigo library list” shows it"))
    removing.set_defaults(run=remove)
    building = actions.add_parser("build", help=translate("read all documents and build the search index anew"))
    building.set_defaults(run=build)
    searching = actions.add_parser("search", help=translate("search the documents"))
    searching.add_argument("text", metavar=translate("TEXT"))
    searching.add_argument("--limit", type=whole_number, default=SHOWN_HITS, metavar="N")
    searching.set_defaults(run=search)
    for action in (listing, searching):
        action.add_argument("--json", action="store_true", help=translate("print JSON"))


def add(options: argparse.Namespace) -> int:
    """Add each file; one that is refused does not keep the others out, but counts in the exit code."""
    password = read_secret(options.password_file)
    refused: list[tuple[Path, LentigoError]] = []
    with CommandWorker() as worker:
        for number, path in enumerate(options.files):
            try:
                added = _add(worker, path, password, index=len(options.files) == 1)
                say(added.notice or translate("Added: {document}", document=_described(added.document)))
            except LentigoError as error:
                warn(f"{translate('{file}: not added', file=path)}\n{error.told}")
                refused.append((path, error))
            except Cancelled:
                _tell_stopped(options.files[number:], number - len(refused))
                raise
        if len(refused) < len(options.files) > 1:
            worker.run(BuildLibrary(anew=False))
    _tell_refused([path for path, _error in refused], len(options.files))
    return max((error.exit_code for _path, error in refused), default=0)


def show_list(options: argparse.Namespace) -> int:
    """Print every document with what the user should know about it."""
    with CommandWorker() as worker:
        documents = worker.run(ListLibrary())
    if options.json:
        say(json_text([asdict(document) for document in documents], indent=2))
    else:
        say("\n".join(_described(document) for document in documents))
    return 0


def remove(options: argparse.Namespace) -> int:
    """Remove one document."""
    with CommandWorker() as worker:
        document = worker.run(RemoveDocument(id=options.id))
    say(translate("Removed: {name}", name=document.title))
    return 0


def build(_options: argparse.Namespace) -> int:
    """Build the index anew."""
    with CommandWorker() as worker:
        worker.run(BuildLibrary())
    return 0


def search(options: argparse.Namespace) -> int:
    """Print the passages found, best first."""
    if options.limit < 1:
        raise InputError(translate("A limit of 0 finds nothing."), hint=translate("Give 1 or more."))
    with CommandWorker() as worker:
        found = worker.run(SearchLibrary(query=options.text, limit=options.limit))
    if found.notice:
        warn(found.notice)
    if options.json:
        say(json_text([asdict(hit) for hit in found.hits], indent=2))
    else:
        say("\n\n".join(map(_shown, found.hits)) or translate("Nothing found."))
    return 0


def _add(worker: CommandWorker, path: Path, password: str, *, index: bool) -> AddedDocument:
    """Where a password is needed and a terminal is there, ask for it."""
    asked = 0
    while True:
        try:
            return worker.run(AddDocument(path=path, password=password, index=index))
        except WorkerDied as death:
            raise WorkerDied(death.message, hint=translate(DIED_HINT)) from None
        except PasswordNeeded as needed:
            if not sys.stdin.isatty() or asked == ATTEMPTS:
                raise PasswordNeeded(needed.message, hint=translate(PASSWORD_HINT)) from None
            warn(needed.message)
            password = ask(translate("Password: "))
            asked += 1


def _tell_stopped(left: Sequence[Path], added: int) -> None:
    """After Ctrl-C between many files: what is in the library, and what is not."""
    if added:
        warn(translate("Not added: {files}", files=", ".join(map(str, left))))
        warn(translate("What was added before stays. The next opening of the library completes its search index."))


def _tell_refused(refused: Sequence[Path], total: int) -> None:
    """At the end, for what was said of each may have left the screen."""
    if refused and total > 1:
        files = ", ".join(map(str, refused))
        warn(
            translate_count(
                "{count} of {total} files not added: {files}",
                "{count} of {total} files not added: {files}",
                len(refused),
                total=total,
                files=files,
            )
        )


def _described(document: LibraryDocument) -> str:
    """Title, id, size, and each warning on a line of its own."""
    pages = translate_count("{count} page", "{count} pages", document.pages)
    origin = translate("came with Lentigo")
    if not document.bundled:
        origin = translate("added {day} from {file}", day=document.added, file=document.original)
    facts = ", ".join(fact for fact in (document.id, pages, document.language, origin) if fact)
    return "\n".join([document.title, f"{INDENT}{facts}", *(f"{INDENT}! {text}" for text in _warnings(document))])


def _warnings(document: LibraryDocument) -> list[str]:
    by_pages = {
        translate("no text, so not searched (scanned)"): document.scanned,
        translate("text that no reader sees, left out"): document.hidden,
        translate("text that reads like instructions to a program"): document.suspicious,
    }
    trouble = [translate("not searched: {trouble}", trouble=document.trouble)] if document.trouble else []
    damaged = [translate(DAMAGED_FILE)] if document.damaged and not document.trouble else []
    told = [f"{page_list(pages)}: {meaning}" for meaning, pages in by_pages.items() if pages]
    return [*trouble, *damaged, *told, *_attached(document)]


def _attached(document: LibraryDocument) -> list[str]:
    names = ", ".join(document.attached)
    return [translate("files inside it, not read: {names}", names=names)] if names else []


def _shown(hit: Hit) -> str:
    passage, scores = hit.passage, hit.scores
    names = (passage.title, translate("page {label}", label=passage.label), passage.chapter, passage.section)
    place = " · ".join(one_line(name) for name in names if name)
    numbers = translate(
        "together {hybrid}, by words {lexical}, by meaning {dense}",
        hybrid=f"{scores.hybrid:.2f}",
        lexical=f"{scores.lexical:.2f}",
        dense=f"{scores.dense:.2f}",
    )
    warning = [f"{INDENT}! {translate('reads like instructions to a program')}"] if passage.suspicious else []
    text = [f"{INDENT}{line}" for line in passage.text.splitlines()]
    return "\n".join([place, f"{INDENT}{numbers}", *warning, *text])
