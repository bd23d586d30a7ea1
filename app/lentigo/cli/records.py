"""`lentigo records backup|verify|restore|kept|statistics`: the clinic's records as a whole."""

import argparse
import sys
from collections.abc import Sequence

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.parsing import Parser, Verbs, place, whole_number
from lentigo.cli.secrets import ask, read_secret
from lentigo.cli.terminal import say
from lentigo.domain.clinician import Clinician
from lentigo.domain.record import RecordsContent
from lentigo.domain.statistics import LEAST
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.report.statistics import renderer_of
from lentigo.untrusted import one_line
from lentigo.worker.messages.kept import TakeKeptReports
from lentigo.worker.messages.records import (
    BackUpRecords,
    DescribeBackup,
    DescribeRecords,
    OpenRecords,
    RestoreRecords,
    VerifyBackup,
    VerifyRecords,
)
from lentigo.worker.messages.statistics import WriteStatistics


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("records", help=translate("back up, check and restore the clinic's cases"))
    actions = parser.add_subparsers(required=True, metavar=translate("ACTION"))
    backing = actions.add_parser("backup", help=translate("write all cases into one encrypted file, and read it back"))
    backing.add_argument("file", type=place, metavar=translate("FILE"), help=translate("a new file, best on a stick"))
    backing.set_defaults(run=back_up)
    verifying = actions.add_parser("verify", help=translate("read every byte of the records, or of a backup"))
    verifying.add_argument("file", type=place, nargs="?", metavar=translate("FILE"), help=translate("a backup"))
    verifying.set_defaults(run=verify)
    restoring = actions.add_parser("restore", help=translate("put a backup in the place of the records"))
    restoring.add_argument("file", type=place, metavar=translate("FILE"), help=translate("a backup"))
    restoring.set_defaults(run=restore)
    taking = actions.add_parser("kept", help=translate("write the reports that are kept into a folder"))
    taking.add_argument("folder", type=place, metavar=translate("FOLDER"))
    taking.set_defaults(run=take_kept)
    counting = actions.add_parser("statistics", help=translate("count the signed cases, for the district"))
    counting.add_argument("file", type=place, metavar=translate("FILE"), help=translate("ends in .csv or .json"))
    counting.add_argument(
        "--year", type=whole_number, metavar=translate("YEAR"), help=translate("only cases signed in this year")
    )
    counting.set_defaults(run=count)
    for action in (backing, verifying, restoring, taking, counting):
        action.add_argument("--name", default="", metavar=translate("NAME"), help=translate("whose passphrase it is"))
        action.add_argument(
            "--password-file",
            type=place,
            metavar=translate("FILE"),
            help=translate("its first line is the passphrase; without it, a terminal is asked"),
        )
        action.add_argument(
            "--password-fd",
            type=whole_number,
            metavar="N",
            help=translate("the same from an open file descriptor"),
        )


def back_up(options: argparse.Namespace) -> int:
    """Into a file that is not there yet."""
    if options.file.exists():
        raise InputError(
            translate("{path} is there already.", path=options.file), hint=translate("Give the name of a new file.")
        )
    with CommandWorker() as worker:
        _open(worker, options)
        content = worker.run(BackUpRecords(target=options.file))
    say(translate("Written and read back: {path}", path=options.file))
    say(_counted(content))
    return 0


def verify(options: argparse.Namespace) -> int:
    """The records, or a backup of them."""
    with CommandWorker() as worker:
        if options.file is None:
            _open(worker, options)
            content = worker.run(VerifyRecords())
        else:
            clinician, passphrase = _backup_secret(worker, options)
            content = worker.run(VerifyBackup(backup=options.file, clinician=clinician, passphrase=passphrase))
    say(translate("Everything is as it was written."))
    say(_counted(content))
    return 0


def restore(options: argparse.Namespace) -> int:
    """The present records stay, in a folder of their own; what was erased from them stays erased."""
    with CommandWorker() as worker:
        if worker.run(DescribeRecords()).present:
            _open(worker, options)
        clinician, passphrase = _backup_secret(worker, options)
        replaced = worker.run(RestoreRecords(backup=options.file, clinician=clinician, passphrase=passphrase))
    say(translate("Restored: {path}", path=options.file))
    if replaced:
        say(translate("The records that were here before: {path}", path=replaced))
    return 0


def take_kept(options: argparse.Namespace) -> int:
    """What is written is kept no longer."""
    with CommandWorker() as worker:
        _open(worker, options)
        written = worker.run(TakeKeptReports(folder=options.folder))
    for path in written:
        say(translate("Written: {path}", path=path))
    if not written:
        say(translate("No report is kept."))
    return 0


def count(options: argparse.Namespace) -> int:
    """No patient can be told from what is written."""
    renderer_of(options.file)
    with CommandWorker() as worker:
        _open(worker, options)
        found = worker.run(WriteStatistics(path=options.file, year=options.year))
    if found.cases is None:
        say(translate("Fewer than {least} cases are signed: nothing is told of them.", least=LEAST))
    say(translate("Written: {path}", path=options.file))
    return 0


def _open(worker: CommandWorker, options: argparse.Namespace) -> None:
    state = worker.run(DescribeRecords())
    if not state.present:
        raise InputError(
            translate("There are no records on this computer."),
            hint=translate("They begin with the first case in the window; a backup can be restored, too."),
        )
    clinician, passphrase = _secret(state.clinicians, options, locked=state.locked)
    worker.run(OpenRecords(clinician=clinician, passphrase=passphrase))


def _backup_secret(worker: CommandWorker, options: argparse.Namespace) -> tuple[str, str]:
    clinicians = worker.run(DescribeBackup(backup=options.file))
    return _secret(clinicians, options)


def _secret(clinicians: Sequence[Clinician], options: argparse.Namespace, *, locked: bool = True) -> tuple[str, str]:
    """Whose passphrase, and which: from the file, from the terminal, or "" where nobody can be asked."""
    named = [each for each in clinicians if not options.name or each.name.casefold() == options.name.casefold()]
    if len(named) != 1:
        names = ", ".join(one_line(each.name) for each in clinicians)
        raise InputError(
            translate("Whose passphrase shall open the records? These can: {names}.", names=names),
            hint=translate("Name one of them with --name."),
        )
    passphrase = read_secret(options.password_file if options.password_fd is None else options.password_fd)
    given = options.password_file or options.password_fd is not None
    if locked and not given and sys.stdin.isatty():
        passphrase = ask(translate("Passphrase: "))
    return named[0].id, passphrase


def _counted(content: RecordsContent) -> str:
    return translate(
        "Cases: {cases}. Patients: {patients}. Photographs: {photographs}. Audit log ends at {head}.",
        cases=content.cases,
        patients=content.patients,
        photographs=content.photographs,
        head=content.head,
    )
