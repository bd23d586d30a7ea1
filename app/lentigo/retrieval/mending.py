"""Work in the background that gives way to an analysis and stops when told."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event

from lentigo.errors import Cancelled, LentigoError
from lentigo.progress import Progress


class Mending:
    """Runs `work` in a thread of its own from the start, and is the Progress at which that rests and stops."""

    def __init__(self, work: Callable[[Progress], None], may_go_on: Event) -> None:
        self._may_go_on = may_go_on
        self._stopped = Event()
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mend-library")
        self._outcome: Future[None] = executor.submit(work, self)
        executor.shutdown(wait=False)

    @property
    def ended(self) -> bool:
        """Whether the work is over, well or badly."""
        return self._outcome.done()

    @property
    def trouble(self) -> str:
        """Waits for the end and says what went wrong, or "". Any other error than the user's is raised: it is a bug."""
        try:
            self._outcome.result()
        except LentigoError as problem:
            return problem.message
        return ""

    def stop(self) -> None:
        """End the work at its next step, and wait for that."""
        self._stopped.set()
        wait([self._outcome])

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """Nobody is told; the share is where it rests."""

    def share(self, done: float) -> None:
        """Rest while an analysis runs."""
        while not self._stopped.is_set():
            if self._may_go_on.wait(0.1):
                return
        raise Cancelled


@contextmanager
def resting(may_go_on: Event) -> Iterator[None]:
    """Background work rests meanwhile."""
    may_go_on.clear()
    try:
        yield
    finally:
        may_go_on.set()
