"""Errors as failures, and back again: the one place that knows which error is of which kind."""

from lentigo.errors import EngineError, InputError, LentigoError, PasswordNeeded, WorkerDied
from lentigo.worker.messages.message import Failed, FailureKind

DIED = Failed(
    kind=FailureKind.WORKER_DIED,
    message="The analysis engine stopped unexpectedly.",
    hint="Your text is kept. Try again; if it happens each time, use another photograph or install the model again.",
)
UNFIT = Failed(
    kind=FailureKind.ENGINE,
    message="The analysis engine stopped: its fastest variant does not run on this processor.",
    hint="Your text is kept; the photograph is not at fault. Try again: the next slower variant is used from now on.",
)

_OUT_OF_MEMORY = Failed(
    kind=FailureKind.OUT_OF_MEMORY,
    message="There is not enough memory for this.",
    hint="Close other programs, then try again.",
)
_BUG = Failed(
    kind=FailureKind.BUG,
    message="Something went wrong inside the program.",
    hint="Your text is kept. Try again; the file worker.log in the data folder says where it happened.",
)

_ERRORS: dict[FailureKind, type[LentigoError]] = {
    FailureKind.PASSWORD_NEEDED: PasswordNeeded,  # before INPUT, of which it is a special case
    FailureKind.INPUT: InputError,
    FailureKind.WORKER_DIED: WorkerDied,
    FailureKind.ENGINE: EngineError,
    FailureKind.OUT_OF_MEMORY: EngineError,
    FailureKind.BUG: EngineError,
}


def failure_of(error: Exception) -> Failed:
    """What to tell of an error that ended a job; anything that is not of the program's own family is a bug."""
    if isinstance(error, LentigoError):
        kind = next((kind for kind, family in _ERRORS.items() if isinstance(error, family)), FailureKind.ENGINE)
        return Failed(kind=kind, message=error.message, hint=error.hint)
    return _OUT_OF_MEMORY if isinstance(error, MemoryError) else _BUG


def error_of(failed: Failed) -> LentigoError:
    """The error to raise for a failure; its exit code follows from the kind."""
    return _ERRORS[failed.kind](failed.message, hint=failed.hint)
