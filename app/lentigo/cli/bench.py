"""`lentigo bench case`: how long a case takes on this machine with a given pair of model files."""

import argparse
import json

import msgspec

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_photograph
from lentigo.cli.parsing import Parser, Verbs, place
from lentigo.cli.terminal import say
from lentigo.domain.benchmark import CaseTimes
from lentigo.files import write_whole
from lentigo.language import deferred, translate
from lentigo.models.disk import disk_trouble
from lentigo.worker.messages.case import TimeCase

SECONDS = ("load", "encode", "prefix", "questions", "review", "classification", "total")
SPEEDS = {
    "question_speed": deferred("tokens/s, seven questions side by side"),
    "alone_speed": deferred("tokens/s, one answer alone"),
    "bare_speed": deferred("tokens/s, nothing but llama_decode"),
}


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser("bench", help=translate("measure the speed of this machine"))
    actions = parser.add_subparsers(required=True, metavar=translate("ACTION"))
    case = actions.add_parser("case", help=translate("time a case: seven questions, a review, a classification"))
    file = translate("FILE")
    case.add_argument("--lm", type=place, required=True, metavar=file, help=translate("the language model"))
    case.add_argument("--mmproj", type=place, required=True, metavar=file, help=translate("its projector"))
    case.add_argument("--photo", type=place, required=True, metavar=file)
    case.add_argument("--json", type=place, metavar=file, help=translate("write the figures here"))
    case.set_defaults(run=run_case)


def run_case(options: argparse.Namespace) -> int:
    """Time a case and print its parts."""
    with CommandWorker() as worker:
        photograph = open_photograph(worker, options.photo).data
        times = worker.run(TimeCase(language=options.lm, projector=options.mmproj, photograph=photograph))
    say(described(times))
    if options.json:
        with disk_trouble(options.json):
            write_whole(options.json, json.dumps(msgspec.to_builtins(times), indent=1) + "\n")
    return 0


def described(times: CaseTimes) -> str:
    """A line a figure."""
    seconds = [f"{getattr(times, name):8.2f} s  {name}" for name in SECONDS]
    speeds = [f"{getattr(times, name):8.2f}    {translate(meaning)}" for name, meaning in SPEEDS.items()]
    memory = translate("{megabytes} MB peak memory of the worker", megabytes=f"{times.peak_memory / 1e6:8.0f}")
    parameters = [f"            {name}: {value}" for name, value in times.parameters.items()]
    return "\n".join([*seconds, *speeds, memory, *parameters])
