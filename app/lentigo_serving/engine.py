"""The one worker of a service, and the queue before it."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lentigo.analysis.events import AnalysisEvent, StageStarted
from lentigo.errors import Cancelled, InputError, LentigoError
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.failures import error_of
from lentigo.worker.messages import message
from lentigo.worker.messages.message import Completed, Failed, Progressed, Reply, Request
from lentigo.worker.messages.models import WarmUp
from lentigo_serving.errors import busy

Result = TypeVar("Result")
SHORTEST_WAIT_S = 1  # that a refused client is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stage of the analysis that began."""

    title: str
    started: float  # monotonic seconds


class Turn:
    """What a piece of work does with the worker while it has it."""

    def __init__(self, client: WorkerClient, hear: Callable[[AnalysisEvent], None]) -> None:
        self._client = client
        self._hear = hear
        self._job: int | None = None
        self._stopped = False

    async def run(self, request: Request[Result]) -> Result:
        """The result; LentigoError where it failed, Cancelled where it was stopped."""
        if self._stopped:
            raise Cancelled
        loop = asyncio.get_running_loop()
        ending: asyncio.Future[Reply[Result]] = loop.create_future()

        def take(reply: Reply[Result]) -> None:
            if isinstance(reply, Progressed):
                self._hear(reply.event)
            else:
                ending.set_result(reply)

        def hand_over(reply: Reply[Result]) -> None:
            loop.call_soon_threadsafe(take, reply)

        self._job = self._client.submit(request, hand_over)
        told = await ending
        self._job = None
        match told:
            case Completed():
                return told.result
            case Failed():
                raise error_of(told)
            case message.Cancelled() | _:
                raise Cancelled

    def stop(self) -> None:
        """End what runs, and let nothing follow."""
        self._stopped = True
        if self._job is not None:
            self._client.cancel(self._job)


Steps = Callable[[Turn], Awaitable[Result]]


@dataclass(slots=True, kw_only=True, eq=False)
class Work(Generic[Result]):
    """A piece of work: it waits, has its turn, and ends."""

    turn: Turn
    begun: float | None = None  # monotonic seconds; None while it waits
    ended: float | None = None
    phases: list[Phase] = field(default_factory=list)
    task: asyncio.Task[Result] = field(init=False)

    async def result(self) -> Result:
        """Its result or its error. Whoever stops waiting does not end the work: `stop` does."""
        return await asyncio.shield(self.task)

    def stop(self) -> None:
        """Nobody wants it any more."""
        self.turn.stop()
        if self.begun is None:
            self.task.cancel()


class Engine:
    """Owns the worker. One piece of work at a time, in the order in which they came; `most_waiting` may wait."""

    def __init__(self, *, paths: Paths, model: str, most_waiting: int) -> None:
        self.model = model
        self._client = WorkerClient(paths=paths)
        self._most_waiting = most_waiting
        self._one = asyncio.Lock()
        self._open: set[Work[object]] = set()
        self._warm_process: int | None = None
        self._longest_s = 0.0
        self.last_error: LentigoError | None = None

    @property
    def model_loaded(self) -> bool:
        """Whether the process that runs now has loaded the model."""
        return self._warm_process is not None and self._client.process_id == self._warm_process

    @property
    def waiting(self) -> int:
        """How many pieces of work have not begun."""
        return sum(1 for work in self._open if work.begun is None)

    @property
    def process_id(self) -> int | None:
        """The worker's, while it runs."""
        return self._client.process_id

    @property
    def running(self) -> bool:
        """Whether one has its turn."""
        return len(self._open) > self.waiting

    def warm_up(self) -> Work[None]:
        """Load the model before it is needed."""
        return self.begin(lambda turn: turn.run(WarmUp(model=self.model)), loads=True)

    def begin(
        self, steps: Steps[Result], *, hear: Callable[[AnalysisEvent], None] = lambda _event: None, loads: bool = False
    ) -> Work[Result]:
        """Put work into the queue; a Refusal where that is full. `loads`: the model is loaded once it is done."""
        if len(self._open) > self._most_waiting:
            raise busy(max(SHORTEST_WAIT_S, math.ceil(self._longest_s)))
        phases: list[Phase] = []

        def take(event: AnalysisEvent) -> None:
            if isinstance(event, StageStarted):
                phases.append(Phase(title=event.title, started=time.monotonic()))
            hear(event)

        work: Work[Result] = Work(turn=Turn(self._client, take), phases=phases)
        work.task = asyncio.create_task(self._do(work, steps, loads=loads))
        work.task.add_done_callback(lambda task: task.cancelled() or task.exception())  # perhaps nobody asks
        self._open.add(work)  # type: ignore[arg-type]
        return work

    async def _do(self, work: Work[Result], steps: Steps[Result], *, loads: bool) -> Result:
        try:
            async with self._one:
                work.begun = time.monotonic()
                result = await self._tried(work, steps)
                self._longest_s = max(time.monotonic() - work.begun, self._longest_s / 2)
                if loads:
                    self._warm_process, self.last_error = self._client.process_id, None
                return result
        except asyncio.CancelledError:
            raise Cancelled from None
        finally:
            work.ended = time.monotonic()
            self._open.discard(work)

    async def _tried(self, work: Work[Result], steps: Steps[Result]) -> Result:
        """An input that cannot be used says nothing about the engine; any other error does."""
        try:
            return await steps(work.turn)
        except LentigoError as error:
            if not isinstance(error, InputError):
                self.last_error = error
            raise

    async def close(self) -> None:
        """Stop all work, then the worker."""
        open_work = tuple(self._open)
        for work in open_work:
            work.stop()
        for work in open_work:
            with suppress(Cancelled, LentigoError):
                await work.task
        self._client.close()
