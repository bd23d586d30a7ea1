"""`lentigo analyze PHOTO`: a photograph in, a report out."""

import argparse
from functools import partial
from pathlib import Path

from lentigo.cli.analyze_each import analyze_each
from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.compare_library import compare_library
from lentigo.cli.encounter_options import add_encounter, encounter_of
from lentigo.cli.opening import open_case
from lentigo.cli.parsing import Parser, Verbs, place, whole_number
from lentigo.cli.report_targets import Made, chosen_targets, deliver
from lentigo.cli.terminal import warn
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.paths import default_paths
from lentigo.report.formats import FILE_FORMATS, TERMINAL_FORMAT
from lentigo.settings import load_settings
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.interchange import ReadReferral, WriteDicom


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    title = translate(TERMINAL_FORMAT.title)
    parser = verbs.add_parser(
        "analyze",
        aliases=["analyse"],
        help=translate("analyse a photograph and write a report"),
        epilog=translate("Without a file to write, the report is printed as {format}.", format=title),
    )
    parser.add_argument(
        "photographs",
        type=place,
        nargs="+",
        metavar=translate("PHOTO"),
        help=translate("one case’s photographs, main one first; with --each, each is a case"),
    )
    parser.add_argument(
        "--each",
        action="store_true",
        help=translate(
            "each photograph, and each in a folder that is named, is a case of its own; "
            "the reports are named after them and go into the folders that --pdf and --json name, "
            "and a table of all cases is printed"
        ),
    )
    parser.add_argument(
        "--csv",
        type=place,
        metavar=translate("FILE"),
        help=translate("as --each, and write the table of all cases into this file"),
    )
    _add_work(parser)
    add_encounter(parser)
    parser.set_defaults(run=run)


def _add_work(parser: Parser) -> None:
    parser.add_argument("--model", default=load_settings(default_paths().settings).model, metavar="ID")
    parser.add_argument("--protocol", default="", metavar="ID", help=translate("the model’s own when left out"))
    for each in FILE_FORMATS:
        words = translate("write the report as {format}", format=translate(each.title))
        if each.letter:
            words = translate("write the {letter} that follows from it", letter=translate(each.title))
        if each.terminal:
            words = translate("write the report as {format}; “-” is standard output", format=translate(each.title))
        parser.add_argument(f"--{each.id}", type=place, metavar=translate("FILE"), help=words)
    parser.add_argument("--paper", choices=("A4", "A5"), default="A4", help=translate("of letter and sheet"))
    parser.add_argument(
        "--dicom",
        type=place,
        metavar=translate("FOLDER"),
        help=translate("write the report and its photographs as DICOM files; for one case"),
    )
    kinds = [kind.replace("_", "-") for kind in PictureKind]
    parser.add_argument("--picture", choices=kinds, help=translate("how the photographs were taken"))
    parser.add_argument("--seed", type=whole_number, default=0, metavar="N")
    parser.add_argument(
        "--as-authors",
        action="store_true",
        help=translate("sample as the protocol’s authors state it, with --seed; else the likeliest answer is taken"),
    )
    parser.add_argument("--no-library", action="store_true", help=translate("do not search the library"))
    parser.add_argument(
        "--compare-library",
        action="store_true",
        help=translate("analyse with the library and without it, write both reports, and print what differs"),
    )


def run(options: argparse.Namespace) -> int:
    """Analyse, then write the files asked for, or print the report."""
    encounter = encounter_of(options, _referred(options.referral))
    request = partial(_request, options, encounter)
    if options.dicom and (options.compare_library or options.each or options.csv):
        raise InputError(
            translate("--dicom writes the files of one case."), hint=translate("Analyse each photograph by itself.")
        )
    if options.compare_library:
        return compare_library(options, request)
    if options.each or options.csv:
        return analyze_each(options, encounter, request)
    targets = chosen_targets(options)
    with CommandWorker() as worker:
        photographs = open_case(worker, options.photographs)
        assessment = worker.run(request(photographs))
        deliver(worker, Made(assessment=assessment, photographs=photographs), targets)
        if options.dicom:
            files = WriteDicom(assessment=assessment, photographs=photographs, folder=options.dicom)
            for path in worker.run(files):
                warn(translate("Written: {path}", path=path))
    return 0


def _referred(file: Path | None) -> Encounter:
    """What a file of another system tells of the patient."""
    if file is None:
        return Encounter()
    with CommandWorker() as worker:
        return worker.run(ReadReferral(path=file))


def _request(options: argparse.Namespace, encounter: Encounter, photographs: tuple[bytes, ...]) -> Analyze:
    kind = PictureKind(options.picture.replace("-", "_")) if options.picture else None
    return Analyze(
        photographs=photographs,
        kinds=(kind,) * len(photographs),
        encounter=encounter,
        model=options.model,
        protocol=options.protocol,
        seed=options.seed,
        use_library=not options.no_library,
        as_authors=options.as_authors,
    )
