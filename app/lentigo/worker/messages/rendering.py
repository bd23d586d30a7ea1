"""Requests about reports that go elsewhere than into a file."""

from lentigo.domain.assessment import Assessment
from lentigo.worker.messages.message import Request


class RenderReport(Request[bytes], frozen=True, kw_only=True):
    """What WriteReport would write into a file with this ending, such as ".pdf"; `photographs` as there."""

    assessment: Assessment
    photographs: tuple[bytes, ...]
    ending: str
