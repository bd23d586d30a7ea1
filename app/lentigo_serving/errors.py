"""What a service refuses beside what the program itself refuses, with HTTP's number for each."""

from lentigo.errors import EngineError, InputError, LentigoError, WorkerDied
from lentigo.language import translate

UNPROCESSABLE, UNAVAILABLE, FAILED = 422, 503, 500
_STATUSES = ((InputError, UNPROCESSABLE), (WorkerDied, UNAVAILABLE), (EngineError, FAILED))


class Refusal(LentigoError):
    """Something that was asked for and is not done; `retry_after` in seconds, 0 where trying again does not help."""

    def __init__(self, status: int, message: str, *, hint: str = "", retry_after: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.retry_after = retry_after


def status_of(error: LentigoError) -> int:
    """HTTP's number."""
    if isinstance(error, Refusal):
        return error.status
    return next((status for family, status in _STATUSES if isinstance(error, family)), FAILED)


def busy(seconds: int) -> Refusal:
    """The queue is full."""
    return Refusal(
        429,
        translate("Too many analyses are waiting."),
        hint=translate("Try again in {seconds} s.", seconds=seconds),
        retry_after=seconds,
    )


def malformed(message: str) -> Refusal:
    """A request that cannot be read; `message` is translated."""
    return Refusal(400, message, hint=translate("/openapi.json says what is understood."))


def absent(message: str) -> Refusal:
    """Nothing of that name; `message` is translated."""
    return Refusal(404, message, hint=translate("What nobody asks for is dropped after a while: send it again."))


def changed() -> Refusal:
    """The state is another one than that which was asked about."""
    return Refusal(
        409,
        translate("Another photograph was sent meanwhile, or the state was reset: this answer is not given."),
        hint=translate("Ask again."),
    )


def too_large(most_megabytes: int) -> Refusal:
    """A body beyond the limit."""
    return Refusal(
        413,
        translate("The request is larger than {most} MB.", most=most_megabytes),
        hint=translate("Save the photograph as JPEG, or send fewer."),
    )
