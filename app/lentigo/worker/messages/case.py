"""Requests about one case: its photographs, the analysis, the report."""

from pathlib import Path

import msgspec

from lentigo.domain.assessment import Assessment
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.case import CasePhotograph
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind, Raster
from lentigo.domain.quality import ImageQuality
from lentigo.worker.messages.message import Request


class PhotographSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a photograph comes from: a file's path, or the bytes of a pasted picture file."""

    path: Path | None = None
    data: bytes = b""


class OpenedPhotograph(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph as it was read, once: `data` is what all other requests take, `preview` what of it may be shown.

    `width` and `height` are the original's; `recognised` is how it was taken, where the pixels tell. `thumbnail` is a
    JPEG for lists.
    """

    data: bytes
    sha256: str  # of `data`
    preview: Raster
    width: int
    height: int
    quality: ImageQuality
    recognised: PictureKind | None = None
    thumbnail: bytes = b""

    def named(self, name: str) -> CasePhotograph:
        """The photograph as a case holds it."""
        return CasePhotograph(
            sha256=self.sha256,
            name=name,
            bytes=len(self.data),
            width=self.width,
            height=self.height,
            quality=self.quality,
            recognised=self.recognised,
        )


class OpenPhotograph(Request[OpenedPhotograph], frozen=True, kw_only=True):
    """Read a photograph, judge it, and draw it de-identified, before any analysis."""

    photograph: PhotographSource
    longest_side: int  # pixels of the preview


class Analyze(Request[Assessment], frozen=True, kw_only=True):
    """Run a protocol over one case."""

    photographs: tuple[bytes, ...]  # as OpenPhotograph gave them, the main one first
    encounter: Encounter
    model: str
    kinds: tuple[PictureKind | None, ...] = ()  # what the user says of each photograph; none: nothing of any
    protocol: str = ""  # "" means the first one that the model serves
    seed: int = 0
    use_library: bool = True
    as_authors: bool = False  # sampled as the protocol's authors state it; InputError where they state nothing


class WriteReport(Request[None], frozen=True, kw_only=True):
    """Write a report file, in the format that the ending of `path` names (report.formats).

    `photographs` are those that the assessment is about, as OpenPhotograph gave them, in any order.
    """

    assessment: Assessment
    photographs: tuple[bytes, ...]
    path: Path


class DrawReport(Request[tuple[Raster, ...]], frozen=True, kw_only=True):
    """Draw the report's pages as they are printed; `photographs` as in WriteReport."""

    assessment: Assessment
    photographs: tuple[bytes, ...]


class TimeCase(Request[CaseTimes], frozen=True, kw_only=True):
    """Time a case of a known size with a pair of model files, which no catalogue needs to know."""

    language: Path
    projector: Path
    photograph: bytes
