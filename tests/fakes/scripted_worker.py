"""A worker that answers by a script over the real frames: for failures that nobody can summon from the real one.

Run as `python scripted_worker.py MODE FLAG`. Modes:
    hang      an analysis reports its first stage, a new document or model its first step, and then neither answers
              nor heeds a Cancel; another model than Lentigo Mini never loads
    crash     an analysis aborts the process in its first stage, a new document or model in its first step
    garble    an analysis answers with bytes that are no message
    mistype   an analysis answers with the result of another request
    refuse    no document or model is removed or checked
    unlisted  neither the library nor the models can be listed
    pulled    while a model is brought in, the stick's folder goes away
    unloaded  no model but Lentigo Mini can be loaded
All else is answered at once. Where FLAG names a file that exists, all is; failing creates it: the second try works.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from scripted_models import MINI, installed_models, place

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted, TextGrown
from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import History
from lentigo.domain.evidence import Citation, Scores
from lentigo.domain.finding import Feature, Finding, FindingField, FindingState, FindingWord
from lentigo.domain.library import LibraryDocument
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.model import InstalledModel
from lentigo.domain.photograph import MetadataKind, Raster
from lentigo.domain.provenance import ModelIdentity, Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import (
    ChecklistItem,
    FlagState,
    Reason,
    ReasonKind,
    RedFlag,
    RedFlagRule,
    RuleSource,
    Urgency,
)
from lentigo.worker.frames import read_request, write_frame
from lentigo.worker.jobs import REQUESTS
from lentigo.worker.messages.case import Analyze, OpenedPhotograph, OpenPhotograph, WriteReport
from lentigo.worker.messages.library import (
    AddDocument,
    AddedDocument,
    ListConditions,
    ListLibrary,
    PageImage,
    RemoveDocument,
    RenderPage,
)
from lentigo.worker.messages.message import Cancel, Completed, Failed, FailureKind, Request, progressed
from lentigo.worker.messages.models import (
    ExamineModels,
    ImportedModels,
    ImportModels,
    ListAbsentModels,
    ListModels,
    RemoveModel,
    VerifyModel,
    WarmUp,
)
from lentigo.worker.messages.sticks import FindSticks

DESCRIPTION = "A brown flat spot with a slightly irregular border on light skin."
VALUES = {
    FindingField.COLOUR: "dark brown, light brown, blue-grey",
    FindingField.SHAPE: "irregular, asymmetric",
    FindingField.BORDER: "blurred, irregular",
    FindingField.SIZE: "medium part of the picture",
    FindingField.LESION_TYPE: "plaque",
    FindingField.TEXTURE: "mottled",
    FindingField.NUMBER: "one",
    FindingField.DISTRIBUTION: "single",
    FindingField.LOCATION: "",
    FindingField.SURROUNDING_SKIN: "light",
    FindingField.OTHER: "hair",
}
ASYMMETRIC = Feature(field=FindingField.SHAPE, words=(FindingWord.ASYMMETRIC,))
IRREGULAR = Feature(field=FindingField.BORDER, words=(FindingWord.IRREGULAR,))
MOTTLED = Feature(field=FindingField.TEXTURE, words=(FindingWord.MOTTLED,))
SINGLE = Feature(field=FindingField.DISTRIBUTION, words=(FindingWord.SINGLE,))
LIMITS = (
    "The model knows seven diagnoses; it cannot name any other.",
    "It was trained on photographs of mostly light skin.",
    "It sees the photograph only, not the patient.",
)
STAGES = ("Checking the picture", "Reading the picture", "Looking", "Searching the library", "Weighing")
LOADING_STEPS = 60
REFUSED: dict[str, tuple[type[Request[Any]], ...]] = {
    "refuse": (RemoveDocument, RemoveModel, VerifyModel),
    "unlisted": (ListLibrary, ListModels),
}
SCORES = Scores(lexical=0.6, dense=0.7, hybrid=0.66)


def raster(width: int = 600, height: int = 450) -> Raster:
    """A brown disc on skin colour, coarse but picture-like."""
    skin, spot = bytes((226, 182, 158)), bytes((112, 70, 52))
    rows = []
    for y in range(height):
        half = max(0.0, (height / 4) ** 2 - (y - height / 2) ** 2) ** 0.5
        left, right = int(width / 2 - half), int(width / 2 + half)
        rows.append(skin * left + spot * (right - left) + skin * (width - right))
    return Raster(width=width, height=height, rgb=b"".join(rows))


def opened(request: OpenPhotograph) -> OpenedPhotograph:
    """Any file's path is as good as its bytes: nothing is read."""
    data = request.photograph.data or str(request.photograph.path).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return OpenedPhotograph(data=data, sha256=sha256, preview=raster(), width=4000, height=3000, quality=ImageQuality())


