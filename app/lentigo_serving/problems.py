"""Errors as RFC 9457 has them: application/problem+json, with the program's own sentence and hint."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lentigo.errors import LentigoError
from lentigo.language import translate
from lentigo.untrusted import readable
from lentigo_serving.errors import FAILED, Refusal, status_of

MEDIA_TYPE = "application/problem+json"
STOPPED = 499  # nobody hears of it: whoever asked is gone


def problem(error: LentigoError) -> Response:
    """The error's sentence as `detail`, what to do as `hint`."""
    status, after = status_of(error), error.retry_after if isinstance(error, Refusal) else 0
    headers = {"Retry-After": str(after)} if after else {}
    return JSONResponse(content(error), status_code=status, headers=headers, media_type=MEDIA_TYPE)


def content(error: LentigoError) -> dict[str, object]:
    """The members of the problem."""
    return {
        "type": "about:blank",
        "status": status_of(error),
        "title": readable(error.message),
        "detail": readable(error.message),
        "hint": readable(error.hint),
    }


def unforeseen() -> Response:
    """A bug: whoever asked learns no more than that."""
    sentence = translate("Something went wrong inside the program.")
    return problem(Refusal(FAILED, sentence, hint=translate("The service's log says where.")))


async def of_lentigo(_request: Request, error: Exception) -> Response:
    """Starlette's handler of the program's own errors."""
    assert isinstance(error, LentigoError)
    return problem(error)


async def of_http(_request: Request, error: Exception) -> Response:
    """Starlette's handler of what its routes refuse: no such path, another method."""
    assert isinstance(error, HTTPException)
    made = problem(Refusal(error.status_code, error.detail, hint=translate("/openapi.json says what is understood.")))
    made.headers.update(error.headers or {})
    return made


async def of_stop(_request: Request, _error: Exception) -> Response:
    """The work was stopped, because nobody waits for it, or because the service ends."""
    return problem(Refusal(STOPPED, translate("Stopped."), hint=translate("Ask again.")))
