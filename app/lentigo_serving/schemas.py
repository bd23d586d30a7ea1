"""The shapes that the OpenAPI document names; the encounter's comes from the domain itself."""

from typing import Any

import msgspec

from lentigo.domain.case import MOST_PHOTOGRAPHS
from lentigo.domain.encounter import Encounter

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TRUTH: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ANY: Schema = {"type": "object"}
FILE: Schema = {"type": "string", "contentMediaType": "application/octet-stream", "contentEncoding": "binary"}


def known(**properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def form(needed: dict[str, Schema], more: dict[str, Schema]) -> Schema:
    """A form's fields."""
    return {"type": "object", "properties": needed | more, "required": list(needed)}


PROBLEM = known(type=TEXT, title=TEXT, status=COUNT, detail=TEXT, hint=TEXT)
MESSAGE = known(message=TEXT)
PHASES: Schema = {"type": "array", "items": known(title=TEXT, seconds={"type": "number"})}
OBSERVED = known(
    ai_code=maybe(TEXT),
    raw_obs=ANY,
    adj_desc=TEXT,
    final_implication=TEXT,
    gt_code=maybe(TEXT),
    gt_attr=maybe(TEXT),
    report=TEXT,
    disclaimer=TEXT,
)
STATUS: Schema = {
    "type": "object",
    "properties": {
        "status": {"enum": ["running", "done", "error"]},
        "phases": PHASES,
        "result": OBSERVED,
        "error": TEXT,
        "problem": PROBLEM,
    },
    "required": ["status"],
}
HEALTH = known(
    status={"enum": ["healthy", "starting", "unhealthy"]},
    model_loaded=TRUTH,
    model=TEXT,
    running=TRUTH,
    waiting=COUNT,
    last_error=maybe(PROBLEM),
)
CASE = known(report=ANY, pdf={"type": "string", "contentEncoding": "base64"}, fhir=ANY)
PHOTOGRAPHS: Schema = {"type": "array", "items": FILE, "minItems": 1, "maxItems": MOST_PHOTOGRAPHS}


def encounter_schemas() -> dict[str, Schema]:
    """`Encounter` and what it is made of."""
    (_reference,), schemas = msgspec.json.schema_components([Encounter], ref_template="#/components/schemas/{name}")
    return dict(schemas)