def record(data: bytes) -> PictureRecord:
    """What a report says of the photograph."""
    return PictureRecord(
        sha256=hashlib.sha256(data).hexdigest(), format="JPEG", captured=None,
        metadata_removed=(MetadataKind.EXIF,), width=4000, height=3000, quality=ImageQuality(),
    )  # fmt: skip


def assessment(request: Analyze) -> Assessment:
    """A report that has everything a report can have."""
    return Assessment(
        id="L-20260102-7F3A",
        created="2026-01-02T10:11:12+00:00",
        pictures=tuple(map(record, request.photographs)),
        encounter=request.encounter,
        description=Description(text=DESCRIPTION),
        findings=tuple(finding(field, value) for field, value in VALUES.items()),
        differential=candidates(),
        red_flags=red_flags(),
        citations=citations(),
        limits=tuple(Limit(kind=LimitKind.OF_MODEL, parameters={"text": text}) for text in LIMITS),
        provenance=provenance(request),
    )


def finding(field: FindingField, value: str) -> Finding:
    """What the model said, or that it did not look."""
    if not value:
        return Finding(field=field, state=FindingState.NOT_ASSESSED)
    return Finding(field=field, value=value)


def candidates() -> tuple[Candidate, ...]:
    """Three of them."""
    rows = (
        ("melanoma", "C43.9", Likelihood.LEADING, 0.62, (IRREGULAR, ASYMMETRIC), (), (1, 2)),
        ("melanocytic naevus", "D22.9", Likelihood.POSSIBLE, 0.24, (SINGLE,), (IRREGULAR,), (3,)),
        ("seborrhoeic keratosis", "L82.1", Likelihood.CANNOT_EXCLUDE, 0.08, (), (MOTTLED,), ()),
    )
    return tuple(
        Candidate(
            rank=rank, label=label, code=code, condition=label, likelihood=likelihood, share=share,
            typical=support, untypical=against, support=support, against=against, citations=cited,
        )
        for rank, (label, code, likelihood, share, support, against, cited) in enumerate(rows, 1)
    )  # fmt: skip


def citations() -> tuple[Citation, ...]:
    """One of them without support."""
    rows = (
        ("Melanoma", 2, "Suspect melanoma where a flat brown spot has several colours and an irregular border.", True),
        ("Red flags", 1, "Refer within two weeks where the weighted seven-point list reaches three.", True),
        ("Melanocytic naevus", 1, "Words that stand on no page.", False),
    )
    return tuple(
        Citation(
            id=number, document=f"{title.lower()}.pdf", title=title, page=page, label=str(page + 30), quote=quote,
            scores=SCORES, supported=supported,
        )
        for number, (title, page, quote, supported) in enumerate(rows, 1)
    )  # fmt: skip


