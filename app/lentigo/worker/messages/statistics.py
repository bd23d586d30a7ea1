"""Requests about many cases at once."""

from pathlib import Path

from lentigo.domain.statistics import Statistics
from lentigo.worker.messages.message import Request


class WriteStatistics(Request[Statistics], frozen=True, kw_only=True):
    """Count the signed cases of the records, of one year or of all, into a .csv or .json file."""

    path: Path
    year: int | None = None
