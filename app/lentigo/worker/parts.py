"""What jobs are done with: the worker's composition root.

Adapters are imported when they are first needed, so that the worker answers quickly and a preview never loads a model.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from lentigo.errors import LentigoError
from lentigo.inference.stopping import Polled, StopFlag
from lentigo.paths import Paths
from lentigo.worker.limits import limit_memory

if TYPE_CHECKING:
    from lentigo.analysis.safety.stuck import LastAnswers
    from lentigo.imaging.adapter import PillowImaging
    from lentigo.inference.keeper import ModelKeeper
    from lentigo.inference.text_encoder import TextEncoder
    from lentigo.inference.vision_model import LlamaVisionModel
    from lentigo.models.model_store import ModelStore
    from lentigo.records.vault import Vault
    from lentigo.retrieval.opening import LibraryKeeper
    from lentigo.worker.conversing import OpenConversation


class Parts:
    """Each is made once, and kept."""

    def __init__(self, *, paths: Paths, stop: StopFlag) -> None:
        self.paths = paths
        self._stop = stop
        self.vault: Vault | None = None  # the clinic's records, once they are open
        self.held: Vault | None = None  # the same while they are locked, for a PIN to re-open
        self.pin_attempts = 0  # wrong ones in this process; the disk counts them too
        self.conversation: OpenConversation | None = None  # holds the model's context

    @cached_property
    def last_answers(self) -> LastAnswers:
        """By which a model that sees nothing is noticed."""
        from lentigo.analysis.safety.stuck import LastAnswers

        return LastAnswers()

    @cached_property
    def imaging(self) -> PillowImaging:
        """Decodes photographs."""
        from lentigo.imaging.adapter import PillowImaging

        return PillowImaging()

    @cached_property
    def store(self) -> ModelStore:
        """All models on this computer."""
        from lentigo.models.model_store import ModelStore

        paths = self.paths
        return ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)

    @cached_property
    def library(self) -> LibraryKeeper:
        """The bundled documents and the clinic's own."""
        from lentigo.retrieval.opening import LibraryKeeper

        paths = self.paths
        return LibraryKeeper(bundled=paths.bundled_library, own=paths.own_library, load_encoder=self.load_encoder)

    def load_engine(self) -> None:
        """Before any model, so that what failed on this machine is left out."""
        from lentigo.inference.variant_record import VariantRecord
        from lentigo.inference.variants import load_engine

        load_engine(VariantRecord(self.paths.data), should_stop=self._stop)

    def load_model(self, model: str, on_progress: Callable[[float], None]) -> LlamaVisionModel:
        """The model, kept warm; another one takes its place. Whoever asks for it is about to use its context."""
        self.end_conversation()
        profile = self.store.find(model).profile
        limit_memory(sum(file.bytes for file in profile.files))
        self.load_engine()
        return self._models.model(model, on_progress)

    def end_conversation(self) -> None:
        """Give back the context of a conversation that is open; it can go on, at the price of reading it again."""
        if self.conversation:
            self.conversation.end()
            self.conversation = None

    def load_encoder(self) -> TextEncoder | None:
        """The first that is whole. None where none is: the search then goes by words."""
        from lentigo.inference.text_encoder import TextEncoder
        from lentigo.models.verification import verify_files

        for stored in self.store.encoders():
            with suppress(LentigoError):
                self.load_engine()
                verify_files(stored.profile, stored.folder, Polled(self._stop, lambda _share: None))
                return TextEncoder(*stored.paths)
        return None

    @cached_property
    def _models(self) -> ModelKeeper:
        from lentigo.inference.keeper import ModelKeeper

        return ModelKeeper(store=self.store, data=self.paths.data, stop=self._stop)
