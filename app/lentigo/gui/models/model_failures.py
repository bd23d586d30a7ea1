"""What the window says where something could not be done with a model, and what it offers to do about it."""

from pathlib import Path

from lentigo.gui.models.model_work import ModelRequest
from lentigo.worker.messages.message import Cancelled, Failed, FailureKind
from lentigo.worker.messages.models import ExamineModels, ImportModels, ListModels, VerifyModel

AnyRequest = ModelRequest | ExamineModels | ListModels

_DIED_HINT = "Nothing was changed. Try again; if it happens with these files each time, leave them alone."
_KEPT = "What was copied so far is kept, and is not copied again."
_UNCHECKED = "The model was not read to its end, so this says nothing about it."


def sentences(request: AnyRequest, ending: Failed | Cancelled) -> tuple[str, str]:
    """What happened, and what to do."""
    if isinstance(ending, Failed):
        return ending.message, _DIED_HINT if ending.kind is FailureKind.WORKER_DIED else ending.hint
    hints: dict[type, str] = {ImportModels: _KEPT, VerifyModel: _UNCHECKED}
    return "Stopped.", hints.get(type(request), "")


def next_step(request: AnyRequest, ending: Failed | Cancelled) -> str:
    """The button's word: it does the same once more."""
    if isinstance(ending, Cancelled):
        return "Go on" if isinstance(request, ImportModels) else "Try again"
    if ending.kind is FailureKind.WORKER_DIED or not isinstance(request, ImportModels):
        return "Try again"
    return "Try again" if all(Path(path).exists() for path in request.paths) else "Go on"  # a stick that was pulled
