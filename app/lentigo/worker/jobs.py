"""What each request does, and the parts it is done with: the worker's composition root.

Adapters are imported when they are first needed, so that the worker answers quickly and a preview never loads a model.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted, TextGrown
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.photograph import Raster
from lentigo.errors import Cancelled, LentigoError
from lentigo.inference.stopping import StopFlag
from lentigo.models.store import ModelStore
from lentigo.models.verification import verify_files
from lentigo.paths import Paths
from lentigo.worker.limits import limit_memory
from lentigo.worker.messages import (
    AddDocument,
    Analyze,
    BuildLibrary,
    Completed,
    ExamineModels,
    ImportModels,
    Inspect,
    ListLibrary,
    ListModels,
    PageImage,
    PhotographSource,
    Preview,
    Progressed,
    RemoveDocument,
    RemoveModel,
    RenderPage,
    Reply,
    Request,
    SearchLibrary,
    TimeCase,
    VerifyModel,
    WarmUp,
    WriteReport,
)
from lentigo.worker.model_jobs import ModelJobs

if TYPE_CHECKING:
    from lentigo.imaging.adapter import PillowImaging
    from lentigo.inference.keeper import ModelKeeper
    from lentigo.inference.text_encoder import TextEncoder
    from lentigo.inference.vision_model import LlamaVisionModel
    from lentigo.retrieval.hybrid import HybridLibrary
    from lentigo.retrieval.index import Report
    from lentigo.retrieval.opening import LibraryKeeper

ModelRequest = ListModels | ExamineModels | ImportModels | VerifyModel | RemoveModel
SHOWN_SIDE = 1600  # pixels of a photograph's longest side in a report and in the window


class Jobs:
    """Runs requests with parts that are made once and kept."""

    def __init__(self, *, paths: Paths, reply: Callable[[Reply], None], stop: StopFlag) -> None:
        self._paths = paths
        self._reply = reply
        self._stop = stop

    def run(self, request: Request) -> Completed:
        """Do what the request says; LentigoError where that cannot be done, Cancelled where the user stopped."""
        match request:
            case Analyze():
                return Completed(job=request.job, assessment=self._analyze(request))
            case WarmUp():
                self._load_model(request.job, request.model)
            case Inspect():
                return Completed(job=request.job, preview=self._inspect(request))
            case RenderPage():
                return Completed(job=request.job, page=self._render_page(request))
            case WriteReport():
                self._write_report(request)
            case AddDocument():
                return self._add_document(request)
            case RemoveDocument():
                removed = self._library.remove(request.id, self._tell_steps(request.job))
                return Completed(job=request.job, documents=(removed,))
            case ListLibrary():
                return Completed(job=request.job, documents=self._library.documents(self._tell_steps(request.job)))
            case SearchLibrary():
                return self._search_library(request)
            case TimeCase():
                return Completed(job=request.job, times=self._time_case(request))
            case BuildLibrary():
                self._library.build(self._tell_steps(request.job), anew=request.anew)
            case ListModels() | ExamineModels() | ImportModels() | VerifyModel() | RemoveModel():
                return self._run_on_models(request)
        return Completed(job=request.job)

    def _run_on_models(self, request: ModelRequest) -> Completed:
        match request:
            case ListModels():
                return self._model_jobs.list_models(request.job)
            case ExamineModels():
                return self._model_jobs.examine(request)
            case ImportModels():
                return self._model_jobs.bring_in(request)
            case VerifyModel():
                return self._model_jobs.verify(request)
            case RemoveModel():
                return self._model_jobs.remove(request.job, request.id)

    @cached_property
    def _imaging(self) -> PillowImaging:
        from lentigo.imaging.adapter import PillowImaging

        return PillowImaging()

    def _analyze(self, request: Analyze) -> Assessment:
        from lentigo.analysis.pipeline import Case, analyze
        from lentigo.analysis.protocols import choose_protocol

        served = self._store.find(request.model).profile.protocols
        case = Case(
            sources=tuple(map(_source, request.photographs)),
            encounter=request.encounter,
            protocol=choose_protocol(request.protocol, served),
            seed=request.seed,
        )
        with self._library.at_rest():
            assessment = analyze(
                case,
                imaging=self._imaging,
                load_model=lambda: self._load_model(request.job, request.model),
                open_library=(lambda: self._open_library(request.job)) if request.use_library else None,
                notify=lambda event: self._reply(progressed(request.job, event)),
                should_stop=self._stop,
            )
        return replace(assessment, pictures=tuple(map(self._shown, assessment.pictures)))

    def _shown(self, picture: PictureRecord) -> PictureRecord:
        raster = self._reduced(picture.photograph.raster, SHOWN_SIDE)
        return replace(picture, photograph=replace(picture.photograph, raster=raster))

    def _reduced(self, raster: Raster, longest_side: int) -> Raster:
        from lentigo.imaging.deidentification import reduce

        return reduce(raster, longest_side)

    @cached_property
    def _store(self) -> ModelStore:
        paths = self._paths
        return ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)

    @cached_property
    def _model_jobs(self) -> ModelJobs:
        return ModelJobs(paths=self._paths, store=self._store, reply=self._reply, should_stop=self._stop)

    @cached_property
    def _models(self) -> ModelKeeper:
        from lentigo.inference.keeper import ModelKeeper

        return ModelKeeper(store=self._store, data=self._paths.data, stop=self._stop)

    def _load_model(self, job: int, model: str) -> LlamaVisionModel:
        """The model, kept warm; another one takes its place."""
        profile = self._store.find(model).profile
        limit_memory(sum(file.bytes for file in profile.files))
        return self._models.model(model, partial(self._tell_loading, job))

    def _time_case(self, request: TimeCase) -> CaseTimes:
        from lentigo.inference.bench import time_case

        return time_case(
            Path(request.language),
            Path(request.projector),
            self._imaging.deidentify(self._imaging.load(_source(request.photograph))),
            stop=self._stop,
            on_progress=partial(self._tell_loading, request.job),
        )

    @cached_property
    def _library(self) -> LibraryKeeper:
        from lentigo.retrieval.opening import LibraryKeeper

        paths = self._paths
        return LibraryKeeper(bundled=paths.bundled_library, own=paths.own_library, load_encoder=self._load_encoder)

    def _open_library(self, job: int) -> HybridLibrary:
        """The library for an analysis, whose own stages are told; the index's are shares of one of them."""
        return self._library.library(lambda _step, share: self._tell_share(job, share))

    def _add_document(self, request: AddDocument) -> Completed:
        from lentigo.models.places import check_signed

        tell = self._tell_steps(request.job)
        check_signed(Path(request.path))
        document, new = self._library.add(Path(request.path), request.password, tell, index=request.index)
        notice = "" if new else f"This document is in the library already, as “{document.title}”."
        return Completed(job=request.job, documents=(document,), notice=notice)

    def _search_library(self, request: SearchLibrary) -> Completed:
        library = self._library.library(self._tell_steps(request.job))
        hits = library.search(request.query, limit=request.limit)
        meaning = f"Search by meaning: {library.encoder}." if library.encoder.startswith("not in use") else ""
        documents = f"In the library, {self._library.notice}." if self._library.notice else ""
        return Completed(job=request.job, hits=hits, notice="\n".join(filter(None, (meaning, documents))))

    def _load_encoder(self) -> TextEncoder | None:
        """The first that is whole. None where none is: the search then goes by words."""
        from lentigo.inference.text_encoder import TextEncoder

        for stored in self._store.encoders():
            with suppress(LentigoError):
                verify_files(stored.profile, stored.folder, self._stop, lambda _share: None)
                return TextEncoder(*stored.paths)
        return None

    def _tell_steps(self, job: int) -> Report:
        """Steps of work on the library, as stages."""
        from lentigo.retrieval.index import STEPS

        current = ""

        def tell(step: str, share: float) -> None:
            nonlocal current
            if step != current:
                started = StageStarted(stage="library", title=step, index=STEPS.index(step), total=len(STEPS))
                self._reply(progressed(job, started))
            current = step
            self._tell_share(job, share)

        return tell

    def _tell_loading(self, job: int, share: float) -> None:
        """Called from within llama.cpp, which an exception could not cross; the engine asks for a stop itself."""
        self._reply(progressed(job, StageProgressed(stage="model", share=share)))

    def _tell_share(self, job: int, share: float) -> None:
        if self._stop():
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

        stored = self._library.store.find(request.document)
        raster, title, label, pages, marked = render_page(
            stored.path, request.page, request.quote, request.longest_side
        )
        title = title if stored.record.bundled else stored.record.title
        return PageImage(raster=raster, title=title, label=label, pages=pages, marked=marked)

    def _write_report(self, request: WriteReport) -> None:
        from lentigo.report.formats import write_report

        write_report(request.assessment, Path(request.path))


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
