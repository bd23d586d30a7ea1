"""What a check of this computer's installation found, part by part."""

from dataclasses import dataclass

from lentigo.domain.model import InstalledModel


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """A part that works, in words; or why it does not (`trouble`), and what to do (`remedy`)."""

    words: str = ""
    trouble: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The engine's build and variant, whether the model in use sees, the library, and all models on this computer.

    `sight` is None where no model was to be tested.
    """

    engine: PartState
    sight: PartState | None
    library: PartState
    models: tuple[InstalledModel, ...]