def red_flags() -> tuple[RedFlag, ...]:
    """Fired, silent and unknown."""
    items = (ChecklistItem.SHAPE, ChecklistItem.COLOUR)
    points = Reason(kind=ReasonKind.POINTS_REACHED, items=items, points=4)
    rows = (
        (RedFlagRule.SEVEN_POINT_CHECKLIST, Urgency.TWO_WEEKS, FlagState.FIRED, points),
        (RedFlagRule.NON_BLANCHING_RASH, Urgency.SAME_DAY, FlagState.NOT_ASSESSED, not_asked(History.FEVER)),
        (RedFlagRule.DRUG_REACTION, Urgency.SAME_DAY, FlagState.NOT_ASSESSED, not_asked(History.MUCOSA)),
        (RedFlagRule.NEAR_EYE, Urgency.SAME_DAY, FlagState.NOT_FIRED, Reason(kind=ReasonKind.ABSENT)),
    )
    return tuple(
        RedFlag(rule=rule, source=RuleSource.NICE_NG12, urgency=urgency, state=state, reason=reason)
        for rule, urgency, state, reason in rows
    )


def not_asked(item: History) -> Reason:
    """Why a rule could not be assessed."""
    return Reason(kind=ReasonKind.NOT_KNOWN, signs=(item,))


def provenance(request: Analyze) -> Provenance:
    """Everything that shaped the answer."""
    model = ModelIdentity(
        id=request.model, name="Lentigo Mini", licence="CC BY-NC 4.0",
        notice="Lentigo Mini is a demonstration model for trying the software. Not for use on patients.",
        quantization="F16", language_sha256="cd" * 32, projector_sha256="ef" * 32, verified=True,
    )  # fmt: skip
    return Provenance(
        app="Lentigo 0.1.0", model=model, encoder="MiniLM", library="2026-01", protocol=request.protocol or "standard",
        prompts="1", seed=request.seed, parameters={"threads": "2"}, runtime="llama.cpp", timings={"describe": 1.25},
    )  # fmt: skip


def document(number: int) -> LibraryDocument:
    """One of a library's documents; the first came with the program."""
    return LibraryDocument(
        id=f"{number:016}", file=f"{number:016}.pdf", original=f"guide-{number}.pdf", title=f"Guide number {number}",
        pages=12, scanned=(3, 4), hidden=(2,), suspicious=(1,), language="en", bundled=number == 0,
        added="" if number == 0 else "2026-01-02", bytes=1000,
    )  # fmt: skip


def events() -> Iterator[AnalysisEvent]:
    """A whole analysis; text grows in the third stage."""
    for index, title in enumerate(STAGES):
        yield StageStarted(stage=title, title=title, index=index, total=len(STAGES))
        if title == "Looking":
            words = DESCRIPTION.split()
            for count in range(1, len(words) + 1):
                yield TextGrown(field=None, text=" ".join(words[:count]))
            for field, value in VALUES.items():
                yield TextGrown(field=field, text=value)
        if title == "Reading the picture":
            yield from (StageProgressed(stage=title, share=step / LOADING_STEPS) for step in range(LOADING_STEPS))
        yield StageProgressed(stage=title, share=1.0)


def failed(request: Request[Any], kind: FailureKind, message: str, hint: str) -> Failed:
    """The request's bad end."""
    return Failed(job=request.job, kind=kind, message=message, hint=hint)


