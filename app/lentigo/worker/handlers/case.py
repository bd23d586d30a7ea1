"""What the requests about a case do: inspect, analyse, write the report, time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.photograph import Raster
from lentigo.progress import Part
from lentigo.worker.job import Job
from lentigo.worker.messages.case import Analyze, Inspect, PhotographSource, Preview, TimeCase, WriteReport

if TYPE_CHECKING:
    from lentigo.retrieval.hybrid import HybridLibrary

SHOWN_SIDE = 1600  # pixels of a photograph's longest side in a report and in the window


def inspect(request: Inspect, job: Job) -> Preview:
    """Decode, judge and de-identify a photograph."""
    imaging = job.parts.imaging
    photograph = imaging.load(_opened(request.photograph))
    quality = imaging.assess_quality(photograph)
    clean = imaging.deidentify(photograph)
    return Preview(
        raster=_reduced(clean.raster, request.longest_side),
        width=clean.raster.width,
        height=clean.raster.height,
        quality=quality,
    )


def analyze(request: Analyze, job: Job) -> Assessment:
    """Run the protocol; the report's pictures are reduced to what is shown."""
    from lentigo.analysis import pipeline
    from lentigo.analysis.protocols import choose_protocol

    parts = job.parts
    served = parts.store.find(request.model).profile.protocols
    case = pipeline.Case(
        sources=tuple(map(_opened, request.photographs)),
        encounter=request.encounter,
        protocol=choose_protocol(request.protocol, served),
        seed=request.seed,
    )
    with parts.library.at_rest():
        assessment = pipeline.analyze(
            case,
            imaging=parts.imaging,
            load_model=lambda: parts.load_model(request.model, job.loading),
            open_library=partial(_open_library, job) if request.use_library else None,
            notify=job.notify,
            should_stop=job.stop,
        )
    return replace(assessment, pictures=tuple(map(_shown, assessment.pictures)))


def write_report(request: WriteReport, _job: Job) -> None:
    """Write it in the format that the file's ending names."""
    from lentigo.report import formats

    formats.write_report(request.assessment, Path(request.path))


def time_case(request: TimeCase, job: Job) -> CaseTimes:
    """Time a case with a pair of model files."""
    from lentigo.inference import bench

    imaging = job.parts.imaging
    job.parts.load_engine()
    return bench.time_case(
        Path(request.language),
        Path(request.projector),
        imaging.deidentify(imaging.load(_opened(request.photograph))),
        stop=job.stop,
        on_progress=job.loading,
    )


def _open_library(job: Job) -> HybridLibrary:
    """The analysis tells stages of its own; the index's are shares of one of them."""
    return job.parts.library.library(Part(of=job.progress("library"), start=0.0, length=1.0))


def _opened(source: PhotographSource) -> Path | bytes:
    return source.data or Path(source.path)


def _shown(picture: PictureRecord) -> PictureRecord:
    raster = _reduced(picture.photograph.raster, SHOWN_SIDE)
    return replace(picture, photograph=replace(picture.photograph, raster=raster))


def _reduced(raster: Raster, longest_side: int) -> Raster:
    from lentigo.imaging.deidentification import reduce

    return reduce(raster, longest_side)
