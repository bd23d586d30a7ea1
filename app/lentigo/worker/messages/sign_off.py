"""Requests about signing: the case in the records, and the PDF that leaves them."""

from pathlib import Path

import msgspec

from lentigo.domain.assessment import Assessment
from lentigo.domain.record import CaseRecord
from lentigo.domain.sign_off import Signature
from lentigo.worker.messages.message import Request


class SignCase(Request[Signature], frozen=True, kw_only=True):
    """Sign the case's report as it stands and freeze the case in the records; `files` as in SaveCase."""

    record: CaseRecord
    files: dict[str, bytes] = msgspec.field(default_factory=dict)


class RenderSigned(Request[bytes], frozen=True, kw_only=True):
    """The PDF of a signed report, before it is sealed; `photographs` as in WriteReport."""

    assessment: Assessment
    photographs: tuple[bytes, ...]


class SealReport(Request[bytes], frozen=True, kw_only=True):
    """A PDF with the clinic's seal over each of its bytes; an input failure where the records know it not so.

    `assessment` is what the PDF shows of the case `case` of the records.
    """

    case: str
    assessment: Assessment
    pdf: bytes


class WriteSealed(Request[None], frozen=True, kw_only=True):
    """Write what SealReport would give."""

    case: str
    assessment: Assessment
    pdf: bytes
    path: Path
