"""What the stages hand on to one another while a case is worked on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from lentigo.analysis.answers import read_growing
from lentigo.analysis.events import TextGrown
from lentigo.analysis.model_words import FIELDS, WORDS
from lentigo.analysis.ports import LIKELIHOOD, ImageSession, Label, Library, Notify, Question, Scoring
from lentigo.analysis.protocols import AnalysisProtocol
from lentigo.analysis.references import Claim, Reference
from lentigo.domain.answer_flag import AnswerFlag, AnswerFlaw
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Citation
from lentigo.domain.explanation import Explanation, Rankings
from lentigo.domain.finding import Finding
from lentigo.domain.limit import Limit
from lentigo.domain.provenance import Calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A label with its share of the model's score, 0 to 1; `named` where the model came up with it by itself."""

    label: Label
    share: float
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a model wrote of a candidate, part by part, not yet held against the references."""

    label: str
    supporting: tuple[Claim, ...]
    opposing: tuple[Claim, ...]
    next_steps: tuple[Claim, ...]

    @property
    def all(self) -> tuple[Claim, ...]:
        """Of every part."""
        return (*self.supporting, *self.opposing, *self.next_steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """The case so far; each stage returns a fuller one."""

    description: str = ""
    reasoning: str = ""  # what the model thought aloud before it described
    conclusion: str = ""  # the diagnosis that the description ends with, where the model was asked for one
    group: str = ""  # of diseases, where the model is sure of one
    findings: tuple[Finding, ...] = ()
    ranking: tuple[Ranked, ...] = ()  # best first
    evidence: tuple[tuple[str, Citation], ...] = ()  # label's text, with its citation
    references: tuple[Reference, ...] = ()  # what the library says of the candidates; numbered once a model has read it
    claims: tuple[Claims, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    rankings: Rankings | None = None
    flags: tuple[AnswerFlag, ...] = ()
    differential: tuple[Candidate, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[Limit, ...] = ()  # what this case's way adds to the report's limits

    def flagged(self, part: str, flaws: Iterable[AnswerFlaw], *, retried: bool = False) -> Self:
        """With a flag for each flaw of one part."""
        flags = (AnswerFlag(flaw=flaw, part=part, retried=retried) for flaw in flaws)
        return replace(self, flags=(*self.flags, *flags))

    @property
    def seen(self) -> str:
        """The findings' words in one line, as a query: what was not assessed says nothing."""
        return ", ".join(" ".join(WORDS[word] for word in finding.words) for finding in self.findings if finding.words)

    def filled(self, prompt: str) -> str:
        """The prompt with what is known so far in its places."""
        findings = "\n".join(
            f"{FIELDS[finding.field]}: {finding.value}" for finding in self.findings if finding.assessed
        )
        return prompt.replace("{findings}", findings or "nothing was assessed").replace("{group}", self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a stage may use. `library` is None where the user went without one.

    `scoring` and `calibration` say how the labels' scores are taken and made shares. These are probabilities where the
    picture is `in_domain`: of the kind that the calibration was measured on.
    """

    protocol: AnalysisProtocol
    encounter: Encounter
    session: ImageSession
    labels: tuple[Label, ...]
    library: Library | None
    notify: Notify
    converses: bool = False  # the model reads passages and explains
    scoring: Scoring = LIKELIHOOD
    calibration: Calibration | None = None
    in_domain: bool = False

    def ask(self, questions: Sequence[Question]) -> dict[str, str]:
        """Field -> answer; the user sees the answers grow, but not what is thought aloud."""

        fields = {entry.question.field: entry.field for entry in self.protocol.questions}

        def tell(field: str, text: str) -> None:
            self.notify(TextGrown(field=fields.get(field), text=read_growing(text)))

        return self.session.ask(questions, tell)


Stage = Callable[[CaseDraft, Tools], CaseDraft]
