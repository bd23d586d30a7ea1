"""Who looks at photographs with a model, as the models' page needs it: loads one, and tells which is used."""

from typing import Protocol

from PySide6.QtCore import SignalInstance


class Loader(Protocol):
    """Tries another model at `use`; `taken` or `refused` follows. Where it cannot be loaded, the one before stays."""

    model: str  # the id of the one in use
    wanted: str  # of the one that is loaded next, or now
    model_changed: SignalInstance  # its state, or how far it is
    trying: SignalInstance  # the id of another model that is being loaded
    loading: SignalInstance  # AnalysisEvent
    taken: SignalInstance  # the id of the model that is used from now on
    refused: SignalInstance  # the id of a model that was not loaded, and why: Failed or Cancelled
    started: SignalInstance  # an analysis, during which no other model can be chosen
    ended: SignalInstance

    @property
    def running(self) -> bool:
        """Whether an analysis is under way."""

    @property
    def changing(self) -> bool:
        """Whether another model is being loaded in place of the one in use."""

    @property
    def state_words(self) -> str:
        """Whether the model is ready, how far it is, and how long it still takes where that is more than a moment."""

    def use(self, model: str) -> None:
        """Load another model."""

    def stop_loading(self) -> None:
        """Keep the model that was used before."""
