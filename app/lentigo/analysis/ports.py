"""What an analysis needs from the outside; adapters implement these."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from lentigo.analysis.events import AnalysisEvent
from lentigo.domain.evidence import Condition, Hit
from lentigo.domain.photograph import DeidentifiedPhotograph, Photograph, PictureKind
from lentigo.domain.provenance import Calibration, ModelIdentity
from lentigo.domain.quality import ImageQuality

Notify = Callable[[AnalysisEvent], None]


class Imaging(Protocol):
    """Decodes photographs and judges them."""

    def load(self, data: bytes) -> Photograph:
        """Decode a file's bytes strictly; raise InputError with what to do where that fails."""

    def assess_quality(self, photograph: Photograph) -> ImageQuality:
        """Judge sharpness, exposure, size, and whether it shows skin."""

    def recognise_kind(self, photograph: Photograph) -> PictureKind | None:
        """How it was taken, where the pixels leave hardly a doubt; else None."""

    def deidentify(self, photograph: Photograph) -> DeidentifiedPhotograph:
        """Keep the pixels, drop what the file says about the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One prompt with the most tokens its answer may take.

    The answer ends before any of `stops`, and keeps to `grammar` (GBNF, root rule "root") where there is one.
    """

    field: str
    prompt: str
    max_tokens: int
    stops: tuple[str, ...] = ()
    grammar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Temperature 0 takes the likeliest token; above, top_k (0: all) and top_p (1: all) narrow the choice."""

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0

    def __str__(self) -> str:
        """For the report."""
        if not self.temperature:
            return "greedy; the seed has no effect"
        return f"temperature {self.temperature:g}, top-k {self.top_k}, top-p {self.top_p:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How options compare: `without_prior` takes off what the model says without a picture (Holtzman et al. 2021,
    https://arxiv.org/abs/2104.08315)."""

    without_prior: bool = False


LIKELIHOOD = Scoring()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One diagnosis: `text` is scored, `condition` is the handbook's id, or "" where it has no such chapter.

    `title` is shown instead of `text` where there is one; `code` is of ICD-10.
    """

    text: str
    condition: str
    code: str
    title: str = ""

    @property
    def shown(self) -> str:
        """How the report names it."""
        return self.title or self.text


class ImageSession(Protocol):
    """One case's pictures, encoded once, and the questions about them."""

    @property
    def cut(self) -> frozenset[str]:
        """Fields of the last questions whose answers end at their most tokens, perhaps within a word."""

    def ask(self, questions: Sequence[Question], on_text: Callable[[str, str], None]) -> dict[str, str]:
        """Answer all questions side by side; `on_text(field, text so far)`. Field -> answer."""

    def score(self, prompt: str, options: Sequence[str], scoring: Scoring = LIKELIHOOD) -> tuple[float, ...]:
        """Log-likelihood (nats) of each option as the whole answer to the prompt."""

    def ground(self, system: str) -> None:
        """Put another system text before the pictures for all that is asked from now on; they are not encoded again."""

    @property
    def room(self) -> int:
        """Tokens that are left of the context for a question and its answer."""

    def tokens(self, text: str) -> int:
        """How many tokens a text takes."""


class VisionModel(Protocol):
    """A language model with its projector."""

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are."""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The closed label set, or empty where the model has none."""

    @property
    def calibration(self) -> Calibration | None:
        """How the labels' scores become probabilities, where that was measured."""

    @property
    def converses(self) -> bool:
        """Whether it answers what it was not trained on word for word: reads passages, explains, talks."""

    @property
    def limits(self) -> tuple[str, ...]:
        """Known limits, in plain words."""

    @property
    def parameters(self) -> dict[str, str]:
        """What shapes the numbers: threads, batch sizes, flash attention, context."""

    @property
    def runtime(self) -> str:
        """Name and version of the engine."""

    def open(
        self,
        photographs: Sequence[DeidentifiedPhotograph],
        *,
        system: str,
        seed: int,
        on_progress: Callable[[float], None],
        sampling: Sampling | None = None,
    ) -> AbstractContextManager[ImageSession]:
        """Encode the pictures once, behind the system text, and hold them for questions.

        Answers are decoded as the model's profile says, or by `sampling` where it is given.
        `on_progress` hears the share that is done, 0 to 1, from within the engine: it may raise nothing.
        """


class Library(Protocol):
    """The documents that a report may cite."""

    @property
    def version(self) -> str:
        """Names the library's content."""

    @property
    def encoder(self) -> str:
        """Name and hash of the text encoder, or that it is not in use and why."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The handbook's conditions."""

    def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        """Best passages first; empty for a query without content words."""

    def page_text(self, document: str, page: int) -> str:
        """All text of a page (from 1), as extracted."""

    def confirms(self, quote: str, document: str, page: int) -> bool:
        """Whether a second reading of the page finds a quote's numbers beside the same words; true without any."""

    def similarities(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        """Cosine of a text's meaning with each other one's; empty where no text encoder is in use."""
