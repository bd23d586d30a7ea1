"""What the stages hand on to one another while a case is worked on."""

from collections.abc import Callable
from dataclasses import dataclass

from lentigo.analysis.ports import ImageSession, Label, Library, Notify
from lentigo.analysis.protocols import AnalysisProtocol
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Citation
from lentigo.domain.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A label with its share of the model's score, 0 to 1."""

    label: Label
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """The case so far; each stage returns a fuller one."""

    description: str = ""
    findings: tuple[Finding, ...] = ()
    ranking: tuple[Ranked, ...] = ()  # best first
    evidence: tuple[tuple[str, Citation], ...] = ()  # condition's id, or "" for the findings alone, with its citation
    differential: tuple[Candidate, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()  # for the report's limits

    @property
    def seen(self) -> str:
        """The findings' words in one line, as a query: what was not assessed says nothing."""
        return ", ".join(" ".join(finding.words) for finding in self.findings if finding.assessed and finding.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a stage may use. `library` is None where the user went without one."""

    protocol: AnalysisProtocol
    encounter: Encounter
    session: ImageSession
    labels: tuple[Label, ...]
    library: Library | None
    notify: Notify


Stage = Callable[[CaseDraft, Tools], CaseDraft]