class ScriptedWorker:
    """Answers requests one by one."""

    def __init__(self, *, mode: str, flag: Path, requests: BinaryIO, replies: BinaryIO) -> None:
        self._fails_with = "" if flag.exists() else mode
        self._flag = flag
        self._requests = requests
        self._replies = replies

    def run(self) -> None:
        """Work until the requests end."""
        while (request := read_request(self._requests, REQUESTS)) is not None:
            if not isinstance(request, Cancel):
                write_frame(self._replies, self._answer(request))

    def _answer(self, request: Request[Any]) -> Completed[Any] | Failed:
        if isinstance(request, REFUSED.get(self._fails_with, ())):
            return failed(request, FailureKind.INPUT, "This cannot be done.", "Do something else.")
        result = self._result(request)
        return result if isinstance(result, Failed) else Completed(job=request.job, result=result)

    def _result(self, request: Request[Any]) -> object:
        """What a Completed bears; or a Failed."""
        match request:
            case OpenPhotograph():
                return opened(request)
            case RenderPage(quote=quote):
                label = str(request.page)
                return PageImage(raster=raster(420, 594), title="Melanoma", label=label, pages=3, marked=bool(quote))
            case WriteReport(path=path, assessment=report):
                Path(path).write_text("; ".join(f"{finding.field}: {finding.value}" for finding in report.findings))
                return None
            case Analyze():
                return self._analyse(request)
            case ListConditions():
                return ()
            case ListLibrary():
                return tuple(map(document, range(3)))
            case AddDocument():
                return self._add(request)
            case RemoveDocument():
                return document(1)
            case _:
                return self._result_about_models(request)

    def _result_about_models(self, request: Request[Any]) -> object:
        match request:
            case WarmUp():
                return self._warm_up(request)
            case ListAbsentModels() | FindSticks():
                return ()
            case ExamineModels():
                return place(request.paths[0])
            case ImportModels():
                return self._bring_in(request)
            case VerifyModel() | RemoveModel():
                return self._work_on_model(request)
        return installed_models()

    def _warm_up(self, request: WarmUp) -> Failed | None:
        if request.model != MINI and self._fails_with == "unloaded":
            message = "MedGemma needs about 4.2 GB of memory, and 3.0 GB are free."
            return failed(request, FailureKind.ENGINE, message, "Close other programs.")
        if request.model != MINI and self._fails_with == "hang":
            self._report(request.job, StageProgressed(stage="model", share=0.1))
            time.sleep(3600)
        for step in range(1, LOADING_STEPS + 1):
            self._report(request.job, StageProgressed(stage="model", share=step / LOADING_STEPS))
        return None

    def _bring_in(self, request: ImportModels) -> ImportedModels | Failed:
        step = StageStarted(stage="models", title="copying medgemma", index=0, total=2)
        self._report(request.job, step)
        for share in range(40):
            self._report(request.job, StageProgressed(stage="models", share=share / 100))
        if self._fails_with == "pulled":
            self._fails_with = ""  # plugged in again
            shutil.rmtree(request.paths[0])
            message = (
                "The stick was pulled out, or cannot be read: 1.20 GB of 2.49 GB of medgemma.gguf are here already."
            )
            hint = "Plug it in again and repeat: the copy goes on where it stopped."
            return failed(request, FailureKind.INPUT, message, hint)
        if self._fails_with in ("hang", "crash"):
            self._flag.touch()
            self._fail()
        return ImportedModels(models=installed_models()[1:2], notice="")

    def _work_on_model(self, request: VerifyModel | RemoveModel) -> InstalledModel:
        self._report(request.job, StageStarted(stage="models", title="reading every byte", index=0, total=1))
        for share in range(40):
            self._report(request.job, StageProgressed(stage="models", share=share / 40))
        if self._fails_with in ("hang", "crash"):
            self._flag.touch()
            self._fail()
        return next(each for each in installed_models() if each.facts.id == request.id)

    def _add(self, request: AddDocument) -> AddedDocument:
        self._report(request.job, StageStarted(stage="library", title="reading the documents", index=0, total=3))
        if self._fails_with in ("hang", "crash"):
            self._flag.touch()
            self._fail()
        return AddedDocument(document=document(1), new=True)

    def _analyse(self, request: Analyze) -> Assessment | LibraryDocument:
        for event in events():
            self._report(request.job, event)
            if self._fails_with in ("hang", "crash", "garble"):
                self._flag.touch()
                self._fail()
        if self._fails_with == "mistype":
            self._flag.touch()
            return document(1)
        return assessment(request)

    def _report(self, job: int, event: AnalysisEvent) -> None:
        write_frame(self._replies, progressed(job, event))

    def _fail(self) -> None:
        if self._fails_with == "crash":
            os._exit(1)
        if self._fails_with == "garble":
            self._replies.write(b"\0\0\0\1\xc1")  # a length, and a byte that msgpack never uses
            self._replies.flush()
        time.sleep(3600)


if __name__ == "__main__":
    ScriptedWorker(mode=sys.argv[1], flag=Path(sys.argv[2]), requests=sys.stdin.buffer, replies=sys.stdout.buffer).run()
