"""The pipeline of one case, from photographs to an assessment."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

import lentigo
from lentigo.analysis.calibration import domain_limits, flag_from, in_domain
from lentigo.analysis.draft import CaseDraft, Stage, Tools
from lentigo.analysis.events import StageProgressed, StageStarted
from lentigo.analysis.ports import (
    LIKELIHOOD,
    ImageSession,
    Imaging,
    Label,
    Library,
    Notify,
    Sampling,
    Scoring,
    VisionModel,
)
from lentigo.analysis.protocols import AnalysisProtocol
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.analysis.safety.stuck import LastAnswers
from lentigo.analysis.stages.classify import classify
from lentigo.analysis.stages.describe import describe
from lentigo.analysis.stages.differentiate import differentiate
from lentigo.analysis.stages.explain import explain
from lentigo.analysis.stages.group import group
from lentigo.analysis.stages.propose import propose
from lentigo.analysis.stages.question import question
from lentigo.analysis.stages.retrieve import retrieve
from lentigo.analysis.stages.verify import verify
from lentigo.domain.advice import Advice
from lentigo.domain.answer_flag import AnswerFlaw, AnswerPart
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.clock import can_be
from lentigo.domain.description import Description
from lentigo.domain.encounter import Encounter
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.photograph import DeidentifiedPhotograph, PictureKind
from lentigo.domain.provenance import Provenance
from lentigo.domain.stage import AnalysisStage
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.domain.wording.stage import STAGES as STAGE_TITLES
from lentigo.errors import Cancelled, InputError
from lentigo.language import translate

PREPARATION = (AnalysisStage.PHOTOGRAPH, AnalysisStage.MODEL, AnalysisStage.LIBRARY, AnalysisStage.PICTURE)
STAGES: dict[AnalysisStage, Stage] = {
    AnalysisStage.DESCRIBE: describe,
    AnalysisStage.QUESTION: question,
    AnalysisStage.GROUP: group,
    AnalysisStage.PROPOSE: propose,
    AnalysisStage.CLASSIFY: classify,
    AnalysisStage.RETRIEVE: retrieve,
    AnalysisStage.DIFFERENTIATE: differentiate,
    AnalysisStage.EXPLAIN: explain,
    AnalysisStage.VERIFY: verify,
}
GENERAL_LIMITS = (Limit(kind=LimitKind.PHOTOGRAPH_ALONE), Limit(kind=LimitKind.UNCALIBRATED_WORDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """What the user asks for: `photographs` are files as they came, the main one first.

    `kinds` are what the user says of each, None where nothing was said. `as_authors` has answers sampled as the
    protocol's authors state, where they do.
    """

    photographs: tuple[bytes, ...]
    kinds: tuple[PictureKind | None, ...]
    encounter: Encounter
    protocol: AnalysisProtocol
    seed: int
    as_authors: bool = False

    @property
    def sampling(self) -> Sampling | None:
        """The authors', where it was asked for and stated; else None, for the model's own."""
        return self.protocol.sampling if self.as_authors else None


@dataclass(slots=True, kw_only=True)
class Course:
    """Keeps the time, tells which stage runs, and stops between stages."""

    stages: tuple[AnalysisStage, ...]
    notify: Notify
    should_stop: Callable[[], bool]
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, stage: AnalysisStage) -> Iterator[None]:
        """One stage; Cancelled instead where the user asked to stop."""
        if self.should_stop():
            raise Cancelled
        index, total = self.stages.index(stage), len(self.stages)
        self.notify(StageStarted(stage=stage, title=translate(STAGE_TITLES[stage]), index=index, total=total))
        start = time.perf_counter()
        yield
        self.timings[stage] = round(time.perf_counter() - start, 3)


def analyze(
    request: AnalysisRequest,
    *,
    imaging: Imaging,
    load_model: Callable[[], VisionModel],
    open_library: Callable[[], Library] | None,
    notify: Notify,
    should_stop: Callable[[], bool],
    last_answers: LastAnswers | None = None,
) -> Assessment:
    """Run the protocol. InputError where a photograph cannot be used; Cancelled where the user stopped."""
    course = Course(stages=(*PREPARATION, *request.protocol.stages), notify=notify, should_stop=should_stop)
    with course.stage(AnalysisStage.PHOTOGRAPH):
        prepared = [
            _prepare(data, told, imaging) for data, told in zip(request.photographs, request.kinds, strict=True)
        ]
    with course.stage(AnalysisStage.MODEL):
        model = load_model()
    with course.stage(AnalysisStage.LIBRARY):
        library = open_library() if open_library else None
    with ExitStack() as opened:
        with course.stage(AnalysisStage.PICTURE):
            session = opened.enter_context(
                model.open(
                    [photograph for photograph, _record in prepared],
                    system=request.protocol.system,
                    seed=request.seed,
                    on_progress=lambda share: notify(StageProgressed(stage=AnalysisStage.PICTURE, share=share)),
                    sampling=request.sampling,
                )
            )
        pictures = tuple(record for _photograph, record in prepared)
        tools = _tools(request, pictures, model, session, library, notify)
        draft = _run_stages(request, course, tools)
        seen = [photograph for photograph, _record in prepared]
        if last_answers and last_answers.stuck(model.identity.id, request.protocol.id, seen, draft.ranking):
            draft = draft.flagged(AnswerPart.DIFFERENTIAL, (AnswerFlaw.STUCK,))
    return _assemble(request, course, pictures, draft, model, tools)


def _prepare(data: bytes, told: PictureKind | None, imaging: Imaging) -> tuple[DeidentifiedPhotograph, PictureRecord]:
    """Load, judge, de-identify; a photograph that says nothing is refused with the reason."""
    photograph = imaging.load(data)
    quality = imaging.assess_quality(photograph)
    for issue in quality.issues:
        if issue.prevents_analysis:
            raise InputError(translate(QUALITY_ISSUES[issue]))
    clean = imaging.deidentify(photograph)
    return clean, PictureRecord(
        sha256=clean.sha256,
        format=clean.format,
        captured=clean.captured,
        metadata_removed=clean.metadata_removed,
        width=clean.raster.width,
        height=clean.raster.height,
        quality=quality,
        kind=told or imaging.recognise_kind(photograph),
        kind_told=told is not None,
    )


def _tools(
    request: AnalysisRequest,
    pictures: tuple[PictureRecord, ...],
    model: VisionModel,
    session: ImageSession,
    library: Library | None,
    notify: Notify,
) -> Tools:
    """What the stages need. A calibration counts only for what it was measured on: its protocol, one photograph."""
    own = model.labels or request.protocol.labels
    measured = model.calibration
    applies = measured and measured.protocol == request.protocol.id and model.labels and len(request.photographs) == 1
    return Tools(
        protocol=request.protocol,
        encounter=request.encounter,
        session=session,
        labels=own or _handbook_labels(library),
        library=library,
        notify=notify,
        converses=model.converses,
        scoring=LIKELIHOOD if own else Scoring(without_prior=True),
        calibration=measured if applies else None,
        in_domain=bool(applies and measured and in_domain(pictures, measured)),
    )


def _handbook_labels(library: Library | None) -> tuple[Label, ...]:
    """The handbook's conditions, for a model without a closed set of its own."""
    conditions = library.conditions if library else ()
    return tuple(Label(text=entry.title.lower(), condition=entry.id, code=entry.icd10) for entry in conditions)


