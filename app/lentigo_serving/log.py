"""What a service writes down: when, what kind of request, how it ended, how long it took. Nothing that a client sent.

Paths hold ids that clients choose, which may be a patient's: a line names the route. A bug is told by its kind and
place.
"""

import logging
import sys
import time
import traceback
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lentigo_serving.problems import unforeseen

LOGGER = logging.getLogger("lentigo_serving")


class _WithoutText(logging.Formatter):
    """An error's own text could hold a file name or a note."""

    converter = staticmethod(time.gmtime)

    def formatException(self, ei: object) -> str:  # noqa: N802  (logging's name)
        kind, _error, trace = ei if isinstance(ei, tuple) else (None, None, None)
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        return " ".join([getattr(kind, "__name__", "?"), *places])


def prepare_log() -> None:
    """Lines on standard error, the server's own among them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutText("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    for logger, level in ((LOGGER, logging.INFO), (logging.getLogger("uvicorn.error"), logging.WARNING)):
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
    logging.getLogger("python_multipart").disabled = True  # it would tell bytes of a damaged form
    logging.getLogger("python_multipart.multipart").disabled = True


class Recorder:
    """The outermost ASGI middleware. `routes` names each endpoint's route. A bug ends here: its text reaches nobody."""

    def __init__(self, app: ASGIApp, *, routes: dict[object, str]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One line a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.monotonic(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            LOGGER.error("bug", exc_info=True)
            if not status:
                await unforeseen()(scope, receive, noting)
        finally:
            route = self._routes.get(scope.get("endpoint"), "-")
            LOGGER.info("%s %d %d ms", route, status, 1000 * (time.monotonic() - start))
