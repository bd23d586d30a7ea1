"""What the library needs from a text encoder; the worker brings one."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose cosine says how near their meanings are."""

    @property
    def identity(self) -> str:
        """Name and hash: an index made with another encoder is of no use."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, each of length 1."""
