"""The part of report.json that tells of signing."""

from typing import Any

from lentigo.domain.assessment import Assessment
from lentigo.domain.red_flag import RedFlag
from lentigo.domain.sign_off import Review, Signature, Signer, fired
from lentigo.domain.wording.red_flag import rule_text
from lentigo.domain.wording.sign_off import AGREEMENTS, FLAG_ANSWERS
from lentigo.language import translate

Document = dict[str, Any]


def sign_off_document(assessment: Assessment) -> Document:
    """`sign_off` of a signed report; `correcting` of one that is being corrected."""
    known = assessment.sign_off
    *earlier, last = known.signatures
    if known.correcting:
        return {"correcting": {"content_sha256": last.sha256, "reason": known.correcting}}
    gone = known.withdrawal
    signed = {
        **_signed(last),
        "seconds": last.seconds,
        "stale": last.stale,
        "app": last.app,
        "model": last.model,
        "audit_head": last.audit_head,
        "key": last.key,
        "originals": [_signed(each) for each in earlier],
        "addenda": [
            {"number": each.number, "author": _signer(each.author), "at": each.at, "text": each.text}
            for each in known.addenda
        ],
        "withdrawal": gone and {"author": _signer(gone.author), "at": gone.at, "reason": gone.reason},
    }
    return {"sign_off": signed}


def review_document(assessment: Assessment) -> Document:
    """`review`: what the clinician made of the draft, which is signed with it."""
    review = assessment.sign_off.review
    agreement, diagnosis = review.agreement, review.diagnosis
    return {
        "signer": _signer(review.signer),
        "agreement": agreement and {"id": agreement.value, "text": translate(AGREEMENTS[agreement])},
        "diagnosis": {"name": diagnosis.name, "icd10": diagnosis.icd10, "icd11": diagnosis.icd11},
        "action": review.action,
        "remarks": review.remarks,
        "red_flags": [_reply(flag, review) for flag in fired(assessment.red_flags)],
    }


def _signed(signature: Signature) -> Document:
    return {
        "signer": _signer(signature.review.signer),
        "at": signature.at,
        "reason": signature.reason,
        "content_sha256": signature.sha256,
    }


def _signer(signer: Signer) -> Document:
    return {"name": signer.name, "role": signer.role}


def _reply(flag: RedFlag, review: Review) -> Document:
    reply = review.reply_to(flag)
    answer = reply.answer
    return {
        "rule": {"id": flag.rule.value, "text": rule_text(flag)},
        "diagnosis": flag.diagnosis,
        "answer": answer and {"id": answer.value, "text": translate(FLAG_ANSWERS[answer])},
        "text": reply.text,
    }
