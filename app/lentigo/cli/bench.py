"""`lentigo bench case`: how long a case takes on this machine with a given pair of model files."""

import argparse
import json
from pathlib import Path

import msgspec

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_photograph
from lentigo.cli.terminal import say
from lentigo.domain.benchmark import CaseTimes
from lentigo.worker.messages.case import TimeCase

SECONDS = ("load", "encode", "prefix", "questions", "review", "classification", "total")
SPEEDS = {
    "question_speed": "tokens/s, seven questions side by side",
    "alone_speed": "tokens/s, one answer alone",
    "bare_speed": "tokens/s, nothing but llama_decode",
}


def add_parser(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser("bench", help="measure the speed of this machine")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    case = actions.add_parser("case", help="time a case: seven questions, a review, a classification")
    case.add_argument("--lm", type=Path, required=True, metavar="FILE", help="the language model")
    case.add_argument("--mmproj", type=Path, required=True, metavar="FILE", help="its projector")
    case.add_argument("--photo", type=Path, required=True, metavar="FILE")
    case.add_argument("--json", type=Path, metavar="OUT", help="write the figures here")
    case.set_defaults(run=run_case)


def run_case(options: argparse.Namespace) -> int:
    """Time a case and print its parts."""
    language, projector = str(options.lm.resolve()), str(options.mmproj.resolve())
    with CommandWorker() as worker:
        photograph = open_photograph(worker, options.photo).data
        times = worker.run(TimeCase(language=language, projector=projector, photograph=photograph))
    say(described(times))
    if options.json:
        options.json.write_text(json.dumps(msgspec.to_builtins(times), indent=1) + "\n", encoding="utf-8")
    return 0


def described(times: CaseTimes) -> str:
    """A line a figure."""
    seconds = [f"{getattr(times, name):8.2f} s  {name}" for name in SECONDS]
    speeds = [f"{getattr(times, name):8.2f}    {meaning}" for name, meaning in SPEEDS.items()]
    memory = f"{times.peak_memory / 1e6:8.0f} MB peak memory of the worker"
    parameters = [f"            {name}: {value}" for name, value in times.parameters.items()]
    return "\n".join([*seconds, *speeds, memory, *parameters])
