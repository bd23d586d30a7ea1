"""`lentigo analyze --each PHOTO|FOLDER …`: many cases, one after the other, and a table of them at the end."""

import argparse
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_case
from lentigo.cli.parsing import STANDARD_OUTPUT
from lentigo.cli.report_targets import Made, Target, deliver
from lentigo.cli.terminal import say, warn
from lentigo.domain.assessment import Assessment
from lentigo.domain.batch import verdict_of
from lentigo.domain.encounter import Encounter
from lentigo.domain.letter import LetterPaper
from lentigo.errors import Cancelled, InputError, LentigoError
from lentigo.files import write_whole
from lentigo.language import translate, translate_count
from lentigo.models.disk import disk_trouble
from lentigo.report.case_table import Line, as_csv, heads, line_of
from lentigo.report.formats import FILE_FORMATS, ReportFormat
from lentigo.report.writing import check_place
from lentigo.untrusted import one_line
from lentigo.worker.messages.case import Analyze
from lentigo.worker.planning import photographs_in

MakeRequest = Callable[[tuple[bytes, ...]], Analyze]  # of the photographs of a case

GAP = "  "  # between the columns of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one photograph: an assessment, an error, or both where its report could not be written."""

    path: Path
    assessment: Assessment | None = None
    trouble: LentigoError | None = None


def analyze_each(options: argparse.Namespace, encounter: Encounter, request: MakeRequest) -> int:
    """Analyse each; one that fails does not keep the others out, but counts in the exit code."""
    if encounter != Encounter():
        raise InputError(
            translate("With --each, every photograph is a case of its own: no detail of one patient is true of all."),
            hint=translate("Leave the patient’s details out, or analyse these photographs one by one."),
        )
    paths = _photographs(options.photographs)
    folders = _folders(options, paths)
    if options.csv:
        check_place(options.csv)
    outcomes: list[Outcome] = []
    with CommandWorker() as worker:
        for path in paths:
            try:
                outcomes.append(_analyzed(worker, path, _targets(folders, path, options.paper), request))
                _keep(outcomes, options.csv)
            except Cancelled:
                _print_table(outcomes, total=len(paths))
                raise
    _print_table(outcomes, total=len(paths))
    return max((outcome.trouble.exit_code for outcome in outcomes if outcome.trouble), default=0)


def _photographs(named: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named without reports that lie there; no name twice."""
    paths: list[Path] = []
    for path in named:
        with disk_trouble(path):
            paths += photographs_in(path) if path.is_dir() else [path]
    names = Counter(path.name for path in paths)
    if twice := [name for name, count in names.items() if count > 1]:
        raise InputError(
            translate("Two of the photographs are called “{name}”, and so would their reports be.", name=twice[0]),
            hint=translate("Give them different names, or analyse them in two commands."),
        )
    if not paths:
        raise InputError(translate("No photograph lies there."), hint=translate("Name photographs, or their folder."))
    return tuple(paths)


def _folders(options: argparse.Namespace, photographs: Sequence[Path]) -> dict[ReportFormat, Path]:
    """The folder that each format goes into; InputError where the reports could not be written there."""
    folders = {each: getattr(options, each.id) for each in FILE_FORMATS if getattr(options, each.id)}
    longest = max((path.name for path in photographs), key=lambda name: len(os.fsencode(name)))
    for each, folder in folders.items():
        if folder == STANDARD_OUTPUT:
            raise InputError(
                translate("Standard output takes one report, not one of each case."), hint=translate("Name a folder.")
            )
        check_place(folder / f"{longest}{each.ending}")
    return folders


def _targets(folders: dict[ReportFormat, Path], photograph: Path, paper: LetterPaper) -> tuple[Target, ...]:
    """A file for each format asked for, named after the photograph."""
    return tuple(
        Target(format=each, path=folder / f"{photograph.name}{each.ending}", paper=paper)
        for each, folder in folders.items()
    )


def _analyzed(
    worker: CommandWorker,
    path: Path,
    targets: tuple[Target, ...],
    request: MakeRequest,
) -> Outcome:
    assessment = None
    try:
        photographs = open_case(worker, [path])
        assessment = worker.run(request(photographs))
        deliver(worker, Made(assessment=assessment, photographs=photographs), targets)
    except LentigoError as trouble:
        warn(f"{one_line(path.name)}\n{trouble.told}")
        return Outcome(path=path, assessment=assessment, trouble=trouble)
    return Outcome(path=path, assessment=assessment)


def _lines(outcomes: Sequence[Outcome]) -> list[Line]:
    return [
        line_of(
            outcome.path.name,
            verdict_of(outcome.assessment) if outcome.assessment else None,
            outcome.trouble.message if outcome.trouble else "",
        )
        for outcome in outcomes
    ]


def _keep(outcomes: Sequence[Outcome], path: Path | None) -> None:
    """What there is of the table so far, in the file: it is whole whenever the work ends."""
    if path is None:
        return
    with disk_trouble(path):
        write_whole(path, as_csv(_lines(outcomes)))


def _print_table(outcomes: Sequence[Outcome], *, total: int) -> None:
    """The table, for what was said of each may have left the screen."""
    shown = [heads(), *_lines(outcomes)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = [GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown]
    failed = sum(1 for outcome in outcomes if outcome.trouble)
    done = translate_count(
        "{count} of {total} cases without trouble.",
        "{count} of {total} cases without trouble.",
        len(outcomes) - failed,
        total=total,
    )
    say("\n".join([*lines, done]))
