"""The model that is in use: loaded, tested once, and kept warm until another one is wanted."""

from contextlib import ExitStack
from pathlib import Path

from lentigo.inference.self_test import SelfTests
from lentigo.inference.stopping import OnShare, StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.model_store import ModelStore

LOADING_SHARE = 0.2  # of the time, where the self-test follows


class ModelKeeper:
    """Holds one loaded model at most: two would not fit into a laptop's memory."""

    def __init__(self, *, store: ModelStore, data: Path, stop: StopFlag) -> None:
        self._store = store
        self._tests = SelfTests(data / "self-tests.json")
        self._stop = stop
        self._model: LlamaVisionModel | None = None
        self._use = ExitStack()  # tells other processes, which may not remove what is in memory

    def model(self, model: str, on_progress: OnShare) -> LlamaVisionModel:
        """The model by its id in the store, loaded if it is not; `on_progress` hears of that, from 0 to 1."""
        if self._model and self._model.identity.id == model:
            return self._model
        self._drop()
        with ExitStack() as unfinished:  # whatever ends this, a model that did not pass its test is not kept
            unfinished.callback(self._drop)
            self._use.enter_context(self._store.used(model))
            stored = self._store.find(model)
            share = 1.0 if self._tests.passed(stored.profile.identity) else LOADING_SHARE
            self._model = LlamaVisionModel(
                profile=stored.profile,
                folder=stored.folder,
                stop=self._stop,
                on_progress=lambda done: on_progress(share * done),
            )
            self._tests.ensure(self._model, lambda done: on_progress(share + (1 - share) * done))
            unfinished.pop_all()
        return self._model

    def _drop(self) -> None:
        if self._model:
            self._model.close()
            self._model = None
        self._use.close()
