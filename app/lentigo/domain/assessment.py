"""The result of one analysis."""

from dataclasses import dataclass, field

from lentigo.domain.advice import Advice
from lentigo.domain.answer_flag import AnswerFlag
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Citation
from lentigo.domain.explanation import Explanation, Rankings
from lentigo.domain.finding import Finding, FindingSource
from lentigo.domain.limit import Limit
from lentigo.domain.photograph import MetadataKind, PictureKind
from lentigo.domain.provenance import Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import RedFlag
from lentigo.domain.sign_off import ReportStatus, Review, SignOff
from lentigo.language import deferred

DISCLAIMER = deferred(
    "AI-generated draft for a qualified clinician. Not for autonomous diagnosis. "
    "A negative or missing finding does not exclude disease."
)
UNREVIEWED = deferred(
    "Medical words were translated by machine, not reviewed by a clinician. Where in doubt, the English counts."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRecord:
    """What a report says of a photograph, without its pixels: whoever shows them finds them by the SHA-256.

    `kind` is None where nobody said it and the program did not recognise it; `kind_told` where somebody said it.
    """

    sha256: str  # of the file as it came
    format: str
    captured: str | None  # ISO 8601 date and time from the camera
    metadata_removed: tuple[MetadataKind, ...]
    width: int  # pixels
    height: int
    quality: ImageQuality
    kind: PictureKind | None = None
    kind_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A draft for the clinician: findings first, then what they may mean, then where that stands.

    `closed_set` are the only names that the model could choose from, or none where it named diagnoses by itself.
    `reasoning` is what a model thought aloud: a draft, no evidence, and hidden unless somebody asks for it. `removed`
    are the model's candidates that the clinician took out of the differential. `explanations` and `rankings` come from
    a model that read the library's passages; `rankings` is None where it read none.
    """

    id: str  # of the report
    created: str  # ISO 8601 with zone
    pictures: tuple[PictureRecord, ...]
    encounter: Encounter
    description: Description
    findings: tuple[Finding, ...]
    differential: tuple[Candidate, ...]
    red_flags: tuple[RedFlag, ...]
    citations: tuple[Citation, ...]
    limits: tuple[Limit, ...]
    provenance: Provenance
    closed_set: tuple[str, ...] = ()
    reasoning: str = ""
    removed: tuple[Candidate, ...] = ()
    sign_off: SignOff = field(default_factory=SignOff)
    advice: tuple[Advice, ...] = ()  # the handbook's, for each candidate that it has a chapter on
    explanations: tuple[Explanation, ...] = ()
    rankings: Rankings | None = None
    answer_flags: tuple[AnswerFlag, ...] = ()  # what was wrong with the model's answers

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations that a candidate of the differential rests on, or a sentence of an explanation."""
        numbers = {number for candidate in self.differential for number in candidate.citations}
        numbers |= {each.citation for told in self.explanations for each in told.sentences if each.citation}
        return tuple(citation for citation in self.citations if citation.id in numbers)

    @property
    def reviewed(self) -> bool:
        """Whether the clinician has gone through it: changed or accepted something, or begun to sign."""
        mine = FindingSource.CLINICIAN
        findings = any(finding.accepted or finding.source is mine for finding in self.findings)
        candidates = any(each.accepted or each.drafted_rank or each.source is mine for each in self.differential)
        begun = self.sign_off.review != Review()
        return findings or candidates or begun or bool(self.removed) or self.description.source is mine

    @property
    def status(self) -> ReportStatus:
        """How far it has come."""
        return self.sign_off.status(reviewed=self.reviewed)
