"""Where a command's reports go: checked before the analysis, and kept elsewhere where that fails afterwards."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.parsing import STANDARD_OUTPUT
from lentigo.cli.terminal import say, send, warn
from lentigo.domain.assessment import Assessment
from lentigo.domain.letter import LetterPaper
from lentigo.domain.limit import LimitKind
from lentigo.domain.wording.limit import limit_text
from lentigo.errors import InputError, LentigoError
from lentigo.language import translate
from lentigo.report.formats import FILE_FORMATS, TERMINAL_FORMAT, USUAL_FORMAT, ReportFormat, format_of
from lentigo.report.letter_draft import draft_letter
from lentigo.report.writing import check_place
from lentigo.worker.messages.case import WriteReport
from lentigo.worker.messages.kept import KeepReport
from lentigo.worker.messages.letter import WriteLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One report to write: into a file, or to standard output where `path` is that."""

    format: ReportFormat
    path: Path
    paper: LetterPaper = "A4"  # of a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with the photographs that it is about."""

    assessment: Assessment
    photographs: tuple[bytes, ...]


def chosen_targets(options: argparse.Namespace) -> tuple[Target, ...]:
    """What the options ask for, or else the report on standard output; InputError where one cannot be written there.

    DICOM files go into a folder of their own, which is looked at too.
    """
    named = ((each, getattr(options, each.id)) for each in FILE_FORMATS)
    targets = tuple(Target(format=each, path=path, paper=options.paper) for each, path in named if path)
    for target in targets:
        check_target(target)
    if options.dicom:
        check_place(options.dicom / "report.dcm")
        return targets
    return targets or (Target(format=TERMINAL_FORMAT, path=STANDARD_OUTPUT),)


def _warn_of_clock(assessment: Assessment) -> None:
    """On the terminal, for a file may be read much later."""
    for limit in assessment.limits:
        if limit.kind is LimitKind.CLOCK_WRONG:
            warn(limit_text(limit))


def deliver(worker: CommandWorker, made: Made, targets: tuple[Target, ...]) -> None:
    """Write to each target, whatever becomes of the others; the first error, which says where that report is kept."""
    _warn_of_clock(made.assessment)
    troubles = [trouble for target in targets if (trouble := _delivered(worker, made, target))]
    for further in troubles[1:]:
        warn(further.told)
    if troubles:
        raise troubles[0]


def check_target(target: Target) -> None:
    """InputError, before a long work, where the report could not be written there after it."""
    asked = target.format
    if target.path == STANDARD_OUTPUT:
        if not asked.terminal:
            raise InputError(
                translate("A report as {format} cannot go to standard output.", format=translate(asked.title)),
                hint=translate("Name a file."),
            )
        return
    if format_of(target.path) is not asked:
        raise InputError(
            translate("The file name {name} does not end in {ending}.", name=target.path.name, ending=asked.ending),
            hint=translate("Add {ending} to it.", ending=asked.ending),
        )
    check_place(target.path)


def _delivered(worker: CommandWorker, made: Made, target: Target) -> LentigoError | None:
    try:
        _write(worker, made, target)
    except LentigoError as trouble:
        return _kept(worker, made, target, trouble)
    return None


def _write(worker: CommandWorker, made: Made, target: Target) -> None:
    if target.path == STANDARD_OUTPUT:
        text = target.format.render(made.assessment, {}).decode()
        say(text) if target.format is TERMINAL_FORMAT else send(text)
        return
    if target.format.letter:
        letter = draft_letter(target.format.letter, made.assessment)
        worker.run(
            WriteLetter(
                letter=letter,
                assessment=made.assessment,
                photographs=made.photographs,
                paper=target.paper,
                path=target.path,
            )
        )
    else:
        worker.run(WriteReport(assessment=made.assessment, photographs=made.photographs, path=target.path))
    warn(translate("Written: {path}", path=target.path))


def _kept(worker: CommandWorker, made: Made, target: Target, trouble: LentigoError) -> LentigoError:
    """The error with where the report is instead: minutes of work are not lost for a full disk."""
    ending = target.format.ending or USUAL_FORMAT.ending
    try:
        worker.run(KeepReport(assessment=made.assessment, photographs=made.photographs, ending=ending))
    except LentigoError:
        say(TERMINAL_FORMAT.render(made.assessment, {}).decode())
        hint = translate("It is printed instead.")
    else:
        hint = translate("It is kept, encrypted: “lentigo records kept FOLDER” brings it out, or the window’s menu.")
    return type(trouble)(trouble.message, hint=hint)
