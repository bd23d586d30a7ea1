"""What a service is made of, and what its administrator chose."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from lentigo.domain.assessment import Assessment
from lentigo.domain.conversation import Turn
from lentigo.paths import Paths
from lentigo_serving.engine import Engine, Work
from lentigo_serving.kept import Kept

LARGEST_BODY = 60_000_000  # bytes of a request
MOST_STATES = 64
MOST_KEPT_BYTES = 500_000_000  # of all states' photographs
SHORTEST_SWEEP_S, LONGEST_SWEEP_S = 0.05, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How the service runs. `hosts` are the only values of the header Host that are answered."""

    paths: Paths
    hosts: frozenset[str]
    token: str
    model: str
    images: Path | None = None  # a folder of photographs for the page
    most_waiting: int = 8
    idle_s: float = 900.0


@dataclass(slots=True, eq=False)
class State:
    """A conversation on a photograph, under an id that the client chose."""

    photographs: tuple[bytes, ...]
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An analysis that was asked for, and is asked about until it ends."""

    work: Work[Assessment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts that requests are answered with."""

    choices: Choices
    engine: Engine
    states: Kept[State]
    analyses: Kept[Analysis]


def make_service(choices: Choices) -> Service:
    """Nothing runs yet."""
    return Service(
        choices=choices,
        engine=Engine(paths=choices.paths, model=choices.model, most_waiting=choices.most_waiting),
        states=Kept(idle_s=choices.idle_s, most=MOST_STATES, most_bytes=MOST_KEPT_BYTES),
        analyses=Kept(
            idle_s=choices.idle_s, most=MOST_STATES, most_bytes=MOST_KEPT_BYTES, on_drop=lambda each: each.work.stop()
        ),
    )


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """The model is loaded at once; what is idle is dropped; at the end, nothing is left."""
    service.engine.warm_up()
    sweeping = asyncio.create_task(_sweep(service))
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        service.states.clear()
        service.analyses.clear()
        await service.engine.close()


async def _sweep(service: Service) -> None:
    pause = min(LONGEST_SWEEP_S, max(SHORTEST_SWEEP_S, service.choices.idle_s / 4))
    while True:
        await asyncio.sleep(pause)
        service.states.sweep()
        service.analyses.sweep()
