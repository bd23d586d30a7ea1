"""What the requests about letters do."""

from __future__ import annotations

from hashlib import sha256

from lentigo.worker.handlers.case import shown
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.job import Job
from lentigo.worker.messages.letter import WriteLetter


def write_letter(request: WriteLetter, job: Job) -> None:
    """Whole, or not at all."""
    from lentigo.report.letter_pdf import render_letter
    from lentigo.report.writing import write_atomically

    given = {sha256(data).hexdigest(): data for data in request.photographs}
    pictures = {each.sha256: shown(given[each.sha256], job) for each in request.assessment.pictures}
    clinic = read_clinic(job.parts)
    data = render_letter(request.letter, request.assessment, pictures, clinic=clinic, paper=request.paper)
    write_atomically(request.path, data)
