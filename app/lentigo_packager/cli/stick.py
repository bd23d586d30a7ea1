"""`lentigo-packager stick …`: for packagers, the folder that a clinic imports, signed once every byte was read back."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.errors import InputError
from lentigo.models.disk import size_words
from lentigo.models.manifest import TRUSTED_KEYS, SignedDocument, TrustedKeys
from lentigo.paths import Paths, default_paths
from lentigo.untrusted import is_safe_path
from lentigo_packager.sticks.content import LIBRARY, StickContent, find_installer, find_model, gather
from lentigo_packager.sticks.signing import SIGNING_KEY, load_signing_key
from lentigo_packager.sticks.writing import superfluous, write_stick

if TYPE_CHECKING:
    from lentigo.retrieval.document_store import StoredDocument

INDENT = "    "
COMPARE = (
    "Tell the clinic this fingerprint by telephone or on paper, not on the stick: it is shown there at the import, and "
    "only if the two agree does the stick come from you."
)
FROM_DISK = "Every byte was read back from the disk, not from memory, and is right."
FROM_MEMORY = "Every byte was read back and is right, but the system may have answered from memory."
ONCE_MORE = "To be certain, pull the stick, plug it in and give this command once more: then it only reads."
UNKNOWN_LICENCE = "Its licence is not known here: pass it on only if you may."
ADD_AGAIN = "Remove it from the library and add it again, or leave --library out."


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    writing = verbs.add_parser("stick", help="write the folder that a clinic imports, and sign it")
    writing.add_argument("folder", type=Path, metavar="DIR", help="a folder on the stick")
    writing.add_argument(
        "--models",
        nargs="+",
        default=[],
        metavar="ID_OR_FOLDER",
        help="models that were brought in here, by id, or folders that “lentigo-packager models convert” made",
    )
    writing.add_argument(
        "--installer",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE",
        help="installers of the program, with their SHA256SUMS and its signature",
    )
    writing.add_argument("--library", action="store_true", help="also the documents that were added to the library")
    writing.set_defaults(run=write)


def write(options: argparse.Namespace) -> int:
    """Write a stick and say what is on it, whose signature it bears, and what reading back has shown."""
    paths, folder = default_paths(), options.folder.absolute()
    models = [find_model(named, paths.models) for named in options.models]
    documents = _documents(paths) if options.library else ()
    content = gather(models, map(_signed, documents), map(find_installer, options.installer))
    if not content.files:
        raise InputError(
            "There is nothing to write.", hint="Name models with --models, or add --library or --installer."
        )
    key = load_signing_key(paths.data / SIGNING_KEY)
    with ProgressLine() as line:
        written = write_stick(folder, content, key, line)
    TrustedKeys(paths.data / TRUSTED_KEYS).add(written.signed.fingerprint)  # at home, nobody needs to compare it
    say("\n".join([*_described(folder, content), *_licences(documents, paths)]))
    say(f"Key: {written.signed.fingerprint}\n{INDENT}{COMPARE}")
    say(FROM_DISK if written.from_disk else f"{FROM_MEMORY}\n{INDENT}{ONCE_MORE}")
    return 0


def _documents(paths: Paths) -> tuple["StoredDocument", ...]:
    """The documents that were added here; those that came with the program are at the clinic already."""
    from lentigo.retrieval.document_store import DocumentStore

    library = DocumentStore(bundled=paths.bundled_library, own=paths.own_library)
    return tuple(stored for stored in library.documents() if not stored.record.bundled)


def _signed(stored: "StoredDocument") -> tuple[Path, SignedDocument]:
    record = stored.record
    if not stored.sha256 or not stored.path.is_file():
        raise InputError(f"The document “{record.title}” is damaged.", hint=ADD_AGAIN)
    size = stored.path.stat().st_size
    file = f"{LIBRARY}/{record.id}/{record.original}"  # the clinic's library takes its name from it
    if not is_safe_path(file):
        file = f"{LIBRARY}/{record.file}"
    return stored.path, SignedDocument(file=file, sha256=stored.sha256, bytes=size, title=record.title)


def _described(folder: Path, content: StickContent) -> list[str]:
    total = size_words(sum(file.bytes for file in content.files))
    lines = [f"Written: {len(content.files)} files, {total}, in {folder}"]
    for record in content.manifest.models:
        profile = record.profile
        lines += [f"Model: {profile.name} {profile.version} ({profile.id}), {profile.licence}"]
    lines += [f"Installer: {Path(installer.file).name}" for installer in content.manifest.installers]
    rest = superfluous(folder, content)
    return lines + [f"Not part of the stick any more, and can be deleted: {path}" for path in rest]


def _licences(documents: Sequence["StoredDocument"], paths: Paths) -> list[str]:
    """What the list of open documents says of passing each on; it is known there by its file's name."""
    from lentigo_packager.fetching.documents import load_open_documents

    sources = load_open_documents(paths.bundled_library) if documents else {}
    lines = []
    for stored in documents:
        source = sources.get(Path(stored.record.original).stem)
        asking = " Ask the publisher before you pass it on." if source and source.ask_first else ""
        terms = f"{source.licence}. {source.conditions}{asking}" if source else UNKNOWN_LICENCE
        lines += [f"Document: {stored.record.title}", f"{INDENT}{terms}"]
    return lines
