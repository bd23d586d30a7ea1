"""What all kinds of work share: requests that name their result, and what is told of a job until its one ending."""

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, Self, TypeVar

import msgspec

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted, TextGrown

Result = TypeVar("Result")
Running = TypeVar("Running")  # the Job of worker/job.py, which stands above the messages


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Anything that crosses; `job` tells which request it belongs to."""

    job: int = 0


class Request(Message, Generic[Result], frozen=True, kw_only=True):
    """Work for the worker. Its class names the result: `class ListLibrary(Request[tuple[LibraryDocument, ...]])`."""

    @classmethod
    def done_by(
        cls, handler: Callable[[Self, Running], Result]
    ) -> tuple[type[Self], Callable[[Self, Running], Result]]:
        """The request with its handler, which must take the one and give the other's result."""
        return cls, handler


class Confidential(Request[Result], frozen=True, kw_only=True):
    """A request with a secret in it, which says nothing of what it holds."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Cancel(Message, frozen=True, kw_only=True):
    """Stop the job."""


class Progressed(Message, frozen=True, kw_only=True):
    """An event of a running job.

    msgspec tells structs apart by their tags, but not dataclasses, so each kind of event has a message of its own.
    """

    event: AnalysisEvent


class Started(Progressed, frozen=True, kw_only=True):
    """A stage began."""

    event: StageStarted


class Advanced(Progressed, frozen=True, kw_only=True):
    """A share of a stage is done."""

    event: StageProgressed


class Grown(Progressed, frozen=True, kw_only=True):
    """An answer's text has grown."""

    event: TextGrown


def progressed(job: int, event: AnalysisEvent) -> Progressed:
    """The event as a message."""
    match event:
        case StageStarted():
            return Started(job=job, event=event)
        case StageProgressed():
            return Advanced(job=job, event=event)
        case TextGrown():
            return Grown(job=job, event=event)


class Completed(Message, Generic[Result], frozen=True, kw_only=True):
    """The job's good end, with the result that its request names."""

    result: Result


class FailureKind(StrEnum):
    """Why a job failed; `worker/failures.py` knows the error of each kind."""

    INPUT = "input"  # what the user gave cannot be used
    PASSWORD_NEEDED = "password needed"  # a document opens with a password only, or the one given was wrong
    ENGINE = "engine"  # the model or the library
    DAMAGED = "records damaged"  # the clinic's records, or their keys: a backup is what helps
    OUT_OF_MEMORY = "out of memory"
    WORKER_DIED = "worker died"
    BUG = "bug"


class Failed(Message, frozen=True, kw_only=True):
    """The job's bad end: a sentence for the user, and what to do."""

    kind: FailureKind
    message: str
    hint: str


class Cancelled(Message, frozen=True, kw_only=True):
    """The user stopped the job."""


Ending = Completed[Result] | Failed | Cancelled
Reply = Progressed | Completed[Result] | Failed | Cancelled
