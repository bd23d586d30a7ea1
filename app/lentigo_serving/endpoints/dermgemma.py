"""The endpoints of DermGemma: photographs of a folder, analysed one by one, asked about until they are done."""

import secrets
import time
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Encounter
from lentigo.errors import Cancelled, LentigoError
from lentigo.files import open_file
from lentigo.imaging.containers import format_of
from lentigo.language import translate
from lentigo.report.formats import format_of as report_format_of
from lentigo.report.text import render_text
from lentigo.untrusted import readable
from lentigo_serving.analyses import analysis
from lentigo_serving.endpoints.skingpt import answer_of
from lentigo_serving.engine import Work
from lentigo_serving.errors import Refusal, absent
from lentigo_serving.forms import read_object, text_of
from lentigo_serving.problems import content
from lentigo_serving.service import LARGEST_BODY, Analysis, service_of

SHOWN_BY_BROWSERS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


async def list_images(request: Request) -> Response:
    """The names of the photographs in the folder that the administrator named; none where no folder was."""
    return JSONResponse([path.name for path in _images(request)])


async def analyze(request: Request) -> Response:
    """Begin to analyse a photograph of the folder."""
    service = service_of(request)
    data = _read(_image(request, text_of(await read_object(request), "filename")))
    work = service.engine.begin(analysis((data,), Encounter(), service.choices.model), loads=True)
    job = secrets.token_hex(16)
    service.analyses.put(job, Analysis(work=work))
    return JSONResponse({"job_id": job})


async def status(request: Request) -> Response:
    """How far it is. Nothing is guessed: where no diagnosis leads, `ai_code` is null."""
    found = service_of(request).analyses.find(request.path_params["id"])
    if found is None:
        return JSONResponse({"status": "not_found"}, status_code=404)
    if not found.work.task.done():
        return JSONResponse({"status": "running", "phases": _phases(found.work)})
    try:
        report = await found.work.result()
    except Cancelled:
        return JSONResponse({"status": "error", "error": translate("Stopped.")})
    except LentigoError as error:
        return JSONResponse({"status": "error", "error": readable(error.message), "problem": content(error)})
    return JSONResponse({"status": "done", "result": _result(report), "phases": _phases(found.work)})


async def stop(request: Request) -> Response:
    """End an analysis and forget it."""
    service_of(request).analyses.drop(request.path_params["id"])
    return Response(status_code=204)


async def image(request: Request) -> Response:
    """A photograph of the folder, as it is."""
    data = _read(_image(request, request.path_params["name"]))
    media_type = SHOWN_BY_BROWSERS.get(format_of(data) or "")
    if media_type is None:
        raise Refusal(
            415, translate("A browser cannot show this kind of photograph."), hint=translate("It can be analysed.")
        )
    return Response(data, media_type=media_type)


def _images(request: Request) -> tuple[Path, ...]:
    folder = service_of(request).choices.images
    if folder is None or not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file())
    return tuple(sorted(path for path in found if report_format_of(path) is None and readable(path.name) == path.name))


def _image(request: Request, name: str) -> Path:
    """The file of a name that was listed: no name becomes a path."""
    for path in _images(request):
        if path.name == name:
            return path
    raise absent(translate("There is no photograph of that name."))


def _read(path: Path) -> bytes:
    try:
        with open_file(path) as file:
            data = file.read(LARGEST_BODY + 1)
    except OSError:
        raise absent(translate("The photograph cannot be read.")) from None
    if len(data) > LARGEST_BODY:
        raise Refusal(413, translate("The photograph is too large."), hint=translate("Save it as JPEG."))
    return data


def _phases(work: Work[Assessment]) -> list[dict[str, object]]:
    """Each stage with the seconds from its beginning to the next one's, or till now."""
    now = time.monotonic()
    ends = [*(phase.started for phase in work.phases[1:]), work.ended or now]
    return [
        {"title": phase.title, "seconds": round(end - phase.started, 2)}
        for phase, end in zip(work.phases, ends[: len(work.phases)], strict=True)
    ]


def _result(report: Assessment) -> dict[str, object]:
    leading = [each.label for each in report.differential if each.likelihood is Likelihood.LEADING]
    return {
        "ai_code": leading[0] if leading else None,
        "raw_obs": {finding.field.value: finding.value if finding.assessed else None for finding in report.findings},
        "adj_desc": readable(report.description.text),
        "final_implication": answer_of(report),
        "gt_code": None,
        "gt_attr": None,
        "report": render_text(report),
        "disclaimer": translate(DISCLAIMER),
    }
