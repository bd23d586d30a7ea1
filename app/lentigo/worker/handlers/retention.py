"""What the requests about overdue cases do."""

from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.retention import EraseOverdue


def erase_overdue(request: EraseOverdue, job: Job) -> None:
    """For good."""
    opened(job).erase_overdue(request.before, request.count)
