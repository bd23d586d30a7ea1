"""A service that lives in the test's process, asked through ASGI; its worker is a real one."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any, Self, TypeVar

import httpx

from lentigo_serving.application import create_application
from lentigo_serving.service import Choices, Service

TOKEN = "a token of tests, which is as long as those that are made"
Result = TypeVar("Result")


class AskedService:
    """Runs an event loop of its own; `ask` waits for one answer, `ask_all` for many at once."""

    def __init__(self, choices: Choices) -> None:
        self.application = create_application(choices)
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()

    @property
    def parts(self) -> Service:
        return self.application.state.service

    def __enter__(self) -> Self:
        async def enter() -> None:
            await self._stack.enter_async_context(self.application.router.lifespan_context(self.application))
            transport = httpx.ASGITransport(self.application)
            self.client = await self._stack.enter_async_context(
                httpx.AsyncClient(
                    transport=transport,
                    base_url="http://127.0.0.1:6565",
                    headers={"Authorization": f"Bearer {TOKEN}"},
                    timeout=120,
                )
            )

        self.wait(enter())
        return self

    def __exit__(self, *_raised: object) -> None:
        self.wait(self._stack.aclose())
        self._runner.close()

    def wait(self, coming: Awaitable[Result]) -> Result:
        async def run() -> Result:
            return await coming

        return self._runner.run(run())

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self.wait(self.client.request(method, path, **more))

    def ask_all(self, requests: Sequence[tuple[str, str, dict[str, Any]]], *, at_once: int) -> list[httpx.Response]:
        async def run() -> list[httpx.Response]:
            free = asyncio.Semaphore(at_once)

            async def one(method: str, path: str, more: dict[str, Any]) -> httpx.Response:
                async with free:
                    return await self.client.request(method, path, **more)

            return await asyncio.gather(*(one(*each) for each in requests))

        return self.wait(run())


def problem_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that an answer is; each says what is wrong and what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["detail"]
    assert told["hint"]
    return told


def until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
