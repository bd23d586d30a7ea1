"""The OpenAPI document, made of the table of operations."""

import re
from typing import Any

from lentigo import __version__
from lentigo.language import translate
from lentigo.untrusted import PLAIN_ID
from lentigo_serving.operations import OPERATIONS, Operation
from lentigo_serving.problems import MEDIA_TYPE
from lentigo_serving.schemas import PROBLEM, TEXT, encounter_schemas

ALWAYS = (400, 401, 421)  # whatever is asked
_PLACES = re.compile(r"\{(\w+)\}")


def openapi_document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lentigo", "version": __version__},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, **encounter_schemas()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    answers = {media: {"schema": schema} for media, schema in operation.answers.items()}
    responses: dict[str, Any] = {str(operation.status): {"description": translate(operation.summary)}}
    if answers:
        responses[str(operation.status)]["content"] = answers
    for status in (*ALWAYS, *operation.errors):
        responses[str(status)] = _problem(operation, status)
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": translate(operation.summary),
        "parameters": list(_parameters(operation)),
        "responses": responses,
    }
    if operation.body:
        media_type, schema = operation.body
        described["requestBody"] = {"required": True, "content": {media_type: {"schema": schema}}}
    if operation.unlocked:
        described["security"] = []
    return described


def _problem(operation: Operation, status: int) -> dict[str, Any]:
    content: dict[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if (operation.id, status) == ("health", 503):
        content = {media: {"schema": schema} for media, schema in operation.answers.items()}
    if (operation.id, status) == ("status", 404):
        content = {"application/json": {"schema": {"properties": {"status": {"const": "not_found"}}}}}
    return {"description": translate("What is wrong, and what to do"), "content": content}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    places = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": TEXT | ({"pattern": f"^{PLAIN_ID.pattern}$"} if "id" in name else {}),
        }
        for name in _PLACES.findall(operation.path)
    ]
    return places + [{"name": name, "in": "query", "schema": schema} for name, schema in operation.query.items()]
