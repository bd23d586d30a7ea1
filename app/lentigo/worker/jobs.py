"""What each request does, and the parts it is done with: the worker's composition root.

Adapters are imported when they are first needed, so that the worker answers quickly and a preview never loads a model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted, TextGrown
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.photograph import Raster
from lentigo.errors import Cancelled, InputError, LentigoError
from lentigo.paths import Paths
from lentigo.worker.messages import (
    Analyze,
    BuildLibrary,
    Completed,
    Inspect,
    PageImage,
    PhotographSource,
    Preview,
    Progressed,
    RenderPage,
    Reply,
    Request,
    WarmUp,
    WriteReport,
)

if TYPE_CHECKING:
    from lentigo.imaging.adapter import PillowImaging
    from lentigo.inference.text_encoder import TextEncoder
    from lentigo.inference.vision_model import LlamaVisionModel
    from lentigo.retrieval.hybrid import HybridLibrary

ENCODER = "all-MiniLM-L6-v2.gguf"
SHOWN_SIDE = 1600  # pixels of a photograph's longest side in a report and in the window


class Jobs:
    """Runs requests with parts that are made once and kept."""

    def __init__(self, *, paths: Paths, reply: Callable[[Reply], None], should_stop: Callable[[], bool]) -> None:
        self._paths = paths
        self._reply = reply
        self._should_stop = should_stop
        self._model: LlamaVisionModel | None = None
        self._library: HybridLibrary | None = None

    def run(self, request: Request) -> Completed:
        """Do what the request says; LentigoError where that cannot be done, Cancelled where the user stopped."""
        match request:
            case Analyze():
                return Completed(job=request.job, assessment=self._analyze(request))
            case WarmUp():
                self._load_model(request.model)
            case Inspect():
                return Completed(job=request.job, preview=self._inspect(request))
            case RenderPage():
                return Completed(job=request.job, page=self._render_page(request))
            case WriteReport():
                self._write_report(request)
            case BuildLibrary():
                self._open_library(request.job)
        return Completed(job=request.job)

    @cached_property
    def _imaging(self) -> PillowImaging:
        from lentigo.imaging.adapter import PillowImaging

        return PillowImaging()

    def _analyze(self, request: Analyze) -> Assessment:
        from lentigo.analysis.pipeline import Case, analyze
        from lentigo.analysis.protocols import load_protocol

        case = Case(
            sources=tuple(map(_source, request.photographs)),
            encounter=request.encounter,
            protocol=load_protocol(request.protocol),
            seed=request.seed,
        )
        assessment = analyze(
            case,
            imaging=self._imaging,
            load_model=lambda: self._load_model(request.model),
            open_library=(lambda: self._open_library(request.job)) if request.use_library else None,
            notify=lambda event: self._reply(progressed(request.job, event)),
            should_stop=self._should_stop,
        )
        return replace(assessment, pictures=tuple(map(self._shown, assessment.pictures)))

    def _shown(self, picture: PictureRecord) -> PictureRecord:
        raster = self._reduced(picture.photograph.raster, SHOWN_SIDE)
        return replace(picture, photograph=replace(picture.photograph, raster=raster))

    def _reduced(self, raster: Raster, longest_side: int) -> Raster:
        from lentigo.imaging.deidentification import reduce

        return reduce(raster, longest_side)

    def _load_model(self, model: str) -> LlamaVisionModel:
        """The model, kept warm; another one takes its place."""
        from lentigo.inference.catalogue import load_profile
        from lentigo.inference.vision_model import LlamaVisionModel

        if self._model and self._model.identity.id == model:
            return self._model
        if self._model:
            self._model.close()
            self._model = None
        self._model = LlamaVisionModel(
            profile=load_profile(self._paths.catalogue, model),
            resources=self._paths.resources,
            should_stop=self._should_stop,
        )
        return self._model

    def _open_library(self, job: int) -> HybridLibrary:
        from lentigo.retrieval.hybrid import open_library

        if self._library is None:
            self._library = open_library(
                self._paths.library,
                self._load_encoder(),
                lambda share: self._report_building(job, share),
            )
        return self._library

    def _load_encoder(self) -> TextEncoder | None:
        """None where the encoder is missing or unusable: the search then goes on by words, and says so."""
        from lentigo.inference.text_encoder import TextEncoder

        try:
            return TextEncoder(self._paths.resources / "models" / "encoders" / ENCODER)
        except LentigoError:
            return None

    def _report_building(self, job: int, share: float) -> None:
        if self._should_stop():
            raise Cancelled
        self._reply(progressed(job, StageProgressed(stage="library", share=share)))

    def _inspect(self, request: Inspect) -> Preview:
        photograph = self._imaging.load(_source(request.photograph))
        quality = self._imaging.assess_quality(photograph)
        clean = self._imaging.deidentify(photograph)
        return Preview(
            raster=self._reduced(clean.raster, request.longest_side),
            width=clean.raster.width,
            height=clean.raster.height,
            quality=quality,
        )

    def _render_page(self, request: RenderPage) -> PageImage:
        from lentigo.retrieval.render import render_page

        raster, title, label, pages, marked = render_page(
            self._paths.library, request.document, request.page, request.quote, request.longest_side
        )
        return PageImage(raster=raster, title=title, label=label, pages=pages, marked=marked)

    def _write_report(self, request: WriteReport) -> None:
        from lentigo.report.json import write_json
        from lentigo.report.pdf import write_pdf

        path = Path(request.path)
        writers = {".pdf": write_pdf, ".json": write_json}
        if path.suffix.lower() not in writers:
            raise InputError("The report can be written as .pdf or .json.", hint="Choose one of these endings.")
        writers[path.suffix.lower()](request.assessment, path)


def _source(source: PhotographSource) -> Path | bytes:
    return source.data or Path(source.path)


def progressed(job: int, event: AnalysisEvent) -> Progressed:
    """The event as a message."""
    match event:
        case StageStarted():
            return Progressed(job=job, started=event)
        case StageProgressed():
            return Progressed(job=job, share=event)
        case TextGrown():
            return Progressed(job=job, text=event)
