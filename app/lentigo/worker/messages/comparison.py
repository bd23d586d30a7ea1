"""Requests about one lesion over time."""

from lentigo.domain.record import CaseSummary
from lentigo.worker.messages.message import Request


class ListVisits(Request[tuple[CaseSummary, ...]], frozen=True, kw_only=True):
    """The visits of the person whom a case is about, that case among them, oldest first."""

    case: str
