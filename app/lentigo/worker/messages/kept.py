"""Requests about reports whose own place could not be written."""

from pathlib import Path

from lentigo.domain.assessment import Assessment
from lentigo.worker.messages.message import Request


class KeepReport(Request[None], frozen=True, kw_only=True):
    """Keep it with the records, sealed; they need not be open, and are made where there are none."""

    assessment: Assessment
    photographs: tuple[bytes, ...]  # as in WriteReport
    ending: str  # of its format


class TakeKeptReports(Request[tuple[Path, ...]], frozen=True, kw_only=True):
    """Write all of them into a folder, each under a free name; what is written there is kept no longer."""

    folder: Path
