"""Photographs that a command names, opened as the window opens them."""

from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.worker.messages.case import OpenedPhotograph, OpenPhotograph, PhotographSource

_SIDE = 1  # pixel: a terminal shows no preview


def open_photograph(worker: CommandWorker, path: Path) -> OpenedPhotograph:
    """InputError where it cannot be read, or is no photograph."""
    return worker.run(OpenPhotograph(photograph=PhotographSource(path=str(path.absolute())), longest_side=_SIDE))
