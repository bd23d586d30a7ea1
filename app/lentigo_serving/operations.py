"""What can be asked of a service, a row each: routes, the OpenAPI document and the log's lines are made of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from lentigo.language import deferred
from lentigo_serving import page, schemas
from lentigo_serving.endpoints import cases, dermgemma, health, skingpt
from lentigo_serving.schemas import Schema

JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path. `errors` are the statuses beside those that everything can end with."""

    method: str
    path: str
    id: str
    summary: str
    endpoint: Callable[[Request], Awaitable[Response]]
    body: tuple[str, Schema] | None = None  # media type and schema
    answers: dict[str, Schema] = field(default_factory=dict)  # by media type
    status: int = 200
    errors: tuple[int, ...] = ()
    query: dict[str, Schema] = field(default_factory=dict)
    unlocked: bool = False  # without the token


_ANALYSIS_ERRORS = (409, 413, 415, 422, 429, 500, 503)
OPERATIONS = (
    Operation(
        method="GET",
        path="/",
        id="describe",
        summary=deferred("Say what this is"),
        endpoint=health.describe,
        answers={
            JSON: schemas.known(name=schemas.TEXT, version=schemas.TEXT, status=schemas.TEXT, description=schemas.TEXT)
        },
    ),
    Operation(
        method="GET",
        path="/health",
        id="health",
        summary=deferred("Say how the engine is; 503 from an error of it to its next success"),
        endpoint=health.health,
        answers={JSON: schemas.HEALTH},
        errors=(503,),
    ),
    Operation(
        method="POST",
        path="/v1/cases",
        id="makeCase",
        summary=deferred("Analyse the photographs of one case; “encounter” is JSON in a text field"),
        endpoint=cases.make_case,
        body=(
            FORM,
            schemas.form(
                {"photograph": schemas.PHOTOGRAPHS}, {"encounter": {"$ref": "#/components/schemas/Encounter"}}
            ),
        ),
        answers={JSON: schemas.CASE, "application/pdf": schemas.FILE, "application/fhir+json": schemas.ANY},
        errors=_ANALYSIS_ERRORS,
        query={"form": {"enum": ["json", "pdf", "fhir"]}},
    ),
    Operation(
        method="POST",
        path="/v1/upload/{state_id}",
        id="upload",
        summary=deferred("Begin a conversation with a photograph"),
        endpoint=skingpt.upload,
        body=(FORM, schemas.form({"file": schemas.FILE}, {"survey": schemas.TEXT})),
        answers={JSON: schemas.known(message=schemas.TEXT, path=schemas.TEXT)},
        errors=_ANALYSIS_ERRORS,
    ),
    Operation(
        method="POST",
        path="/v1/predict/{state_id}",
        id="predict",
        summary=deferred("Ask about the photograph"),
        endpoint=skingpt.predict,
        body=(JSON, schemas.MESSAGE),
        answers={JSON: schemas.known(message=schemas.TEXT, disclaimer=schemas.TEXT)},
        errors=(404, *_ANALYSIS_ERRORS),
    ),
    Operation(
        method="POST",
        path="/v1/reset/{state_id}",
        id="reset",
        summary=deferred("Forget the photograph and the conversation"),
        endpoint=skingpt.reset,
        answers={JSON: schemas.MESSAGE},
    ),
    Operation(
        method="POST",
        path="/diagnose/stream",
        id="diagnoseStream",
        summary=deferred("Analyse a photograph and tell the answer while it grows"),
        endpoint=skingpt.stream,
        body=(FORM, schemas.form({"image": schemas.FILE, "text": schemas.TEXT}, {"language": {"enum": ["zh", "en"]}})),
        answers={"text/event-stream": schemas.TEXT},
        errors=_ANALYSIS_ERRORS,
    ),
    Operation(
        method="GET",
        path="/api/list-images",
        id="listImages",
        summary=deferred("Name the photographs of the service’s folder"),
        endpoint=dermgemma.list_images,
        answers={JSON: {"type": "array", "items": schemas.TEXT}},
    ),
    Operation(
        method="POST",
        path="/api/analyze",
        id="analyze",
        summary=deferred("Begin to analyse a photograph of the folder"),
        endpoint=dermgemma.analyze,
        body=(JSON, schemas.known(filename=schemas.TEXT)),
        answers={JSON: schemas.known(job_id=schemas.TEXT)},
        errors=(404, 413, 429),
    ),
    Operation(
        method="GET",
        path="/api/status/{id}",
        id="status",
        summary=deferred("Say how far an analysis is"),
        endpoint=dermgemma.status,
        answers={JSON: schemas.STATUS},
        errors=(404,),
    ),
    Operation(
        method="DELETE",
        path="/api/status/{id}",
        id="stop",
        summary=deferred("Stop an analysis and forget it"),
        endpoint=dermgemma.stop,
        status=204,
    ),
    Operation(
        method="GET",
        path="/images/{name}",
        id="image",
        summary=deferred("A photograph of the folder"),
        endpoint=dermgemma.image,
        answers=dict.fromkeys(dermgemma.SHOWN_BY_BROWSERS.values(), schemas.FILE),
        errors=(404, 413, 415),
    ),
    *(
        Operation(
            method="GET",
            path=f"/{name}",
            id=name.replace(".", "-"),
            summary=deferred("A file of the page"),
            endpoint=page.serve,
            answers={media_type: schemas.TEXT},
            unlocked=True,
        )
        for name, media_type in page.FILES.items()
    ),
)
