"""What the requests about reports that go elsewhere do."""

from pathlib import Path

from lentigo.worker.handlers.case import render_report
from lentigo.worker.job import Job
from lentigo.worker.messages.rendering import RenderReport


def render(request: RenderReport, job: Job) -> bytes:
    """The bytes of the file."""
    return render_report(request.assessment, request.photographs, Path(f"report{request.ending}"), job)
