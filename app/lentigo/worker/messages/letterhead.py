"""Requests about what stands at the head of reports."""

from pathlib import Path

from lentigo.domain.photograph import Raster
from lentigo.worker.messages.message import Request


class SaveLogo(Request[Raster], frozen=True, kw_only=True):
    """Keep a picture as the clinic's logo; the result is what reports show of it. InputError where it is none."""

    picture: Path


class ForgetLogo(Request[None], frozen=True, kw_only=True):
    """Show none any more."""


class ReadLogo(Request[Raster | None], frozen=True, kw_only=True):
    """What reports show of it; None where there is none."""
