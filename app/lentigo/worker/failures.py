"""Errors as failures, and back again: the one place that knows which error is of which kind."""

import msgspec

from lentigo.errors import Damaged, EngineError, InputError, LentigoError, PasswordNeeded, WorkerDied
from lentigo.language import deferred, translate
from lentigo.untrusted import readable
from lentigo.worker.messages.message import Failed, FailureKind

DIED = Failed(
    kind=FailureKind.WORKER_DIED,
    message=deferred("The analysis engine stopped unexpectedly."),
    hint=deferred(
        "Your text is kept. Try again; if it happens each time, use another photograph or install the model again."
    ),
)
UNFIT = Failed(
    kind=FailureKind.ENGINE,
    message=deferred("The analysis engine stopped: its fastest variant does not run on this processor."),
    hint=deferred(
        "Your text is kept; the photograph is not at fault. Try again: the next slower variant is used from now on."
    ),
)
UNSENT = Failed(
    kind=FailureKind.INPUT,
    message=deferred(
        "Something here cannot be used: a name or a text that is not in UTF-8, or a number that is out of range."
    ),
    hint=deferred("Give the file a plain name, or type the text anew, then try again."),
)

_OUT_OF_MEMORY = Failed(
    kind=FailureKind.OUT_OF_MEMORY,
    message=deferred("There is not enough memory for this."),
    hint=deferred("Close other programs, then try again."),
)
_BUG = Failed(
    kind=FailureKind.BUG,
    message=deferred("Something went wrong inside the program."),
    hint=deferred("Your text is kept. Try again; the file worker.log in the data folder says where it happened."),
)

_ERRORS: dict[FailureKind, type[LentigoError]] = {
    FailureKind.PASSWORD_NEEDED: PasswordNeeded,  # before INPUT, of which it is a special case
    FailureKind.INPUT: InputError,
    FailureKind.DAMAGED: Damaged,  # before ENGINE, of which it is a special case
    FailureKind.WORKER_DIED: WorkerDied,
    FailureKind.ENGINE: EngineError,
    FailureKind.OUT_OF_MEMORY: EngineError,
    FailureKind.BUG: EngineError,
}


def failure_of(error: Exception) -> Failed:
    """What to tell of an error that ended a job; anything that is not of the program's own family is a bug."""
    if isinstance(error, LentigoError):
        kind = next((kind for kind, family in _ERRORS.items() if isinstance(error, family)), FailureKind.ENGINE)
        return Failed(kind=kind, message=readable(error.message), hint=readable(error.hint))
    return told(_OUT_OF_MEMORY if isinstance(error, MemoryError) else _BUG)


def told(failed: Failed) -> Failed:
    """One of this module's failures, in the user's language."""
    return msgspec.structs.replace(failed, message=translate(failed.message), hint=translate(failed.hint))


def error_of(failed: Failed) -> LentigoError:
    """The error to raise for a failure; its exit code follows from the kind."""
    return _ERRORS[failed.kind](failed.message, hint=failed.hint)
