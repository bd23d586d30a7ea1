"""The ASGI application: routes of the table, behind what refuses and what records."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lentigo.errors import Cancelled, LentigoError
from lentigo_serving import problems
from lentigo_serving.log import Recorder
from lentigo_serving.openapi import openapi_document
from lentigo_serving.operations import OPERATIONS
from lentigo_serving.security import Security
from lentigo_serving.service import Choices, make_service, running

DOCUMENT = "/openapi.json"


async def document(_request: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(openapi_document())


def create_application(choices: Choices) -> Starlette:
    """The worker is started with the application and ends with it."""
    service = make_service(choices)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        async with running(service):
            yield

    unlocked = frozenset(operation.path for operation in OPERATIONS if operation.unlocked)
    lines: dict[object, str] = {each.endpoint: f"{each.method} {each.path}" for each in OPERATIONS}
    application = Starlette(
        routes=[
            *(Route(each.path, each.endpoint, methods=[each.method]) for each in OPERATIONS),
            Route(DOCUMENT, document, methods=["GET"]),
        ],
        middleware=[
            Middleware(Recorder, routes=lines | {document: f"GET {DOCUMENT}"}),
            Middleware(Security, hosts=choices.hosts, token=choices.token, unlocked=unlocked),
        ],
        exception_handlers={
            LentigoError: problems.of_lentigo,
            Cancelled: problems.of_stop,
            HTTPException: problems.of_http,
        },
        lifespan=lifespan,
    )
    application.state.service = service
    application.router.redirect_slashes = False
    return application
