"""What the service tells of itself."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lentigo import __version__
from lentigo.domain.assessment import DISCLAIMER
from lentigo.language import translate
from lentigo_serving.problems import content
from lentigo_serving.service import service_of


async def health(request: Request) -> Response:
    """The truth: `model_loaded` of the process that runs now; an error of the engine stands until its next success."""
    engine = service_of(request).engine
    error = engine.last_error
    status = "unhealthy" if error else "healthy" if engine.model_loaded else "starting"
    facts = {
        "status": status,
        "model_loaded": engine.model_loaded,
        "model": engine.model,
        "running": engine.running,
        "waiting": engine.waiting,
        "last_error": content(error) if error else None,
    }
    return JSONResponse(facts, status_code=503 if error else 200)


async def describe(_request: Request) -> Response:
    """Name, version, what it is for."""
    return JSONResponse(
        {"name": "Lentigo", "version": __version__, "status": "running", "description": translate(DISCLAIMER)}
    )
