"""The conversation that a worker has open: one case's pictures in the model's context, and the turns behind them."""

from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256

from lentigo.analysis.conversation import remembered
from lentigo.domain.conversation import Turn
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.inference.session import LlamaImageSession
from lentigo.inference.vision_model import LlamaVisionModel

Key = tuple[str, tuple[str, ...]]  # the model's id, and the SHA-256 of each photograph


def key_of(model: str, photographs: Sequence[bytes]) -> Key:
    """Which conversation a question belongs to."""
    return model, tuple(sha256(data).hexdigest() for data in photographs)


class OpenConversation:
    """Holds the model's context until `end`: nothing else may open the model meanwhile.

    Turns that are there already cost nothing at the next question; where old ones are left out, the rest is read anew,
    but no picture is.
    """

    def __init__(
        self, key: Key, model: LlamaVisionModel, photographs: Sequence[DeidentifiedPhotograph], *, system: str
    ) -> None:
        self.key = key
        self._opened = ExitStack()
        self._entered = ExitStack()
        self._turns: tuple[Turn, ...] = ()
        opening = model.open(photographs, system=system, seed=0, on_progress=lambda _share: None)
        self._base = self._opened.enter_context(opening)
        self._session = self._base

    def session_after(self, turns: Sequence[Turn]) -> tuple[LlamaImageSession, int]:
        """A session behind as many of the turns as there is room for, and how many were left out."""
        kept = remembered(turns, self._base)
        if kept[: len(self._turns)] != self._turns:
            self._entered.close()
            self._session, self._turns = self._base, ()
        for turn in kept[len(self._turns) :]:
            self._session = self._entered.enter_context(self._session.turn(turn.question, turn.said))
            self._turns = (*self._turns, turn)
        return self._session, len(turns) - len(kept)

    def end(self) -> None:
        """Give the context back."""
        self._entered.close()
        self._opened.close()
