"""Requests about the conversation on a case's photographs."""

from lentigo.domain.assessment import Assessment
from lentigo.domain.conversation import Turn
from lentigo.worker.messages.message import Request


class Converse(Request[Turn], frozen=True, kw_only=True):
    """Answer a question about the photographs; the answer's text is told while it grows, and checked at the end."""

    question: str
    photographs: tuple[bytes, ...]  # as OpenPhotograph gave them
    turns: tuple[Turn, ...]  # before this one
    model: str
    report: Assessment | None = None  # what is known of the case so far
    use_library: bool = True
