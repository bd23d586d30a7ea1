"""`lentigo analyze PHOTO`: a photograph in, a report out."""

import argparse
from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_photograph
from lentigo.cli.terminal import say, warn
from lentigo.domain.assessment import Assessment
from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.wording.encounter import HISTORY
from lentigo.errors import InputError
from lentigo.report.formats import FILE_FORMATS, TERMINAL_FORMAT, ReportFormat, format_of
from lentigo.settings import Settings
from lentigo.worker.messages.case import Analyze, WriteReport


def add_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser(
        "analyze",
        help="analyse a photograph and write a report",
        epilog=f"Without a file to write, the report is printed as {TERMINAL_FORMAT.title}.",
    )
    parser.add_argument(
        "photograph", type=Path, nargs="+", metavar="PHOTO", help="one case's photographs, main one first"
    )
    parser.add_argument("--model", default=Settings().model, metavar="ID")
    parser.add_argument("--protocol", default="", metavar="ID", help="the model’s own when left out")
    for each in FILE_FORMATS:
        parser.add_argument(f"--{each.id}", type=Path, metavar="FILE", help=f"write the report as {each.title}")
    parser.add_argument("--age", type=int, metavar="YEARS")
    parser.add_argument("--sex", choices=[sex.value for sex in Sex])
    parser.add_argument("--site", default="", metavar="TEXT", help="part of the body")
    parser.add_argument("--duration", default="", metavar="TEXT")
    parser.add_argument("--note", default="", metavar="TEXT")
    items = "; ".join(f"{item} ({HISTORY[item]})" for item in History)
    parser.add_argument("--yes", action="append", default=[], metavar="ITEM", help=f"asked and present: {items}")
    parser.add_argument("--no", action="append", default=[], metavar="ITEM", help="asked and absent")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--no-library", action="store_true", help="do not search the library")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Analyse, then write the files asked for, or print the report."""
    encounter = _encounter(options)
    asked = ((getattr(options, each.id), each) for each in FILE_FORMATS)
    files = [_checked(path, each) for path, each in asked if path]
    with CommandWorker() as worker:
        photographs = _opened(worker, options.photograph)
        assessment = worker.run(
            Analyze(
                photographs=photographs,
                encounter=encounter,
                model=options.model,
                protocol=options.protocol,
                seed=options.seed,
                use_library=not options.no_library,
            )
        )
        for path in files:
            worker.run(WriteReport(assessment=assessment, photographs=photographs, path=str(path)))
    _tell(assessment, files)
    return 0


def _opened(worker: CommandWorker, paths: list[Path]) -> tuple[bytes, ...]:
    """The photographs of one case, each read once; InputError where they are none."""
    case, photographs = Case(), []
    for path in paths:
        opened = open_photograph(worker, path)
        case = case.add(opened.named(path.name))
        photographs.append(opened.data)
    return tuple(photographs)


def _checked(path: Path, asked: ReportFormat) -> Path:
    """The file to write, refused before the analysis rather than after it."""
    if format_of(path) is not asked:
        ending = asked.ending
        raise InputError(f"The file name {path.name} does not end in {ending}.", hint=f"Add {ending} to it.")
    if not path.absolute().parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist.", hint="Make it first, or choose another one.")
    return path.absolute()


def _tell(assessment: Assessment, files: list[Path]) -> None:
    if files:
        warn("\n".join(f"Written: {path}" for path in files))
    else:
        say(TERMINAL_FORMAT.render(assessment, {}).decode())


def _encounter(options: argparse.Namespace) -> Encounter:
    answers = {_history(item): True for item in options.yes} | {_history(item): False for item in options.no}
    return Encounter(
        age=options.age,
        sex=Sex(options.sex) if options.sex else None,
        site=options.site,
        duration=options.duration,
        note=options.note,
        history=answers,
    )


def _history(text: str) -> History:
    try:
        return History(text)
    except ValueError:
        raise InputError(f"“{text}” is not a history item.", hint="lentigo analyze --help lists them.") from None
