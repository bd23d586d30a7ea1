"""What the requests about many cases do."""

from __future__ import annotations

from lentigo.domain.statistics import Statistics
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.statistics import WriteStatistics


def write_statistics(request: WriteStatistics, job: Job) -> Statistics:
    """The audit log knows of it; of no case is anything written but that it counts."""
    from lentigo.report.statistics import renderer_of
    from lentigo.report.writing import write_atomically

    render = renderer_of(request.path)
    found = opened(job).count(request.year)
    write_atomically(request.path, render(found, read_clinic(job.parts)))
    return found
