"""What the sides of a parity report work on, each in a process of its own, and where they leave what they found."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.pictures import fit_picture
from lentigo.models.profile import ModelDescription, ModelFile

CHECKPOINT, F16, QUANTIZED = "checkpoint", "f16", "quantized"  # the sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A question whose answer is one of a closed set: `options` are whole answers, scored by likelihood."""

    prompt: str
    options: tuple[str, ...]
    without_prior: bool  # take off what the model says without a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Gguf:
    """A language model and its projector, named by whole paths."""

    language: ModelFile
    projector: ModelFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityTask:
    """All that a side must know; `gguf` is None for the checkpoint, which makes the answers that the others follow."""

    side: str
    results: str  # a folder, one for all sides
    checkpoint: str
    gguf: Gguf | None
    description: ModelDescription
    system: str
    prompts: tuple[str, ...]
    answer_tokens: int
    pictures: tuple[str, ...]
    choice: Choice | None
    labelled: tuple[str, ...]  # pictures for the choice

    @property
    def steps(self) -> int:
        """How many files with numbers the side leaves; so many tell how far it is."""
        return len(self.pictures) * (1 + len(self.prompts)) + len(self.labelled)

    @property
    def place(self) -> Path:
        """Where the side leaves its files."""
        return Path(self.results) / self.side

    def answer(self, picture: int, prompt: int, *, of: str = "") -> Path:
        """Log-probabilities at each token of an answer, and the tokens; of this side or another."""
        return Path(self.results) / (of or self.side) / f"answer-{picture}-{prompt}.npz"

    def picture(self, picture: int, *, of: str = "") -> Path:
        """A picture's vectors."""
        return Path(self.results) / (of or self.side) / f"picture-{picture}.npz"

    def scores(self, picture: int, *, of: str = "") -> Path:
        """A labelled picture's score for each option."""
        return Path(self.results) / (of or self.side) / f"scores-{picture}.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFacts:
    """What a side says of itself, beside its numbers. The prompts' tokens: before and behind the picture."""

    versions: dict[str, str]
    settings: dict[str, str]
    prompts: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    template: str | None = None  # the first prompt as the checkpoint's own template words it, with {picture} in it


def write_task(task: ParityTask, path: Path) -> None:
    """For `read_task`."""
    path.write_bytes(msgspec.json.encode(task))


def read_task(path: Path) -> ParityTask:
    """In the side's own process."""
    return msgspec.json.decode(path.read_bytes(), type=ParityTask)


def write_facts(task: ParityTask, facts: SideFacts) -> None:
    """The last thing that a side does."""
    (task.place / "facts.json").write_bytes(msgspec.json.encode(facts))


def read_facts(task: ParityTask, side: str) -> SideFacts:
    """What a side that has ended said."""
    return msgspec.json.decode((Path(task.results) / side / "facts.json").read_bytes(), type=SideFacts)


def load_photograph(path: str | Path) -> DeidentifiedPhotograph:
    """As the application takes it in."""
    imaging = PillowImaging()
    return imaging.deidentify(imaging.load(imaging.read(Path(path))))


def whole_picture(path: str) -> Image.Image:
    """Upright, in the size it came in."""
    raster = load_photograph(path).raster
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)


def fitted_picture(path: str, description: ModelDescription) -> Image.Image:
    """The very pixels that the engine's projector gets."""
    raster = fit_picture(load_photograph(path).raster, description.picture)
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)


def filled_template(description: ModelDescription, system: str, question: str) -> str:
    """A whole prompt, with {picture} where the picture stands."""
    return description.prompt.template.replace("{system}", system).replace("{question}", question)


def save(path: Path, **arrays: ArrayLike) -> None:
    """Each under its name."""
    np.savez(path, **{name: np.asarray(values) for name, values in arrays.items()})  # type: ignore[arg-type]


def load(path: Path, name: str) -> NDArray[Any]:
    """What was saved under a name."""
    with np.load(path) as kept:
        values: NDArray[Any] = kept[name]
        return values
