"""Reports that a clinician has signed."""

import hashlib
from dataclasses import replace

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.case import Case
from lentigo.domain.description import Description
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import ModelIdentity, Provenance
from lentigo.domain.quality import ImageQuality
from lentigo.domain.red_flag import FlagState, Reason, ReasonKind, RedFlag, RedFlagRule, RuleSource, Urgency
from lentigo.domain.sign_off import Agreement, FinalDiagnosis, FlagAnswer, FlagReply, Review, Signature, Signer, fired
from lentigo.report.json import canonical_content

SIGNER = Signer(name="Dr Sari Wulandari", role="physician")
AT = "2026-11-21T04:10:00+00:00"
KEY = "9C2F 11A0 7D3E 5B64 0E18 C9AA 4F27 83D1"


FLAG = RedFlag(
    rule=RedFlagRule.GROWING_NODULE, source=RuleSource.NICE_NG12, urgency=Urgency.TWO_WEEKS, state=FlagState.FIRED,
    reason=Reason(kind=ReasonKind.PRESENT),
)  # fmt: skip


def small_report(sha256: str = "0" * 64) -> Assessment:
    """A draft with a red flag and little else."""
    picture = PictureRecord(
        sha256=sha256, format="JPEG", captured=None, metadata_removed=(), width=9, height=9, quality=ImageQuality(),
        kind=PictureKind.CLOSE_UP,
    )  # fmt: skip
    model = ModelIdentity(
        id="m", name="Model", licence="", notice="", quantization="F16", language_sha256="3b" * 32,
        projector_sha256="", verified=True,
    )  # fmt: skip
    provenance = Provenance(
        app="Lentigo 0.1.0", model=model, encoder=None, library=None, protocol="standard", prompts="", seed=0,
        parameters={}, runtime="", timings={},
    )  # fmt: skip
    return Assessment(
        id="L-1", created="2026-11-21T03:38:19+00:00", pictures=(picture,), encounter=Encounter(),
        description=Description(text="A spot."), findings=(), differential=(), red_flags=(FLAG,), citations=(),
        limits=(), provenance=provenance,
    )  # fmt: skip


def reply(flag: RedFlag, text: str = "Referred to the hospital in Padang") -> FlagReply:
    return FlagReply(rule=flag.rule, diagnosis=flag.diagnosis, answer=FlagAnswer.ACTED_ON, text=text)


def reviewed(report: Assessment) -> Assessment:
    """With a review that lacks nothing."""
    review = Review(
        agreement=Agreement.IN_PART,
        diagnosis=FinalDiagnosis(name="Melanoma", icd10="C43", icd11="2C30"),
        action="Referral, seen within two weeks",
        remarks="Ulcer at the edge, not seen by the draft",
        signer=SIGNER,
        replies=tuple(map(reply, fired(report.red_flags))),
    )
    return replace(report, sign_off=replace(report.sign_off, review=review))


def signature(report: Assessment, reason: str = "") -> Signature:
    content = canonical_content(report)
    return Signature(
        review=report.sign_off.review,
        at=AT,
        seconds=214,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        app=report.provenance.app,
        model="Lentigo Mini F16 3b3b3b3b3b3b",
        audit_head="214-77d2aa0190bc31ee",
        key=KEY,
        reason=reason,
    )


def signed(report: Assessment) -> Case:
    """A case whose report is signed."""
    ready = reviewed(report)
    return Case(encounter=report.encounter, draft=report, report=ready).sign(signature(ready))


def report_of(case: Case) -> Assessment:
    assert case.report
    return case.report
