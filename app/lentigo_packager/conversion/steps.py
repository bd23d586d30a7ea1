"""A conversion as a list of steps, told one by one, in a folder that gets its name when all are done."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from filelock import FileLock, Timeout

from lentigo.errors import InputError
from lentigo.files import settle
from lentigo.models.disk import disk_trouble
from lentigo.progress import Progress

PARITY = "parity.json"
Job = TypeVar("Job")


class ConversionProgress(Progress, Protocol):
    """What hears of a conversion while it runs: its steps are stages, and each has something to say in the end."""

    def note(self, text: str) -> None:
        """What the step that ends now has to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[Job]):
    """`do` returns what there is to say of it, or ""; a step that is not `needed` is left out.

    `size` is how many bytes it reads or writes, perhaps an estimate; 0 where it is not counted so.
    """

    title: str
    do: Callable[[Job], str]
    size: Callable[[Job], int] = lambda _job: 0
    needed: Callable[[Job], bool] = lambda _job: True


def run_steps(steps: Sequence[Step[Job]], job: Job, report: ConversionProgress) -> None:
    """Each in turn, told with the time it took."""
    chosen = [step for step in steps if step.needed(job)]
    for index, step in enumerate(chosen):
        report.begin(step.title, index, len(chosen), size=step.size(job))
        start = time.monotonic()
        said = step.do(job)
        done = f"{step.title} ({time.monotonic() - start:.0f} s)"
        report.note(f"{done}: {said}" if said else done)


@contextmanager
def workplace(out: Path, model: str) -> Iterator[Path]:
    """An empty folder beside the final one, which it becomes at the end; nothing stays of it where anything fails.

    What a killed run left is taken away first. InputError where the model stands there, is being made right now, or
    the disk gives trouble.
    """
    final, work, lock = out / model, out / f".{model}.part", out / f".{model}.lock"
    if final.exists():
        raise InputError(f"{final} exists already.", hint="Remove that folder, or choose another one with --out.")
    with disk_trouble(out), _only_one(lock, model):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
            settle(work, final)
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _only_one(lock: Path, model: str) -> Iterator[None]:
    """The system lets go of the lock where its holder dies; the file is taken away where it ends."""
    held = FileLock(lock)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise InputError(f"{model} is being converted into this folder right now.", hint="Wait for it.") from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open
            lock.unlink()
        held.release()
