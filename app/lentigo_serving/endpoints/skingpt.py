"""The endpoints of SkinGPT-R1: a photograph and questions under an id, and an answer that is told while it grows."""

import json
from asyncio import Queue
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from lentigo.analysis.events import AnalysisEvent, TextGrown
from lentigo.cli.chat import turn_text
from lentigo.domain import conversation
from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.encounter import Encounter
from lentigo.errors import Cancelled, LentigoError
from lentigo.language import language_spoken, translate
from lentigo.models.model_store import ModelStore
from lentigo.report.section import Item
from lentigo.report.sections.differential import differential
from lentigo.report.text import render_text
from lentigo.untrusted import readable
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.conversation import Converse
from lentigo_serving.analyses import analysis, open_case
from lentigo_serving.engine import Turn, Work
from lentigo_serving.errors import Refusal, changed
from lentigo_serving.forms import read_form, read_object, text_of
from lentigo_serving.service import Choices, State, service_of
from lentigo_serving.waiting import result_for


async def upload(request: Request) -> Response:
    """Begin anew with a photograph: what was under this id is forgotten first, whatever becomes of the new one."""
    service, state_id = service_of(request), request.path_params["state_id"]
    service.states.drop(state_id)
    form = await read_form(request)
    photographs = form.photographs("file")[:1]
    service.states.put(state_id, State(()), size=len(photographs[0]))
    try:
        opened = await result_for(request, service.engine.begin(lambda turn: open_case(turn, photographs)))
    except (LentigoError, Cancelled):
        service.states.drop(state_id)
        raise
    service.states.put(state_id, State(opened), size=len(opened[0]))
    return JSONResponse({"message": "Image uploaded successfully", "path": f"sha256:{sha256(opened[0]).hexdigest()}"})


async def predict(request: Request) -> Response:
    """Answer a question behind those before it. A model that cannot converse gives its report, and says so."""
    service = service_of(request)
    message = text_of(await read_object(request), "message")
    state = service.states.get(request.path_params["state_id"])
    if not state.photographs:
        raise changed()
    choices = service.choices
    converses = _profile(choices).converses
    steps = _answering(state, message, choices) if converses else _reporting(state, choices)
    text = await result_for(request, service.engine.begin(steps, loads=True))
    if service.states.find(request.path_params["state_id"]) is not state:
        raise changed()
    return JSONResponse({"message": text, "disclaimer": translate(DISCLAIMER)})


def _answering(state: State, message: str, choices: Choices) -> Any:
    async def steps(turn: Turn) -> str:
        asked = Converse(question=message, photographs=state.photographs, turns=state.turns, model=choices.model)
        answered: conversation.Turn = await turn.run(asked)
        state.turns = (*state.turns, answered)
        return readable(turn_text(answered))

    return steps


def _reporting(state: State, choices: Choices) -> Any:
    async def steps(turn: Turn) -> str:
        request = Analyze(photographs=state.photographs, encounter=Encounter(), model=choices.model)
        report = await turn.run(request)
        unable = translate(
            "{model} cannot converse; this is its report on the photograph.", model=_profile(choices).name
        )
        return f"{unable}\n\n{render_text(report)}"

    return steps


async def reset(request: Request) -> Response:
    """Forget the photograph and all that was said: both were in memory only."""
    service_of(request).states.drop(request.path_params["state_id"])
    return JSONResponse({"message": "Chat history reset"})


async def stream(request: Request) -> Response:
    """Analyse one photograph; `text` is the clinician's note. What the model says is told while it grows."""
    service, form = service_of(request), await read_form(request)
    photographs, note = form.photographs("image")[:1], text_of(dict(form.texts), "text")
    if form.texts.get("language", "zh") not in ("zh", "en"):
        raise Refusal(
            422, translate("“language” is zh or en."), hint=translate("/openapi.json says what is understood.")
        )
    told: Queue[AnalysisEvent | None] = Queue()
    steps = analysis(photographs, Encounter(note=note), service.choices.model)
    work = service.engine.begin(steps, hear=told.put_nowait, loads=True)
    work.task.add_done_callback(lambda _task: told.put_nowait(None))
    return StreamingResponse(_events(work, told), media_type="text/event-stream")


async def _events(work: Work[Assessment], told: "Queue[AnalysisEvent | None]") -> AsyncIterator[str]:
    """The description as it grows, then one error or one result. Whoever stops reading stops the work."""
    shown = ""
    try:
        while (event := await told.get()) is not None:
            if isinstance(event, TextGrown) and event.field is None and event.text.startswith(shown):
                yield _line(type="delta", text=event.text[len(shown) :])
                shown = event.text
        yield _line(type="final", result=_result(await work.result()))
    except Cancelled:
        yield _line(type="error", message=translate("Stopped."))
    except LentigoError as error:
        yield _line(type="error", message=readable(error.message), hint=readable(error.hint))
    finally:
        if not work.task.done():
            work.stop()


def _line(**event: object) -> str:
    return f"data: {json.dumps(event, ensure_ascii=True)}\n\n"


def _result(report: Assessment) -> dict[str, object]:
    """As SkinGPT-R1 has it; `raw` is the whole report, and nothing was refined by anybody else."""
    return {
        "description": readable(report.description.text),
        "thinking": readable(report.reasoning),
        "answer": answer_of(report),
        "raw": render_text(report),
        "refined_by_deepseek": False,
        "success": bool(report.differential),
        "message": translate(DISCLAIMER),
        "language": language_spoken(),
    }


def answer_of(report: Assessment) -> str:
    """The differential in lines; where there is none, that this is no negative result."""
    blocks = differential(report).blocks
    lines = [f"{block.mark} {block.title} · {block.badge}" for block in blocks if isinstance(block, Item)]
    return readable("\n".join(lines or [block.text for block in blocks if hasattr(block, "text")]))


def _profile(choices: Choices) -> Any:
    paths = choices.paths
    store = ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)
    return store.find(choices.model).profile
