"""Asks the program about each photograph, and keeps each answer at once, so that a killed run goes on where it was.

Beside the result's file stands FILE.part: a line of what was asked for, then a line a photograph, each on the disk
before the next photograph is opened. A line that a kill left half is asked for again.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Condition
from lentigo.domain.photograph import PictureKind
from lentigo.errors import EngineError, InputError, LentigoError
from lentigo.progress import Progress
from lentigo.worker.messages.case import Analyze, OpenPhotograph, PhotographSource
from lentigo.worker.messages.library import ListConditions
from lentigo.worker.synchronous import SynchronousWorker
from lentigo_packager.evaluation.labelled_photographs import LabelledPhotograph
from lentigo_packager.evaluation.photographs.cases import CaseResult

STAGE = "analysing the photographs"
PREVIEW = 64  # pixels: nobody looks at it


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation was asked for; `photographs` is a hash of the files' names and labels, in their order."""

    folder: str
    photographs: str
    model: str
    protocol: str
    kind: PictureKind | None
    library: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The photographs, and what is asked of each."""

    folder: Path
    photographs: Sequence[LabelledPhotograph]
    model: str
    protocol: str
    kind: PictureKind | None
    library: bool

    @property
    def asked(self) -> Asked:
        """For the first line."""
        names = repr([(each.path.name, each.condition) for each in self.photographs])
        return Asked(
            folder=self.folder.resolve().name,
            photographs=hashlib.sha256(names.encode()).hexdigest(),
            model=self.model,
            protocol=self.protocol,
            kind=self.kind,
            library=self.library,
        )


def conditions_of(worker: SynchronousWorker) -> dict[str, Condition]:
    """The handbook's, by their ids."""
    return {condition.id: condition for condition in worker.run(ListConditions())}


def run_cases(
    asking: Asking,
    *,
    worker: SynchronousWorker,
    conditions: Mapping[str, Condition],
    part: Path | None,
    resume: bool,
    progress: Progress,
) -> tuple[CaseResult, ...]:
    """One result a photograph. One that is refused has its reason; where the engine fails, the run ends.

    InputError where `resume` finds what something else was asked for.
    """
    done = read_part(part, asking.asked) if part and resume else ()
    results, known = list(done), {each.file for each in done}
    progress.begin(STAGE, 0, 1)
    with _kept(part, asking.asked, done) as keep:
        for photograph in asking.photographs:
            name = photograph.path.relative_to(asking.folder).as_posix()
            if name not in known:
                results.append(_case(asking, photograph, name, worker, conditions))
                keep(results[-1])
            progress.share(len(results) / len(asking.photographs))
    if len({each.made_by for each in results if each.made_by}) > 1:
        raise InputError("The model or the library changed meanwhile.", hint="Run it anew, without --resume.")
    return tuple(results)


def read_part(part: Path, asked: Asked) -> tuple[CaseResult, ...]:
    """The whole lines of an earlier run; none where there is no file."""
    try:
        first, *lines = part.read_bytes().split(b"\n")
        before = msgspec.json.decode(first, type=Asked)
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError) as problem:
        raise InputError(f"{part.name} cannot be read.", hint="Run it anew, without --resume.") from problem
    if before != asked:
        raise InputError(f"{part.name} is of another evaluation.", hint="Run it anew, without --resume.")
    results: list[CaseResult] = []
    for line in lines:
        with suppress(msgspec.MsgspecError):  # the last one, which a kill left half
            results.append(msgspec.json.decode(line, type=CaseResult))
    return tuple(results)


def _case(
    asking: Asking,
    photograph: LabelledPhotograph,
    name: str,
    worker: SynchronousWorker,
    conditions: Mapping[str, Condition],
) -> CaseResult:
    try:
        source = PhotographSource(path=photograph.path)
        opened = worker.run(OpenPhotograph(photograph=source, longest_side=PREVIEW))
        assessment = worker.run(
            Analyze(
                photographs=(opened.data,),
                encounter=Encounter(),
                model=asking.model,
                kinds=(asking.kind,),
                protocol=asking.protocol,
                use_library=asking.library,
            )
        )
    except EngineError:
        raise
    except LentigoError as problem:
        return CaseResult.in_trouble(photograph, name, problem.message, conditions)
    return CaseResult.of_assessment(photograph, name, assessment, conditions)


@contextmanager
def _kept(part: Path | None, asked: Asked, done: Sequence[CaseResult]) -> Iterator[Callable[[CaseResult], None]]:
    """Writes what there is, then each further result as it comes."""
    if part is None:
        yield lambda _result: None
        return
    fresh = part.with_name(f"{part.name}.new")
    with fresh.open("wb") as file:
        for entry in (asked, *done):
            file.write(msgspec.json.encode(entry) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        fresh.replace(part)

        def keep(result: CaseResult) -> None:
            file.write(msgspec.json.encode(result) + b"\n")
            file.flush()
            os.fsync(file.fileno())

        yield keep
