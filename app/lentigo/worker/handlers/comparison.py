"""What the requests about one lesion over time do."""

from lentigo.domain.record import CaseSummary
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.comparison import ListVisits


def list_visits(request: ListVisits, job: Job) -> tuple[CaseSummary, ...]:
    """Of one person."""
    return opened(job).visits(request.case)
