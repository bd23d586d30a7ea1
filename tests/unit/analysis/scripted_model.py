"""A vision model that says what a test tells it to, for answers that nobody can summon from a real one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lentigo.analysis.ports import LIKELIHOOD, Label, Question, Sampling, Scoring
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.domain.provenance import Calibration, ModelIdentity

Score = Callable[[str, str], float]  # prompt and option -> log-likelihood


@dataclass(slots=True, kw_only=True)
class ScriptedSession:
    """Answers by the question's field, or with `otherwise`; remembers what it was asked."""

    answers: dict[str, str]
    otherwise: str = "not assessed"
    likelihood: Score = lambda _prompt, _option: 0.0
    cut: frozenset[str] = frozenset()
    asked: list[Question] = field(default_factory=list)
    room: int = 4096
    grounded: str = ""  # the system text that it was given last
    scored: list[tuple[str, tuple[str, ...], Scoring]] = field(default_factory=list)

    def ask(self, questions: Sequence[Question], on_text: Callable[[str, str], None]) -> dict[str, str]:
        self.asked += questions
        answers = {question.field: self.answers.get(question.field, self.otherwise) for question in questions}
        for name, text in answers.items():
            for end in range(1, len(text) + 1):
                on_text(name, text[:end])
        return answers

    def ground(self, system: str) -> None:
        self.grounded = system

    def tokens(self, text: str) -> int:
        return len(text.split())

    def score(self, prompt: str, options: Sequence[str], scoring: Scoring = LIKELIHOOD) -> tuple[float, ...]:
        self.scored.append((prompt, tuple(options), scoring))
        return tuple(self.likelihood(prompt, option) for option in options)


@dataclass(slots=True, kw_only=True)
class ScriptedModel:
    """A model around one session."""

    session: ScriptedSession
    labels: tuple[Label, ...] = ()
    calibration: Calibration | None = None
    limits: tuple[str, ...] = ("It is scripted.",)
    runtime: str = "script"
    converses: bool = False

    @property
    def identity(self) -> ModelIdentity:
        hashes = {"language_sha256": "0" * 64, "projector_sha256": "1" * 64}
        return ModelIdentity(
            id="script", name="Script", licence="", notice="", quantization="", verified=True, **hashes
        )

    @property
    def parameters(self) -> dict[str, str]:
        return {}

    @contextmanager
    def open(
        self,
        photographs: Sequence[DeidentifiedPhotograph],
        *,
        system: str,
        seed: int,
        on_progress: Callable[[float], None],
        sampling: Sampling | None = None,
    ) -> Iterator[ScriptedSession]:
        yield self.session
