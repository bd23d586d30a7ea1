"""What is known of one model: how it is asked, what it can do, and its files by content."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar, Literal

from lentigo.analysis.ports import Label, Sampling
from lentigo.domain.model import ModelKind
from lentigo.domain.provenance import Calibration, ModelIdentity

FLEXIBLE_TOKENS = (8, 4096)  # a Qwen picture's fewest and most in mtmd (clip.cpp); outside, it would resize again
LONGEST = 200  # times as long as wide: Qwen's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A file by name (relative to the folder that its profile was read for) and content."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFit:
    """How a photograph is brought to a size that the projector takes, in pixels. ValueError where that makes no sense.

    "crop" takes the central rectangle of the shape `width` x `height`, "pad" adds grey, "stretch" ignores the shape.
    "whole" keeps everything and the shape: each side is a multiple of `multiple` (the projector's patch times its
    merge, so that multiple x multiple pixels become one token), the area between `least_pixels` and `most_pixels`.
    """

    fit: Literal["crop", "pad", "stretch", "whole"]
    width: int = 0
    height: int = 0
    multiple: int = 0
    least_pixels: int = 0
    most_pixels: int = 0

    def __post_init__(self) -> None:
        fixed, flexible = (self.width, self.height), (self.multiple, self.least_pixels, self.most_pixels)
        needed, unused = (flexible, fixed) if self.fit == "whole" else (fixed, flexible)
        if min(needed) < 1 or any(unused):
            raise ValueError(
                "whole takes multiple, least_pixels and most_pixels; every other fit takes width and height"
            )
        if self.fit == "whole":
            self._check_limits()

    def _check_limits(self) -> None:
        fewest, most = FLEXIBLE_TOKENS
        token = self.multiple**2
        if self.least_pixels < fewest * token or self.most_pixels > most * token:
            raise ValueError(f"the pixels must lie within {fewest} and {most} tokens of {token} pixels")
        if max(2 * self.least_pixels / token, self._most_rounded_up()) > self.most_pixels / token:
            raise ValueError("most_pixels must be far enough above least_pixels, or rounding to tokens could pass one")

    def _most_rounded_up(self) -> float:
        """Tokens of the narrowest picture at `least_pixels`, both of its sides a token longer.

        Rounded down, a side of one token may lose half: hence twice `least_pixels` at least.
        """
        least, shape = self.least_pixels / self.multiple**2, self.narrowest
        return (math.sqrt(least * shape) + 1) * (math.sqrt(least / shape) + 1)

    @property
    def narrowest(self) -> int:
        """How many times as long as wide a whole picture may be: narrower, its shorter side would vanish."""
        return min(LONGEST, self.most_pixels // self.multiple**2)

    @property
    def description(self) -> str:
        """In a few words, for the record of how an answer was made."""
        if self.fit == "whole":
            return f"whole, {self.least_pixels} to {self.most_pixels} pixels, sides multiples of {self.multiple}"
        return f"{self.fit} {self.width}x{self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptForm:
    """The family's turn format: `template` has {picture}, {question} and perhaps {system} in it.

    `next_turn` stands between an answer and the next question.
    """

    template: str
    next_turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What every kind of model says of itself. `family` is an id of families.py; `memory` what it needs, in bytes."""

    id: str
    name: str
    version: str
    family: str
    licence: str
    notice: str
    quantization: str
    limits: tuple[str, ...]
    memory: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDescription(Description):
    """Everything about a vision-language model but its files."""

    picture: PictureFit
    prompt: PromptForm
    sampling: Sampling = field(default_factory=Sampling)
    label: tuple[Label, ...] = ()
    calibration: Calibration | None = None
    protocols: tuple[str, ...] = ("standard",)  # the ones it serves, its own first
    demonstration: bool = False  # made to try the program, not to be believed
    converses: bool = True  # it answers what it was not trained on word for word: reads passages, explains, talks

    def profile(self, files: Sequence[ModelFile], *, verified: bool) -> "ModelProfile":
        """The model with these files: the language model, then the projector."""
        language, projector = files
        said = {name.name: getattr(self, name.name) for name in fields(ModelDescription)}
        return ModelProfile(**said, language=language, projector=projector, verified=verified)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProfile(ModelDescription):
    """A model with its files. `verified` says that both hashes come from the catalogue or from a trusted signature."""

    kind: ClassVar[ModelKind] = ModelKind.VISION

    language: ModelFile
    projector: ModelFile
    verified: bool

    @property
    def files(self) -> tuple[ModelFile, ...]:
        """Language model and projector."""
        return (self.language, self.projector)

    def located(self, files: Sequence[ModelFile]) -> "ModelProfile":
        """The same with files of other names, hashes or sizes."""
        language, projector = files
        return replace(self, language=language, projector=projector)

    @property
    def identity(self) -> ModelIdentity:
        """What the report says of the model; true once its files were compared with the profile."""
        return ModelIdentity(
            id=self.id,
            name=f"{self.name} {self.version}".strip(),
            licence=self.licence,
            notice=self.notice,
            quantization=self.quantization,
            language_sha256=self.language.sha256,
            projector_sha256=self.projector.sha256,
            verified=self.verified,
            demonstration=self.demonstration,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderProfile(Description):
    """A text encoder with its file; it turns sentences into vectors for the search."""

    kind: ClassVar[ModelKind] = ModelKind.ENCODER
    protocols: ClassVar[tuple[str, ...]] = ()  # it is asked nothing

    weights: ModelFile
    verified: bool

    @property
    def files(self) -> tuple[ModelFile, ...]:
        """Its one file."""
        return (self.weights,)

    def located(self, files: Sequence[ModelFile]) -> "EncoderProfile":
        """The same with a file of another name, hash or size."""
        (weights,) = files
        return replace(self, weights=weights)


Profile = ModelProfile | EncoderProfile
