"""The one exception family: the text is for the user and says what to do."""


class LentigoError(Exception):
    """Something the user can act on; `hint` says how. Anything else that is raised is a bug."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def told(self) -> str:
        """The lines for a terminal."""
        return f"lentigo: {self.message}\n" + (f"         {self.hint}\n" if self.hint else "")


class InputError(LentigoError):
    """What the user gave cannot be used: a photograph, a file name, a field."""

    exit_code = 2


class PasswordNeeded(InputError):
    """A document opens with a password only, and the one given, if any, was wrong."""


class EngineError(LentigoError):
    """The model, the library or the worker failed."""


class Damaged(EngineError):
    """The clinic's records or their keys are not what was written, or not there: a backup is what helps."""


class WorkerDied(EngineError):
    """The worker's process ended in the middle of a job."""


class Cancelled(Exception):
    """The user asked to stop. Not an error, and never reported as one."""
