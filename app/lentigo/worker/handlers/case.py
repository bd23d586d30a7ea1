"""What the requests about a case do: open a photograph, analyse, write the report, time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.domain.assessment import Assessment
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.progress import Part
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.job import Job
from lentigo.worker.messages.case import Analyze, DrawReport, OpenedPhotograph, OpenPhotograph, TimeCase, WriteReport

if TYPE_CHECKING:
    from lentigo.retrieval.hybrid import HybridLibrary

SHOWN_SIDE = 1600  # pixels of a photograph's longest side in a report


def open_photograph(request: OpenPhotograph, job: Job) -> OpenedPhotograph:
    """Read, decode, judge and de-identify a photograph."""
    imaging = job.parts.imaging
    path = request.photograph.path
    data = imaging.read(path) if path else request.photograph.data
    photograph = imaging.load(data)
    quality = imaging.assess_quality(photograph)
    clean = imaging.deidentify(photograph)
    return OpenedPhotograph(
        data=data,
        sha256=clean.sha256,
        preview=_reduced(clean.raster, request.longest_side),
        width=clean.raster.width,
        height=clean.raster.height,
        quality=quality,
        recognised=imaging.recognise_kind(photograph),
        thumbnail=imaging.draw_thumbnail(clean.raster),
    )


def analyze(request: Analyze, job: Job) -> Assessment:
    """Run the protocol."""
    from lentigo.analysis import pipeline
    from lentigo.analysis.protocols import choose_protocol, require_sampling

    parts = job.parts
    served = parts.store.find(request.model).profile.protocols
    protocol = choose_protocol(request.protocol, served)
    if request.as_authors:
        require_sampling(protocol)
    wanted = pipeline.AnalysisRequest(
        photographs=request.photographs,
        kinds=request.kinds or (None,) * len(request.photographs),
        encounter=request.encounter,
        protocol=protocol,
        seed=request.seed,
        as_authors=request.as_authors,
    )
    with parts.library.at_rest():
        return pipeline.analyze(
            wanted,
            imaging=parts.imaging,
            load_model=lambda: parts.load_model(request.model, job.loading),
            open_library=partial(_open_library, job) if request.use_library else None,
            notify=job.notify,
            should_stop=job.stop,
            last_answers=parts.last_answers,
        )


def write_report(request: WriteReport, job: Job) -> None:
    """Write it in the format that the file's ending names; a bug where a photograph of the assessment is missing."""
    from lentigo.report import formats

    given = {sha256(data).hexdigest(): data for data in request.photographs}
    pictures = {each.sha256: shown(given[each.sha256], job) for each in request.assessment.pictures}
    formats.write_report(request.assessment, pictures, request.path, read_clinic(job.parts))


def render_report(assessment: Assessment, photographs: tuple[bytes, ...], name: Path, job: Job) -> bytes:
    """What WriteReport would write under this name."""
    from lentigo.report import formats

    given = {sha256(data).hexdigest(): data for data in photographs}
    asked = formats.format_of(name) or formats.USUAL_FORMAT
    pictures = {each.sha256: shown(given[each.sha256], job) for each in assessment.pictures}
    return asked.render(assessment, pictures, read_clinic(job.parts))


def draw_report(request: DrawReport, job: Job) -> tuple[Raster, ...]:
    """As the PDF has it."""
    from lentigo.report import formats
    from lentigo.report.printing import page_pictures

    given = {sha256(data).hexdigest(): data for data in request.photographs}
    pictures = {each.sha256: shown(given[each.sha256], job) for each in request.assessment.pictures}
    return page_pictures(formats.USUAL_FORMAT.render(request.assessment, pictures, read_clinic(job.parts)))


def time_case(request: TimeCase, job: Job) -> CaseTimes:
    """Time a case with a pair of model files."""
    from lentigo.inference import bench

    imaging = job.parts.imaging
    job.parts.load_engine()
    return bench.time_case(
        request.language,
        request.projector,
        imaging.deidentify(imaging.load(request.photograph)),
        stop=job.stop,
        on_progress=job.loading,
    )


def _open_library(job: Job) -> HybridLibrary:
    """The analysis tells stages of its own; the index's are shares of one of them."""
    return job.parts.library.library(Part(of=job.progress("library"), start=0.0, length=1.0))


def shown(data: bytes, job: Job) -> DeidentifiedPhotograph:
    """The photograph as a report shows it."""
    imaging = job.parts.imaging
    clean = imaging.deidentify(imaging.load(data))
    return replace(clean, raster=_reduced(clean.raster, SHOWN_SIDE))


def _reduced(raster: Raster, longest_side: int) -> Raster:
    from lentigo.imaging.deidentification import reduce

    return reduce(raster, longest_side)