def _run_stages(request: AnalysisRequest, course: Course, tools: Tools) -> CaseDraft:
    draft = CaseDraft()
    for stage in request.protocol.stages:
        with course.stage(stage):
            draft = STAGES[stage](draft, tools)
    return draft


def _assemble(
    request: AnalysisRequest,
    course: Course,
    pictures: tuple[PictureRecord, ...],
    draft: CaseDraft,
    model: VisionModel,
    tools: Tools,
) -> Assessment:
    own = model.labels or request.protocol.labels
    closed = AnalysisStage.CLASSIFY in request.protocol.stages
    created = datetime.now().astimezone()
    return Assessment(
        id=uuid.uuid4().hex[:8].upper(),
        created=created.isoformat(timespec="seconds"),
        pictures=pictures,
        encounter=request.encounter,
        description=Description(text=draft.description),
        findings=draft.findings,
        differential=draft.differential,
        red_flags=assess_red_flags(
            request.encounter,
            draft.findings,
            draft.differential,
            flag_from(pictures, tools.calibration),
        ),
        citations=draft.citations,
        limits=(
            *_clock_limits(created.date()),
            *(Limit(kind=LimitKind.OF_MODEL, parameters={"text": text}) for text in model.limits),
            *GENERAL_LIMITS,
            *(() if own or not closed else (_lent_names(tools),)),
            *draft.notes,
            *domain_limits(pictures, tools.calibration),
        ),
        provenance=_provenance(request, course, model, tools),
        closed_set=tuple(label.shown for label in own) if closed else (),
        reasoning=draft.reasoning,
        advice=_advice(draft, tools.library),
        explanations=draft.explanations,
        rankings=draft.rankings,
        answer_flags=draft.flags,
    )


def _advice(draft: CaseDraft, library: Library | None) -> tuple[Advice, ...]:
    """The handbook's, for all candidates: the clinician may put another one first."""
    named = {candidate.condition for candidate in draft.differential}
    conditions = library.conditions if library else ()
    return tuple(advice for condition in conditions if condition.id in named for advice in condition.advice)


def _clock_limits(today: date) -> tuple[Limit, ...]:
    return () if can_be(today) else (Limit(kind=LimitKind.CLOCK_WRONG, parameters={"day": today.isoformat()}),)


def _lent_names(tools: Tools) -> Limit:
    """Where the names came from that a model without a list of its own chose from."""
    lent = Limit(kind=LimitKind.LENT_NAMES, parameters={"count": str(len(tools.labels))})
    return lent if tools.labels else Limit(kind=LimitKind.NO_NAMES)


def _provenance(request: AnalysisRequest, course: Course, model: VisionModel, tools: Tools) -> Provenance:
    library = tools.library
    return Provenance(
        app=f"Lentigo {lentigo.__version__}",
        model=model.identity,
        encoder=library.encoder if library else None,
        library=library.version if library else None,
        protocol=request.protocol.id,
        prompts=request.protocol.prompts,
        seed=request.seed,
        parameters=model.parameters | ({"decoding": str(request.sampling)} if request.sampling else {}),
        runtime=model.runtime,
        timings=course.timings,
        calibration=tools.calibration,
    )
