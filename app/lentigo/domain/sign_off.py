"""What the clinician makes of a report in the end: review, signature, addenda, correction, withdrawal. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from lentigo.domain.red_flag import FlagState, RedFlag, RedFlagRule

SHORTEST_LOOK = 20  # seconds with a draft; who signs sooner is asked whether they looked


class ReportStatus(StrEnum):
    """How far a report has come, in the words and the senses of FHIR R4's DiagnosticReport.status."""

    PARTIAL = "partial"  # a draft that nobody has gone through: R4's "preliminary" would say that it was verified
    PRELIMINARY = "preliminary"  # gone through, not signed
    FINAL = "final"  # signed
    APPENDED = "appended"  # signed, and something was added; what was signed is as it was
    CORRECTED = "corrected"  # signed anew, for an error
    ENTERED_IN_ERROR = "entered-in-error"  # withdrawn


class Agreement(StrEnum):
    """What the signer thinks of the draft."""

    AGREE = "agree"
    IN_PART = "in_part"
    DISAGREE = "disagree"


class FlagAnswer(StrEnum):
    """What became of a red flag."""

    ACTED_ON = "acted_on"
    NOT_ACTED_ON = "not_acted_on"


class Missing(StrEnum):
    """What a review still lacks before it can be signed, in the order of the form."""

    FLAGS = "flags"
    DIAGNOSIS = "diagnosis"
    AGREEMENT = "agreement"
    ACTION = "action"
    NAME = "name"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, as it is printed; `role` such as nurse or physician."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalDiagnosis:
    """The clinician's own. The codes are the handbook's, "" for a name that it does not have."""

    name: str = ""
    icd10: str = ""
    icd11: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagReply:
    """What the clinician says to one red flag that fired; `text` is what was done, or why not."""

    rule: RedFlagRule
    diagnosis: str  # the flag's, "" where it is about none
    answer: FlagAnswer | None = None
    text: str = ""

    @property
    def complete(self) -> bool:
        """Whether it is an answer; that nothing was done needs its reason."""
        return self.answer is FlagAnswer.ACTED_ON or (self.answer is not None and bool(self.text.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What is filled in before signing. The program fills in who signs, where the records know it, and nothing else."""

    agreement: Agreement | None = None
    diagnosis: FinalDiagnosis = FinalDiagnosis()
    action: str = ""
    remarks: str = ""
    signer: Signer = Signer()
    replies: tuple[FlagReply, ...] = ()

    def reply_to(self, flag: RedFlag) -> FlagReply:
        """What was said to a flag so far."""
        same = (reply for reply in self.replies if (reply.rule, reply.diagnosis) == (flag.rule, flag.diagnosis))
        return next(same, FlagReply(rule=flag.rule, diagnosis=flag.diagnosis))

    def missing(self, flags: tuple[RedFlag, ...]) -> tuple[Missing, ...]:
        """What stands between this review and a signature."""
        lacks = {
            Missing.FLAGS: not all(self.reply_to(flag).complete for flag in fired(flags)),
            Missing.DIAGNOSIS: not self.diagnosis.name.strip(),
            Missing.AGREEMENT: self.agreement is None,
            Missing.ACTION: not self.action.strip(),
            Missing.NAME: not self.signer.name.strip(),
            Missing.ROLE: not self.signer.role.strip(),
        }
        return tuple(each for each, lacking in lacks.items() if lacking)


def fired(flags: tuple[RedFlag, ...]) -> tuple[RedFlag, ...]:
    """The flags that must be answered."""
    return tuple(flag for flag in flags if flag.state is FlagState.FIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signing. `content` is what was signed: report.json without status and sign_off, canonical (RFC 8785's order).

    `reason` says why a signed report was corrected by this one; "" for the first. `stale`: the photographs or the
    patient's details were no longer those that the model had read, and the signer confirmed the report all the same.
    """

    review: Review
    at: str  # ISO 8601 with zone
    seconds: int  # that the draft was in sight
    content: str
    sha256: str  # of `content`
    app: str
    model: str
    audit_head: str  # of the clinic's records just before
    key: str  # fingerprint of the clinic's key
    reason: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """What was added to a signed report."""

    number: int  # from 1
    author: Signer
    at: str  # ISO 8601 with zone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That a report was entered in error; it is kept."""

    author: Signer
    at: str  # ISO 8601 with zone
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """All of it, in one report. `correcting` is why a signed report is being corrected, until that is signed too."""

    review: Review = Review()
    signatures: tuple[Signature, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    correcting: str = ""
    withdrawal: Withdrawal | None = None

    @property
    def signed(self) -> bool:
        """Whether somebody answers for the report, though it may be under correction."""
        return bool(self.signatures)

    @property
    def frozen(self) -> bool:
        """Whether the report is not to change any more."""
        return self.signed and not self.correcting

    def status(self, *, reviewed: bool) -> ReportStatus:
        """`reviewed`: whether the clinician has gone through an unsigned report. An error outweighs an addition."""
        if self.withdrawal:
            return ReportStatus.ENTERED_IN_ERROR
        if not self.frozen:
            return ReportStatus.PRELIMINARY if reviewed or self.signed else ReportStatus.PARTIAL
        if len(self.signatures) > 1:
            return ReportStatus.CORRECTED
        return ReportStatus.APPENDED if self.addenda else ReportStatus.FINAL

    def authors_since(self, before: "SignOff") -> tuple[Signer, ...]:
        """Who is said to have added or withdrawn what was not there before."""
        added = tuple(each.author for each in self.addenda[len(before.addenda) :])
        return (*added, self.withdrawal.author) if self.withdrawal and not before.withdrawal else added

    def continues(self, before: "SignOff") -> bool:
        """Whether nothing that was signed, added or withdrawn before is gone or another."""
        signatures, addenda = len(before.signatures), len(before.addenda)
        kept = self.signatures[:signatures] == before.signatures and self.addenda[:addenda] == before.addenda
        return kept and before.withdrawal in (None, self.withdrawal)
