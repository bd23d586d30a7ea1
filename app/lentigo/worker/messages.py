"""What crosses between the window and the worker: frozen values in length-prefixed msgpack frames.

No pickle: a worker that a hostile file took over must not own the window.
"""

import struct
from typing import IO

import msgspec

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted, TextGrown
from lentigo.domain.assessment import Assessment
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Hit
from lentigo.domain.library import LibraryDocument
from lentigo.domain.model import InstalledModel, ModelPlace
from lentigo.domain.photograph import Raster
from lentigo.domain.quality import ImageQuality

LARGEST_FRAME = 256 * 1024 * 1024  # bytes


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Anything that crosses; `job` tells which request it belongs to."""

    job: int = 0


class PhotographSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a photograph comes from: a file's path, or the bytes of a pasted picture file."""

    path: str = ""
    data: bytes = b""


class Analyze(Message, frozen=True, kw_only=True):
    """Run a protocol over one case."""

    photographs: tuple[PhotographSource, ...]
    encounter: Encounter
    model: str
    protocol: str
    seed: int = 0
    use_library: bool = True


class WarmUp(Message, frozen=True, kw_only=True):
    """Load a model before it is needed."""

    model: str


class Inspect(Message, frozen=True, kw_only=True):
    """Show a photograph, de-identified, with its quality, before any analysis."""

    photograph: PhotographSource
    longest_side: int  # pixels


class RenderPage(Message, frozen=True, kw_only=True):
    """Draw a page (from 1) of a library document, with the quote marked."""

    document: str
    page: int
    quote: str = ""
    longest_side: int  # pixels


class WriteReport(Message, frozen=True, kw_only=True):
    """Write a report file, in the format that the ending of `path` names (report.formats)."""

    assessment: Assessment
    path: str


class AddDocument(Message, frozen=True, kw_only=True):
    """Add a PDF to the library. Its end bears the document, and a notice where it was there already.

    Failed says with `password_needed` that it opens with a password only, or that `password` was wrong.
    """

    path: str
    password: str = ""
    index: bool = True  # False where others follow: BuildLibrary then makes the index once, for all


class RemoveDocument(Message, frozen=True, kw_only=True):
    """Remove one of the clinic's own documents by its id. Its end bears what was removed."""

    id: str


class ListLibrary(Message, frozen=True, kw_only=True):
    """Name all documents, also those that cannot be searched."""


class SearchLibrary(Message, frozen=True, kw_only=True):
    """Find passages, best first. Its end bears the hits, and a notice where only words were compared."""

    query: str
    limit: int


class BuildLibrary(Message, frozen=True, kw_only=True):
    """Read all documents and build the index: all of it `anew`, or what is missing."""

    anew: bool = True


class TimeCase(Message, frozen=True, kw_only=True):
    """Time a case of a known size with a pair of model files, which no catalogue needs to know."""

    language: str
    projector: str
    photograph: PhotographSource


class ListModels(Message, frozen=True, kw_only=True):
    """Name all models on this computer. Its end bears them."""


class ExamineModels(Message, frozen=True, kw_only=True):
    """Look at what lies in a folder, or at a model's files; nothing is copied. Its end bears the place.

    `described_as` as in ImportModels.
    """

    paths: tuple[str, ...]
    described_as: str = ""


class ImportModels(Message, frozen=True, kw_only=True):
    """Bring models in: those of `ids`, whose notices the user accepted. Its end bears them as they are installed.

    `trusted` is the fingerprint of the signature's key, where the user has compared it; it is then remembered.
    `described_as` is the catalogue's entry for files that nobody signed, or "".
    """

    paths: tuple[str, ...]
    ids: tuple[str, ...]
    trusted: str = ""
    described_as: str = ""


class VerifyModel(Message, frozen=True, kw_only=True):
    """Read every byte of a model and compare it with what was installed. Its end bears the model."""

    id: str


class RemoveModel(Message, frozen=True, kw_only=True):
    """Remove a model that was brought in. Its end bears what was removed."""

    id: str


class Cancel(Message, frozen=True, kw_only=True):
    """Stop the job."""


class Progressed(Message, frozen=True, kw_only=True):
    """An event of a running job; exactly one of the three is set."""

    started: StageStarted | None = None
    share: StageProgressed | None = None
    text: TextGrown | None = None

    @property
    def event(self) -> AnalysisEvent:
        """The event that is set."""
        event = self.started or self.share or self.text
        assert event is not None
        return event


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph as the window shows it. `width` and `height` are the original's."""

    raster: Raster
    width: int
    height: int
    quality: ImageQuality


class PageImage(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn page of a document with `pages` pages in all; `marked` says whether the quote was found on it."""

    raster: Raster
    title: str
    label: str
    pages: int
    marked: bool


class Completed(Message, frozen=True, kw_only=True):
    """The job's good end, with its result where it has one."""

    assessment: Assessment | None = None
    preview: Preview | None = None
    page: PageImage | None = None
    documents: tuple[LibraryDocument, ...] = ()
    hits: tuple[Hit, ...] = ()
    times: CaseTimes | None = None
    models: tuple[InstalledModel, ...] = ()
    place: ModelPlace | None = None
    notice: str = ""  # what the user must know beside the result, or ""


class Failed(Message, frozen=True, kw_only=True):
    """The job's bad end. `exit_code` is 2 where the input is at fault, 3 where the engine is."""

    message: str
    hint: str
    exit_code: int
    password_needed: bool = False


class Cancelled(Message, frozen=True, kw_only=True):
    """The user stopped the job."""


Request = (
    Analyze
    | WarmUp
    | Inspect
    | RenderPage
    | WriteReport
    | AddDocument
    | RemoveDocument
    | ListLibrary
    | SearchLibrary
    | BuildLibrary
    | TimeCase
    | ListModels
    | ExamineModels
    | ImportModels
    | VerifyModel
    | RemoveModel
    | Cancel
)
Ending = Completed | Failed | Cancelled
Reply = Progressed | Completed | Failed | Cancelled

_encoder = msgspec.msgpack.Encoder()
_request_decoder = msgspec.msgpack.Decoder(Request)
_reply_decoder = msgspec.msgpack.Decoder(Reply)


def write_frame(stream: IO[bytes], message: Request | Reply) -> None:
    """Send one message: four bytes of length, big-endian, then msgpack."""
    body = _encoder.encode(message)
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def read_request(stream: IO[bytes]) -> Request | None:
    """The next request, or None at the end of the stream."""
    body = _read_body(stream)
    return None if body is None else _request_decoder.decode(body)


def read_reply(stream: IO[bytes]) -> Reply | None:
    """The next reply, or None at the end of the stream; msgspec.ValidationError where a frame is malformed."""
    body = _read_body(stream)
    return None if body is None else _reply_decoder.decode(body)


def _read_body(stream: IO[bytes]) -> bytes | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > LARGEST_FRAME:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
