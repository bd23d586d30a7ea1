"""Where the documents are: those that came with the program, and the clinic's own.

The clinic's own stand in documents/, each as ID.pdf with a record ID.json. The record is written last and removed
first: a document without one is not in the library, whatever a power cut left behind.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec
import pymupdf

from lentigo.domain.library import LibraryDocument
from lentigo.errors import InputError, PasswordNeeded
from lentigo.files import UNFINISHED, NotAFile, open_file, remove_abandoned, settle, unfinished, write_whole
from lentigo.language import deferred, translate
from lentigo.progress import Progress
from lentigo.retrieval.sealed import hash_file, read_sealed, write_sealed
from lentigo.untrusted import one_line

ID_DIGITS = 16
SHIPPED = "shipped"  # the file in index/ with the bundled documents' hashes
COPIED_AT_ONCE = 1 << 20  # bytes
LARGEST = 1_000_000_000  # bytes of a document that is added

State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A file of the library. `sha256` is the stored file's: a document with a password is stored without it."""

    path: Path
    sha256: str
    record: LibraryDocument

    def is_intact(self) -> bool:
        """Whether the file is as it was when it was stored."""
        return self.path.exists() and hash_file(self.path) == self.sha256


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What ID.json holds."""

    document: LibraryDocument
    sha256: str


class DocumentStore:
    """The documents in `bundled`/pdf, which stay, and in `own`/documents, which come and go."""

    def __init__(self, *, bundled: Path, own: Path) -> None:
        self._bundled = bundled / "pdf"
        self._shipped = bundled / "index" / SHIPPED
        self._own = own / "documents"

    def state(self) -> State:
        """Differs after each change of the documents; takes no reading of files."""
        files = [self._shipped, *self._bundled.glob("*.pdf"), *self._own.glob("*.json")]
        return tuple(sorted(entry for path in files if (entry := _entry(path))))

    def documents(self) -> tuple[StoredDocument, ...]:
        """The bundled ones by name, then the clinic's own in the order of their ids; each once."""
        shipped = self._shipped_hashes()
        names = {path.name for path in self._bundled.glob("*.pdf")} | shipped.keys()
        bundled = [_bundled(self._bundled / name, shipped.get(name)) for name in sorted(names)]
        own = [_own(path) for path in sorted(self._own.glob("*.json"))]
        return in_order({stored.record.id: stored for stored in [*own, *bundled]}.values())

    def find(self, file: str) -> StoredDocument:
        """The intact document of that name inside the library; InputError where there is none."""
        for stored in self.documents():
            if stored.record.file == file:
                if not stored.is_intact():
                    hint = INSTALL_AGAIN if stored.record.bundled else ADD_AGAIN
                    raise InputError(translate(DAMAGED), hint=translate(hint))
                return stored
        raise InputError(
            translate("The library has no document {document}.", document=one_line(file)),
            hint=translate("Build the library again."),
        )

    @contextmanager
    def staged(self, path: Path, password: str, progress: Progress) -> Iterator[StoredDocument]:
        """A copy of a document that is to be added, without its password; removed in the end unless it was kept."""
        self._own.mkdir(parents=True, exist_ok=True)
        with unfinished(self._own) as folder:
            folder.mkdir()
            digest, copy = _copy(path, folder, progress)
            _unlock(copy, path.name, password)
            yield StoredDocument(path=copy, sha256=hash_file(copy), record=_record(digest, path.name, copy))

    def keep(self, staged: StoredDocument, document: LibraryDocument) -> None:
        """Make a staged document part of the library."""
        settle(staged.path, self._own / document.file)
        record = Record(document=document, sha256=staged.sha256)
        write_whole(self._own / f"{document.id}.json", msgspec.json.format(msgspec.json.encode(record), indent=1))

    def remove(self, document: LibraryDocument) -> None:
        """Take one of the clinic's own documents out."""
        (self._own / f"{document.id}.json").unlink()
        (self._own / document.file).unlink(missing_ok=True)

    def record_shipped(self) -> None:
        """From now on, a bundled document that is not as it is now is damaged."""
        hashes = {path.name: hash_file(path) for path in sorted(self._bundled.glob("*.pdf"))}
        write_sealed(self._shipped, msgspec.json.encode(hashes))

    def _shipped_hashes(self) -> dict[str, str]:
        """SHA-256 by name; empty where nothing was recorded, as in a checkout whose index was not built."""
        content = read_sealed(self._shipped)
        return msgspec.json.decode(content, type=dict[str, str]) if content else {}

    def clean(self) -> None:
        """Remove what a killed process left: unfinished copies, and files without a record."""
        remove_abandoned(self._own.glob(f"{UNFINISHED}*"))
        for path in self._own.glob("*.pdf"):
            if not path.with_suffix(".json").exists():
                path.unlink(missing_ok=True)


