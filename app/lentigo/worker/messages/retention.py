"""Requests about cases that the clinic has kept for as long as it chose. They are listed as all others are."""

from datetime import datetime

from lentigo.worker.messages.message import Request


class EraseOverdue(Request[None], frozen=True, kw_only=True):
    """For good: all cases that nobody has changed since, with their patients; an input failure unless it is so many."""

    before: datetime
    count: int
