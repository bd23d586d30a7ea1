"""What the requests about models do: list, examine, bring in, verify, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.analysis.events import StageProgressed, StageStarted
from lentigo.domain.model import ModelKind
from lentigo.errors import Cancelled, InputError
from lentigo.models.store import ModelStore
from lentigo.paths import Paths
from lentigo.worker.limits import limit_memory
from lentigo.worker.messages import Completed, ExamineModels, ImportModels, Progressed, Reply, VerifyModel

if TYPE_CHECKING:
    from lentigo.models.importing import ModelImport
    from lentigo.models.places import PlaceContent

NEW_ENCODER = (
    "The library is searched with it from Lentigo's next start, and its index is made anew then, which takes minutes."
)


class ModelJobs:
    """Runs requests on the store of models. Files are read by their headers, under a bound on memory, not loaded."""

    def __init__(
        self, *, paths: Paths, store: ModelStore, reply: Callable[[Reply], None], should_stop: Callable[[], bool]
    ) -> None:
        self._paths = paths
        self._store = store
        self._reply = reply
        self._should_stop = should_stop
        self._title = ""

    def list_models(self, job: int) -> Completed:
        """All models on this computer."""
        return Completed(job=job, models=self._store.list())

    def examine(self, request: ExamineModels) -> Completed:
        """What lies in a place."""
        from lentigo.models.describing import could_be

        place = self._look(request.paths, request.described_as)
        shown = self._importing(request.job).examine(place)
        known = could_be(self._paths.catalogue, place.undescribed)
        return Completed(job=request.job, place=replace(shown, could_be=known, described_as=request.described_as))

    def bring_in(self, request: ImportModels) -> Completed:
        """Bring models in."""
        place = self._look(request.paths, request.described_as)
        settled = self._importing(request.job).bring_in(place, request.ids, request.trusted)
        models = tuple(self._store.show(model.id) for model in settled)
        notices = [f"{model.id} was here already." for model in settled if not model.new]
        if any(model.facts.kind is ModelKind.ENCODER for model in models):
            notices.append(NEW_ENCODER)
        return Completed(job=request.job, models=models, notice="\n".join(notices))

    def verify(self, request: VerifyModel) -> Completed:
        """Read every byte of a model; where it is damaged, its `trouble` says so."""
        from lentigo.models.verification import verify_files

        shown = self._store.show(request.id)
        try:
            stored = self._store.stored(request.id)
            self._begin(request.job, f"checking {stored.profile.name}")
            verify_files(stored.profile, stored.folder, self._should_stop, partial(self._share, request.job))
        except InputError as damage:
            shown = replace(shown, trouble=f"{damage.message} {damage.hint}")
        return Completed(job=request.job, models=(shown,))

    def remove(self, job: int, model: str) -> Completed:
        """Remove a model that was brought in."""
        return Completed(job=job, models=(self._store.remove(model),))

    def _look(self, paths: tuple[str, ...], described_as: str) -> PlaceContent:
        from lentigo.models.describing import find_description
        from lentigo.models.places import look

        limit_memory(0)
        entry = find_description(self._paths.catalogue, described_as)
        return look(tuple(Path(path).absolute() for path in paths), entry)

    def _importing(self, job: int) -> ModelImport:
        from lentigo.models.importing import ModelImport
        from lentigo.models.manifest import TRUSTED_KEYS, TrustedKeys

        return ModelImport(
            store=self._store,
            trusted=TrustedKeys(self._paths.data / TRUSTED_KEYS),
            tell=partial(self._tell, job),
            should_stop=self._should_stop,
        )

    def _tell(self, job: int, title: str, index: int, total: int, share: float) -> None:
        if title != self._title:
            self._begin(job, title, index, total)
        self._share(job, share)

    def _begin(self, job: int, title: str, index: int = 0, total: int = 1) -> None:
        self._title = title
        started = StageStarted(stage="models", title=title, index=index, total=total)
        self._reply(Progressed(job=job, started=started))

    def _share(self, job: int, share: float) -> None:
        if self._should_stop():
            raise Cancelled
        self._reply(Progressed(job=job, share=StageProgressed(stage="models", share=share)))
