"""An error that ended a job comes back as the same error."""

import pytest

from lentigo.errors import EngineError, InputError, LentigoError, PasswordNeeded, WorkerDied
from lentigo.worker.failures import DIED, error_of, failure_of
from lentigo.worker.messages.message import Failed, FailureKind


@pytest.mark.parametrize("family", [InputError, PasswordNeeded, EngineError])
def test_the_programs_own_errors_cross_as_they_are(family: type[LentigoError]) -> None:
    error = error_of(failure_of(family("It cannot be.", hint="Do something.")))
    assert type(error) is family
    assert (error.message, error.hint, error.exit_code) == ("It cannot be.", "Do something.", family.exit_code)


def test_other_errors_are_told_without_their_text() -> None:
    assert failure_of(MemoryError("Ny. Sari")).kind is FailureKind.OUT_OF_MEMORY
    bug = failure_of(KeyError("Ny. Sari"))
    assert bug.kind is FailureKind.BUG
    assert "Sari" not in bug.message + bug.hint


def test_each_kind_has_an_error_and_an_exit_code() -> None:
    at_fault = {kind for kind in FailureKind if error_of(failed_as(kind)).exit_code == 2}
    assert at_fault == {FailureKind.INPUT, FailureKind.PASSWORD_NEEDED}
    assert isinstance(error_of(DIED), WorkerDied)


def failed_as(kind: FailureKind) -> Failed:
    return Failed(kind=kind, message="It cannot be.", hint="")
