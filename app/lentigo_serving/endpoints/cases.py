"""Our own endpoint: photographs and what is known of the patient go in, the report comes out in three forms."""

import base64
import json
from dataclasses import fields
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lentigo.domain.encounter import Encounter
from lentigo.language import translate
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.rendering import RenderReport
from lentigo_serving.analyses import open_case
from lentigo_serving.engine import Turn
from lentigo_serving.errors import Refusal
from lentigo_serving.forms import parse_object, read_form
from lentigo_serving.service import service_of
from lentigo_serving.waiting import result_for

FORMS = {  # what each ending is sent as where it is asked for alone
    "json": (".json", "application/json"),
    "pdf": (".pdf", "application/pdf"),
    "fhir": (".fhir.json", "application/fhir+json"),
}
KNOWN = frozenset(each.name for each in fields(Encounter))


async def make_case(request: Request) -> Response:
    """One case. With `?form=` only that form comes back, as it is; else one JSON document with all three."""
    service = service_of(request)
    wanted = request.query_params.get("form")
    if wanted is not None and wanted not in FORMS:
        raise Refusal(422, translate("“form” is json, pdf or fhir."), hint=translate("Leave it out for all three."))
    form = await read_form(request)
    photographs = form.photographs("photograph")
    encounter = encounter_of(form.texts.get("encounter", "{}"))
    model = service.choices.model

    async def steps(turn: Turn) -> dict[str, bytes]:
        opened = await open_case(turn, photographs)
        report = await turn.run(Analyze(photographs=opened, encounter=encounter, model=model))
        rendered = {}
        for name in [wanted] if wanted else FORMS:
            asked = RenderReport(assessment=report, photographs=opened, ending=FORMS[name][0])
            rendered[name] = await turn.run(asked)
        return rendered

    made = await result_for(request, service.engine.begin(steps, loads=True))
    if wanted:
        return Response(made[wanted], media_type=FORMS[wanted][1])
    return JSONResponse(
        {
            "report": json.loads(made["json"]),
            "pdf": base64.b64encode(made["pdf"]).decode(),
            "fhir": json.loads(made["fhir"]),
        }
    )


def encounter_of(text: str) -> Encounter:
    """What is known of the patient; a Refusal for what is not understood, so that nothing said is silently left out."""
    given: dict[str, Any] = parse_object(text)
    if unknown := sorted(given.keys() - KNOWN):
        raise Refusal(
            422,
            translate("“{name}” is not a detail that a case knows.", name=unknown[0][:50]),
            hint=translate("It knows these: {names}.", names=", ".join(sorted(KNOWN))),
        )
    try:
        return msgspec.convert(given, Encounter)
    except msgspec.ValidationError as error:
        raise Refusal(
            422, translate("A detail of the patient is not as it must be."), hint=translate("/openapi.json says how.")
        ) from error
