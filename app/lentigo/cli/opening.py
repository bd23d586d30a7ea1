"""Photographs that a command names, opened as the window opens them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lentigo.cli.command_worker import CommandWorker
from lentigo.domain.case import Case
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.untrusted import one_line
from lentigo.worker.messages.case import OpenedPhotograph, OpenPhotograph, PhotographSource

_SIDE = 1  # pixel: a terminal shows no preview


def open_photograph(worker: CommandWorker, path: Path) -> OpenedPhotograph:
    """InputError where it cannot be read, or is no photograph."""
    return worker.run(OpenPhotograph(photograph=PhotographSource(path=path), longest_side=_SIDE))


def open_case(worker: CommandWorker, paths: Sequence[Path]) -> tuple[bytes, ...]:
    """The photographs of one case, each read once; InputError, with the name, for one that cannot be used."""
    case, photographs = Case(), []
    for path in paths:
        with _named(path, among=len(paths)):
            opened = open_photograph(worker, path)
            for issue in opened.quality.issues:
                if issue.prevents_analysis:
                    raise InputError(translate(QUALITY_ISSUES[issue]))
            case = case.add(opened.named(path.name))
        photographs.append(opened.data)
    return tuple(photographs)


@contextmanager
def _named(path: Path, *, among: int) -> Iterator[None]:
    try:
        yield
    except InputError as trouble:
        if among == 1:
            raise
        sentence = translate("{file}: {trouble}", file=one_line(path.name), trouble=trouble.message)
        raise InputError(sentence, hint=trouble.hint) from None
