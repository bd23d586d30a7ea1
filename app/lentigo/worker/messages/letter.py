"""Requests about letters that are written from a report."""

from pathlib import Path

from lentigo.domain.assessment import Assessment
from lentigo.domain.letter import Letter, LetterPaper
from lentigo.worker.messages.message import Request


class WriteLetter(Request[None], frozen=True, kw_only=True):
    """Write a letter as PDF; `photographs` as in WriteReport."""

    letter: Letter
    assessment: Assessment
    photographs: tuple[bytes, ...]
    paper: LetterPaper
    path: Path
