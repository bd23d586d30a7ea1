"""What the window says where something could not be done with a model, and what it offers to do about it."""

from pathlib import Path

from lentigo.gui.models.model_work import ModelRequest
from lentigo.language import deferred, translate
from lentigo.worker.messages.message import Cancelled, Failed, FailureKind
from lentigo.worker.messages.models import ExamineModels, ImportModels, ListAbsentModels, ListModels, VerifyModel

AnyRequest = ModelRequest | ExamineModels | ListModels | ListAbsentModels

_DIED_HINT = deferred("Nothing was changed. Try again; if it happens with these files each time, leave them alone.")
_KEPT = deferred("What was copied so far is kept, and is not copied again.")
_UNCHECKED = deferred("The model was not read to its end, so this says nothing about it.")


def sentences(request: AnyRequest, ending: Failed | Cancelled) -> tuple[str, str]:
    """What happened, and what to do."""
    if isinstance(ending, Failed):
        return ending.message, translate(_DIED_HINT) if ending.kind is FailureKind.WORKER_DIED else ending.hint
    hints: dict[type, str] = {ImportModels: _KEPT, VerifyModel: _UNCHECKED}
    hint = hints.get(type(request))
    return translate("Stopped."), translate(hint) if hint else ""


def next_step(request: AnyRequest, ending: Failed | Cancelled) -> str:
    """The button's word: it does the same once more."""
    return translate("Go on") if _goes_on(request, ending) else translate("Try again")


def _goes_on(request: AnyRequest, ending: Failed | Cancelled) -> bool:
    """Whether an import only has to be taken up again: it was stopped, or its stick was pulled."""
    if not isinstance(request, ImportModels):
        return False
    if isinstance(ending, Cancelled):
        return True
    return ending.kind is not FailureKind.WORKER_DIED and not all(Path(path).exists() for path in request.paths)
