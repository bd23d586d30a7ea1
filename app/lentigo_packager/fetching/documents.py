"""Gets open documents for packagers. It opens a connection, and only for `lentigo-packager library fetch`."""

import http.client
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

import lentigo
from lentigo.errors import EngineError, InputError
from lentigo.files import settle
from lentigo.models.disk import disk_trouble
from lentigo.progress import Progress
from lentigo.retrieval.sealed import hash_file
from lentigo_packager.fetching import GO_ON

SOURCES = "sources.toml"
PATIENCE_S = 30.0  # without a byte
TAKEN_AT_ONCE = 1 << 16  # bytes
MARK, MARK_WITHIN = b"%PDF-", 1024  # a PDF begins so, after at most so many bytes of something else


class OpenDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An open document, as knowledge/sources.toml describes it."""

    id: str
    title: str
    publisher: str
    year: str
    licence: str
    conditions: str  # of passing the document on
    ask_first: bool  # it may be passed on with the publisher's consent only
    certainty: str  # which of these facts were read, and which are from memory
    address: str = ""  # "" where none is known
    sha256: str = ""  # "" until it was fetched


class _Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: tuple[OpenDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document that was fetched."""

    path: Path
    sha256: str


def load_open_documents(library: Path) -> Mapping[str, OpenDocument]:
    """The documents by id, in the order of the list in the program's library; InputError where it cannot be read."""
    path = library / SOURCES
    try:
        listed = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Listed)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise InputError(f"The list of documents {path.name} cannot be read.", hint=str(problem)) from problem
    return {document.id: document for document in listed.source}


def fetch(document: OpenDocument, folder: Path, progress: Progress) -> Fetched:
    """Get a document into the folder, as ID.pdf; one that is there already is only hashed.

    What an earlier attempt got is kept beside, as ID.part, and completed where the server can do that; the share told
    is that of what was missing.
    InputError where there is no address or the folder gives trouble, EngineError for what goes wrong on the way.
    """
    if not document.address.startswith(("https://", "http://")):
        raise InputError(f"No address of {document.id} is known.", hint="Write it into knowledge/sources.toml.")
    path, part = folder / f"{document.id}.pdf", folder / f"{document.id}.part"
    with disk_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _download(document, part, progress)
            _check(document, part)
            settle(part, path)
        return Fetched(path=path, sha256=_check(document, path))


def _check(document: OpenDocument, path: Path) -> str:
    """The file's SHA-256. A part that is not the recorded document is removed: it could only be wrong again."""
    digest = hash_file(path)
    if document.sha256 and digest != document.sha256.lower():
        if path.suffix == ".part":
            path.unlink()
        raise EngineError(
            f"{path.with_suffix('.pdf').name} is not the document that was recorded: its SHA-256 is {digest}.",
            hint="If it is a newer edition, read its licence, then record that in knowledge/sources.toml.",
        )
    return digest


def _download(document: OpenDocument, part: Path, progress: Progress) -> None:
    """Complete the part. A stop and a broken connection leave it to go on with."""
    with _web_trouble(document.address):
        response = _opened(document.address, part)
    with response:
        goes_on = response.status == http.client.PARTIAL_CONTENT
        taken, expected = 0, response.length or 0
        for piece in _pieces(document.address, response):
            if not taken and not goes_on:
                _begin_part(document, response, piece, part)
            with part.open("ab") as file:
                file.write(piece)
            taken += len(piece)
            progress.share(taken / expected if expected else 0.0)
    version_file(part).unlink(missing_ok=True)


def _opened(address: str, part: Path) -> http.client.HTTPResponse:
    """The answer to a request for what is missing; for all of it, where the server cannot or the file has changed."""
    version = version_file(part).read_text(encoding="latin-1") if version_file(part).exists() else ""
    size = part.stat().st_size if part.exists() and version else 0
    wanted = {"Range": f"bytes={size}-", "If-Range": version} if size else {}
    headers = {"User-Agent": f"Lentigo/{lentigo.__version__}", "Accept": "application/pdf", **wanted}
    try:
        request = urllib.request.Request(address, headers=headers)
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=PATIENCE_S)
        misplaced = response.status == http.client.PARTIAL_CONTENT and not _begins_at(response, size)
    except urllib.error.HTTPError as problem:
        if problem.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not size:
            raise
        response, misplaced = problem, True  # type: ignore[assignment]
    if misplaced:
        response.close()
        part.unlink()
        return _opened(address, part)
    return response


def _begins_at(response: http.client.HTTPResponse, size: int) -> bool:
    return response.headers.get("Content-Range", "").startswith(f"bytes {size}-")


def _pieces(address: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body, to its announced end; at least one piece, which may be empty."""
    with _web_trouble(address):
        yield response.read(TAKEN_AT_ONCE)
        while piece := response.read(TAKEN_AT_ONCE):
            yield piece
        if response.length:
            raise ConnectionError("it ended before the document did")


def _begin_part(document: OpenDocument, response: http.client.HTTPResponse, first: bytes, part: Path) -> None:
    """A new part, which knows what it is a part of; EngineError where the answer is something else than a PDF."""
    if MARK not in first[:MARK_WITHIN]:
        kind = response.headers.get_content_type()
        raise EngineError(
            f"{document.address} is not the PDF of {document.id}, but something else ({kind}).",
            hint="Open it in a browser, look for the PDF's own address, and write that into knowledge/sources.toml.",
        )
    part.write_bytes(b"")
    tag = response.headers.get("ETag", "")
    weak = not tag or tag.startswith("W/")
    version_file(part).write_text(response.headers.get("Last-Modified", "") if weak else tag, encoding="latin-1")


def version_file(part: Path) -> Path:
    """Beside a part: which version of the document it is a part of, in the server's words; "" where it gives none."""
    return part.with_suffix(".version")


@contextmanager
def _web_trouble(address: str) -> Iterator[None]:
    try:
        yield
    except urllib.error.HTTPError as problem:
        reason = f"{address} answers {problem.code} ({problem.reason})."
        problem.close()
        raise EngineError(
            reason, hint="Look for a newer address, and write it into knowledge/sources.toml."
        ) from problem
    except (OSError, http.client.HTTPException) as problem:  # URLError, time-outs and TLS's errors are OSErrors
        raise EngineError(
            f"The connection to {address} failed: {getattr(problem, 'reason', problem)}.",
            hint=GO_ON,
        ) from problem