def in_order(documents: Iterable[StoredDocument]) -> tuple[StoredDocument, ...]:
    """The library's order: it must not depend on when a document came."""
    return tuple(sorted(documents, key=lambda stored: (not stored.record.bundled, stored.path.name)))


DAMAGED = deferred("The document's file is damaged.")
ADD_AGAIN = deferred("Remove it from the library and add it again.")
INSTALL_AGAIN = deferred("Install Lentigo again.")


def _entry(path: Path) -> tuple[str, int, int] | None:
    with suppress(FileNotFoundError):  # removed by another process, just now
        status = path.stat()
        return path.name, status.st_size, status.st_mtime_ns
    return None


def _bundled(path: Path, shipped: str | None) -> StoredDocument:
    """Known by what shipped, so that what was read in it then is still found where the file is damaged or gone."""
    found = hash_file(path) if path.exists() else ""
    digest = shipped or found
    record = _record(digest, path.name, path)
    record = replace(record, file=path.name, bundled=True, added="", damaged=digest != found)
    return StoredDocument(path=path, sha256=digest, record=record)


def _own(path: Path) -> StoredDocument:
    """A damaged record says nothing of its file any more, which then counts as damaged, too, and is listed so."""
    pdf = path.with_suffix(".pdf")
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
        return StoredDocument(path=pdf, sha256=record.sha256, record=record.document)
    except (OSError, msgspec.MsgspecError):
        return StoredDocument(path=pdf, sha256="", record=_record(path.stem, path.stem, pdf))


def _record(digest: str, name: str, path: Path) -> LibraryDocument:
    """What is known of a document that was not read."""
    key = digest[:ID_DIGITS]
    return LibraryDocument(
        id=key,
        file=f"{key}.pdf",
        original=one_line(name),
        title=one_line(Path(name).stem),
        pages=0,
        scanned=(),
        hidden=(),
        suspicious=(),
        language="",
        bundled=False,
        added=date.today().isoformat(),
        bytes=path.stat().st_size if path.exists() else 0,
    )


def _copy(path: Path, folder: Path, progress: Progress) -> tuple[str, Path]:
    """Copy while hashing: a stick that is pulled, or a file that changes, must not leave a mixture."""
    digest, copy = hashlib.sha256(), folder / "copy"
    with _source(path) as source, copy.open("xb") as target:
        size = os.fstat(source.fileno()).st_size
        if size > LARGEST:
            raise InputError(
                translate("{file} is larger than a document may be (1 GB).", file=one_line(path.name)),
                hint=translate("Split it into parts, or print the pages that matter to a PDF of their own."),
            )
        while piece := source.read(min(COPIED_AT_ONCE, size - target.tell())):
            digest.update(piece)
            target.write(piece)
            progress.share(min(1.0, target.tell() / max(size, 1)))
    return digest.hexdigest(), copy.rename(folder / f"{digest.hexdigest()[:ID_DIGITS]}.pdf")


def _source(path: Path) -> BinaryIO:
    try:
        return open_file(path)
    except NotAFile as problem:
        raise InputError(
            translate("{file} is a folder or a device, not a document.", file=one_line(path.name)),
            hint=translate("Choose PDF files."),
        ) from problem
    except (OSError, ValueError) as problem:
        raise InputError(
            translate("The file {file} cannot be read.", file=one_line(path.name)), hint=translate("Check its name.")
        ) from problem


def _locked(name: str, password: str) -> PasswordNeeded:
    reason = (
        translate("The password is wrong.")
        if password
        else translate("{file} opens with a password only.", file=one_line(name))
    )
    return PasswordNeeded(reason, hint=translate("Ask whoever made the document for its password."))


def _unlock(copy: Path, name: str, password: str) -> None:
    """Take the password off; a file that MuPDF cannot open is left for the extraction to refuse."""
    opened = copy.with_suffix(".open")
    try:
        with pymupdf.open(copy, filetype="pdf") as document:
            if not document.needs_pass:
                return
            if not document.authenticate(password):
                raise _locked(name, password)
            document.save(opened, encryption=pymupdf.PDF_ENCRYPT_NONE)
        opened.replace(copy)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return
