"""What the request about plugged-in sticks does."""

from lentigo.models.plugged_sticks import plugged_sticks
from lentigo.worker.job import Job
from lentigo.worker.messages.sticks import FindSticks


def find_sticks(_request: FindSticks, _job: Job) -> tuple[str, ...]:
    """In the worker: a drive that hangs must not hold up the window."""
    return tuple(map(str, plugged_sticks()))
