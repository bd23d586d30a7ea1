"""Requests about one case: its photographs, the analysis, the report."""

import msgspec

from lentigo.domain.assessment import Assessment
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import Raster
from lentigo.domain.quality import ImageQuality
from lentigo.worker.messages.message import Request


class PhotographSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a photograph comes from: a file's path, or the bytes of a pasted picture file."""

    path: str = ""
    data: bytes = b""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph as the window shows it. `width` and `height` are the original's."""

    raster: Raster
    width: int
    height: int
    quality: ImageQuality


class Inspect(Request[Preview], frozen=True, kw_only=True):
    """Show a photograph, de-identified, with its quality, before any analysis."""

    photograph: PhotographSource
    longest_side: int  # pixels


class Analyze(Request[Assessment], frozen=True, kw_only=True):
    """Run a protocol over one case."""

    photographs: tuple[PhotographSource, ...]
    encounter: Encounter
    model: str
    protocol: str
    seed: int = 0
    use_library: bool = True


class WriteReport(Request[None], frozen=True, kw_only=True):
    """Write a report file, in the format that the ending of `path` names (report.formats)."""

    assessment: Assessment
    path: str


class TimeCase(Request[CaseTimes], frozen=True, kw_only=True):
    """Time a case of a known size with a pair of model files, which no catalogue needs to know."""

    language: str
    projector: str
    photograph: PhotographSource
