"""Waiting for work as long as the client does: when it goes away, the analysis stops."""

import asyncio
from typing import TypeVar

from starlette.requests import Request

from lentigo_serving.engine import Work

Result = TypeVar("Result")


async def result_for(request: Request, work: Work[Result]) -> Result:
    """The work's result. Its body must have been read: what comes then is the end of the connection."""
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([work.task, gone], return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not work.task.done():
            work.stop()
    return await work.result()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
