"""`--version`: the program's version, and which build and variant of the engine runs on this computer."""

import argparse
from typing import Any

import lentigo
from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.terminal import say
from lentigo.language import translate
from lentigo.worker.messages.models import DescribeEngine


class ShowVersion(argparse.Action):
    """Prints the versions and ends."""

    def __init__(self, option_strings: list[str], dest: str, **_options: Any) -> None:
        words = translate("show the versions of the program and of its engine, and exit")
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, default=argparse.SUPPRESS, help=words)

    def __call__(self, parser: argparse.ArgumentParser, *_arguments: object) -> None:
        """Say the program's version first: it is known even where no engine runs."""
        say(f"{parser.prog} {lentigo.__version__}")
        with CommandWorker() as worker:
            engine = worker.run(DescribeEngine())
        say(f"{engine.runtime}\n{translate('build of the variant: {build}', build=engine.build)}")
        parser.exit()
