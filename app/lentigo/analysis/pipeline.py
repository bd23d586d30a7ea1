"""The way of one case, from files to an assessment. Reads as a table of contents."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import lentigo
from lentigo.analysis.draft import CaseDraft, Stage, Tools
from lentigo.analysis.events import StageProgressed, StageStarted
from lentigo.analysis.ports import LIKELIHOOD, ImageSession, Imaging, Label, Library, Notify, Scoring, VisionModel
from lentigo.analysis.protocols import AnalysisProtocol
from lentigo.analysis.safety.red_flags import assess_red_flags
from lentigo.analysis.stages.classify import classify
from lentigo.analysis.stages.describe import describe
from lentigo.analysis.stages.differentiate import differentiate
from lentigo.analysis.stages.group import group
from lentigo.analysis.stages.propose import propose
from lentigo.analysis.stages.question import question
from lentigo.analysis.stages.retrieve import retrieve
from lentigo.analysis.stages.verify import verify
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.encounter import Encounter
from lentigo.domain.provenance import NOT_USED, Provenance
from lentigo.errors import Cancelled, InputError

STAGES: dict[str, tuple[str, Stage]] = {
    "describe": ("describing what is visible", describe),
    "question": ("filling in the findings", question),
    "group": ("finding the group of diseases", group),
    "propose": ("thinking of possible diagnoses", propose),
    "classify": ("ranking the possible diagnoses", classify),
    "retrieve": ("searching the library", retrieve),
    "differentiate": ("weighing for and against", differentiate),
    "verify": ("checking the quotes", verify),
}
PREPARATION = {
    "photograph": "checking the photograph",
    "model": "warming up the model",
    "library": "opening the library",
    "picture": "reading the picture",
}
GENERAL_LIMITS = (
    "The findings come from a photograph alone. What it cannot show (change, feeling, fever, firmness) is not in them.",
    "The words of likelihood compare the model's own options. They are not calibrated for this clinic.",
)
HANDBOOK_SET = (
    "The model has no list of diagnoses of its own, so the {count} conditions of the library's handbook were offered "
    "to it. It could name nothing else."
)
NO_SET = (
    "The model has no list of diagnoses of its own, and without the library there was none to offer: none was ranked."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the user asks for: files (or the bytes of pasted ones) and what is known about the patient."""

    sources: tuple[Path | bytes, ...]
    encounter: Encounter
    protocol: AnalysisProtocol
    seed: int


@dataclass(slots=True, kw_only=True)
class Course:
    """Keeps the time, tells which stage runs, and stops between stages."""

    stages: tuple[str, ...]
    notify: Notify
    should_stop: Callable[[], bool]
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """One stage; Cancelled instead where the user asked to stop."""
        if self.should_stop():
            raise Cancelled
        title = PREPARATION[name] if name in PREPARATION else STAGES[name][0]
        self.notify(StageStarted(stage=name, title=title, index=self.stages.index(name), total=len(self.stages)))
        start = time.perf_counter()
        yield
        self.timings[name] = round(time.perf_counter() - start, 3)


def analyze(
    case: Case,
    *,
    imaging: Imaging,
    load_model: Callable[[], VisionModel],
    open_library: Callable[[], Library] | None,
    notify: Notify,
    should_stop: Callable[[], bool],
) -> Assessment:
    """Run the case's protocol. InputError where a photograph cannot be used; Cancelled where the user stopped."""
    course = Course(stages=(*PREPARATION, *case.protocol.stages), notify=notify, should_stop=should_stop)
    with course.stage("photograph"):
        pictures = tuple(_prepare(source, imaging) for source in case.sources)
    with course.stage("model"):
        model = load_model()
    with course.stage("library"):
        library = open_library() if open_library else None
    with ExitStack() as opened:
        with course.stage("picture"):
            photographs = [picture.photograph for picture in pictures]
            session = opened.enter_context(
                model.open(
                    photographs,
                    system=case.protocol.system,
                    seed=case.seed,
                    on_progress=lambda share: notify(StageProgressed(stage="picture", share=share)),
                )
            )
        tools = _tools(case, model, session, library, notify)
        draft = _run_stages(case, course, tools)
    return _assemble(case, course, pictures, draft, model, tools)


def _prepare(source: Path | bytes, imaging: Imaging) -> PictureRecord:
    """Load, judge, de-identify; a photograph that says nothing is refused with the reason."""
    photograph = imaging.load(source)
    quality = imaging.assess_quality(photograph)
    for issue in quality.issues:
        if issue.prevents_analysis:
            raise InputError(issue.message)
    raster = photograph.raster
    return PictureRecord(
        photograph=imaging.deidentify(photograph), width=raster.width, height=raster.height, quality=quality
    )


def _tools(case: Case, model: VisionModel, session: ImageSession, library: Library | None, notify: Notify) -> Tools:
    """What the stages need. A calibration counts only for what it was measured on: its protocol, one photograph."""
    own = model.labels or case.protocol.labels
    measured = model.calibration
    applies = measured and measured.protocol == case.protocol.id and model.labels and len(case.sources) == 1
    return Tools(
        protocol=case.protocol,
        encounter=case.encounter,
        session=session,
        labels=own or _handbook_labels(library),
        library=library,
        notify=notify,
        scoring=LIKELIHOOD if own else Scoring(without_prior=True),
        calibration=measured if applies else None,
    )


def _handbook_labels(library: Library | None) -> tuple[Label, ...]:
    """The handbook's conditions, for a model without a closed set of its own."""
    conditions = library.conditions if library else ()
    return tuple(Label(text=entry.title.lower(), condition=entry.id, code=entry.icd10) for entry in conditions)


def _run_stages(case: Case, course: Course, tools: Tools) -> CaseDraft:
    draft = CaseDraft()
    for name in case.protocol.stages:
        with course.stage(name):
            draft = STAGES[name][1](draft, tools)
    return draft


def _assemble(
    case: Case,
    course: Course,
    pictures: Sequence[PictureRecord],
    draft: CaseDraft,
    model: VisionModel,
    tools: Tools,
) -> Assessment:
    own = model.labels or case.protocol.labels
    closed = "classify" in case.protocol.stages
    return Assessment(
        id=uuid.uuid4().hex[:8].upper(),
        created=datetime.now().astimezone().isoformat(timespec="seconds"),
        pictures=tuple(pictures),
        encounter=case.encounter,
        description=draft.description,
        findings=draft.findings,
        differential=draft.differential,
        red_flags=assess_red_flags(case.encounter, draft.findings, draft.differential),
        citations=draft.citations,
        limits=(*model.limits, *GENERAL_LIMITS, *(() if own or not closed else _lent_set(tools)), *draft.notes),
        provenance=_provenance(case, course, model, tools),
        closed_set=tuple(label.shown for label in own) if closed else (),
        reasoning=draft.reasoning,
    )


def _lent_set(tools: Tools) -> tuple[str]:
    """Where the names came from that a model without a list of its own chose from."""
    return (HANDBOOK_SET.format(count=len(tools.labels)) if tools.labels else NO_SET,)


def _provenance(case: Case, course: Course, model: VisionModel, tools: Tools) -> Provenance:
    library = tools.library
    return Provenance(
        app=f"Lentigo {lentigo.__version__}",
        model=model.identity,
        encoder=library.encoder if library else NOT_USED,
        library=library.version if library else NOT_USED,
        protocol=case.protocol.id,
        prompts=case.protocol.prompts,
        seed=case.seed,
        parameters=model.parameters,
        runtime=model.runtime,
        timings=course.timings,
        calibration=tools.calibration,
    )
