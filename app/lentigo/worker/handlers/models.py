"""What the requests about models do: load, list, examine, bring in, verify, remove.

All but loading read files by their headers, under a bound on memory.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lentigo.domain.model import AbsentModel, InstalledModel, ModelKind, ModelPlace
from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.worker.job import Job
from lentigo.worker.limits import limit_memory
from lentigo.worker.messages.models import (
    DescribeEngine,
    EngineFacts,
    ExamineModels,
    ImportedModels,
    ImportModels,
    ListAbsentModels,
    ListModels,
    RemoveModel,
    VerifyModel,
    WarmUp,
)

if TYPE_CHECKING:
    from lentigo.models.importing import ModelImport
    from lentigo.models.places import PlaceContent

NEW_ENCODER = deferred(
    "The library is searched with it from Lentigo's next start, and its index is made anew then, which takes minutes."
)


def describe_engine(_request: DescribeEngine, job: Job) -> EngineFacts:
    """Name, version, variant and build."""
    from lentigo.inference.variants import build_in_use, runtime_in_use

    job.parts.load_engine()
    return EngineFacts(runtime=runtime_in_use(), build=build_in_use())


def warm_up(request: WarmUp, job: Job) -> None:
    """Load a model, to be kept warm."""
    job.parts.load_model(request.model, job.loading)


def list_models(_request: ListModels, job: Job) -> tuple[InstalledModel, ...]:
    """All models on this computer."""
    return job.parts.store.list()


def list_absent_models(_request: ListAbsentModels, job: Job) -> tuple[AbsentModel, ...]:
    """The catalogue's models that are not here."""
    return job.parts.store.absent()


def examine_models(request: ExamineModels, job: Job) -> ModelPlace:
    """What lies in a place."""
    from lentigo.models.describing import could_be

    place = _look(request, job)
    shown = _importing(job).examine(place)
    known = could_be(job.parts.paths.catalogue, place.undescribed)
    return replace(shown, could_be=known, described_as=request.described_as)


def import_models(request: ImportModels, job: Job) -> ImportedModels:
    """Bring models in."""
    settled = _importing(job).bring_in(_look(request, job), request.ids, request.trusted)
    models = tuple(job.parts.store.show(model.id) for model in settled)
    notices = [translate("{model} was here already.", model=model.id) for model in settled if not model.new]
    if any(model.facts.kind is ModelKind.ENCODER for model in models):
        notices.append(translate(NEW_ENCODER))
    return ImportedModels(models=models, notice="\n".join(notices))


def verify_model(request: VerifyModel, job: Job) -> InstalledModel:
    """Read every byte of a model; where it is damaged, its `trouble` says so."""
    from lentigo.models.verification import verify_files

    store = job.parts.store
    shown = store.show(request.id)
    try:
        stored = store.stored(request.id)
        progress = job.progress("models")
        progress.begin(translate("checking {model}", model=stored.profile.name), 0, 1)
        verify_files(stored.profile, stored.folder, progress)
    except InputError as damage:
        shown = replace(shown, trouble=f"{damage.message} {damage.hint}")
    return shown


def remove_model(request: RemoveModel, job: Job) -> InstalledModel:
    """Remove a model that was brought in."""
    return job.parts.store.remove(request.id)


def _look(request: ExamineModels | ImportModels, job: Job) -> PlaceContent:
    from lentigo.models.describing import find_description
    from lentigo.models.places import look

    limit_memory(0)
    entry = find_description(job.parts.paths.catalogue, request.described_as)
    return look(request.paths, entry)


def _importing(job: Job) -> ModelImport:
    from lentigo.models.importing import ModelImport
    from lentigo.models.manifest import TRUSTED_KEYS, TrustedKeys

    parts = job.parts
    trusted = TrustedKeys(parts.paths.data / TRUSTED_KEYS)
    return ModelImport(store=parts.store, trusted=trusted, progress=job.progress("models"))
