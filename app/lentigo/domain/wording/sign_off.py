"""Sign-off in words."""

from lentigo.domain.assessment import Assessment
from lentigo.domain.sign_off import Agreement, FinalDiagnosis, FlagAnswer, Missing, ReportStatus, Signer
from lentigo.domain.wording.date import format_time
from lentigo.language import deferred, translate, translate_count

AGREEMENTS = {
    Agreement.AGREE: deferred("I agree"),
    Agreement.IN_PART: deferred("I agree in part"),
    Agreement.DISAGREE: deferred("I disagree"),
}
FLAG_ANSWERS = {
    # TRANSLATORS: of a red flag
    FlagAnswer.ACTED_ON: deferred("acted on"),
    FlagAnswer.NOT_ACTED_ON: deferred("not acted on"),
}
MISSING = {
    Missing.FLAGS: deferred("an answer to each red flag, with the reason where nothing was done"),
    Missing.DIAGNOSIS: deferred("the final diagnosis"),
    Missing.AGREEMENT: deferred("whether you agree with the draft"),
    Missing.ACTION: deferred("the action taken"),
    Missing.NAME: deferred("your name"),
    Missing.ROLE: deferred("your role"),
}
_STATUSES = {
    ReportStatus.PARTIAL: deferred(
        "Status: PARTIAL. Nobody has gone through this draft. It becomes part of a record only when a clinician has "
        "signed it."
    ),
    ReportStatus.PRELIMINARY: deferred(
        "Status: PRELIMINARY. A clinician has gone through it and has not signed it. It becomes part of a record only "
        "when a clinician has signed it."
    ),
    ReportStatus.FINAL: deferred("Status: FINAL. Signed by {signer}, {time}."),
    ReportStatus.APPENDED: deferred("Status: APPENDED. Signed by {signer}, {time}. {added}"),
    ReportStatus.CORRECTED: deferred(
        "Status: CORRECTED. Signed by {signer}, {time}. It takes the place of a report signed before: {reason}"
    ),
    ReportStatus.ENTERED_IN_ERROR: deferred(
        "Status: ENTERED IN ERROR. Withdrawn by {author}, {withdrawn}. Do not use it: {why}"
    ),
}


def status_text(report: Assessment) -> str:
    """How far a report has come, in sentences."""
    known = report.sign_off
    last = known.signatures[-1] if known.signatures else None
    gone = known.withdrawal
    return translate(
        _STATUSES[report.status],
        signer=signer_text(last.review.signer) if last else "",
        time=format_time(last.at) if last else "",
        reason=last.reason if last else "",
        added=translate_count("{count} addendum.", "{count} addenda.", len(known.addenda)),
        author=signer_text(gone.author) if gone else "",
        withdrawn=format_time(gone.at) if gone else "",
        why=gone.reason if gone else "",
    )


def signer_text(signer: Signer) -> str:
    """Name and role."""
    return translate("{name} ({role})", name=signer.name, role=signer.role)


def diagnosis_text(diagnosis: FinalDiagnosis) -> str:
    """The name with its codes."""
    return " · ".join(filter(None, (diagnosis.name, codes_text(diagnosis.icd10, diagnosis.icd11))))


def codes_text(icd10: str, icd11: str) -> str:
    """Of a diagnosis; "" where there are none."""
    codes = (
        translate("ICD-10 {code}", code=icd10) if icd10 else "",
        translate("ICD-11 {code}", code=icd11) if icd11 else "",
    )
    return " · ".join(filter(None, codes))


def duration_text(seconds: int) -> str:
    """How long the draft was in sight."""
    minutes, rest = divmod(seconds, 60)
    return translate("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
