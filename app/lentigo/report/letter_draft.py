"""Letters as the case and the handbook have them, before the clinician changes them.

No word of the model's is in them that the clinician has not accepted, and no medical advice but the handbook's, quoted
with its page. The sentences on the patient's sheet are for a reading age of ten.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lentigo.domain.advice import Advice, AdviceKind
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.evidence import Condition
from lentigo.domain.finding import Finding, FindingSource
from lentigo.domain.letter import Letter, LetterKind, LetterPart
from lentigo.domain.red_flag import RedFlag, pressing
from lentigo.domain.sign_off import FinalDiagnosis, FlagAnswer, fired
from lentigo.domain.wording.encounter import COMPLAINTS, HISTORY, SKIN_TYPES
from lentigo.domain.wording.finding import FIELDS, finding_text
from lentigo.domain.wording.red_flag import RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.domain.wording.sign_off import diagnosis_text
from lentigo.language import deferred, speaking, translate, translate_medical
from lentigo.report.sections.next_steps import advised, cited

_MOST_QUOTES = 3  # on when to refer
_REFERENCE = re.compile(r" \(\d[\d,–]*\)")  # to the chapter's list of sources
_RETURN = re.compile(r"\b(return|come back)\b", re.IGNORECASE)
PLAIN = {  # all that the program itself says to a patient
    "looked": deferred("We looked at your skin and took a picture."),
    "place": deferred("Place on the body: {site}."),
    "named": deferred("We think it is: {diagnosis}."),
    "unnamed": deferred("We do not know yet what it is. Ask us when you will hear more."),
    "ask": deferred("Ask us what to do next before you go home."),
    "photograph": deferred("This picture shows your skin as it was on that day."),
    "sooner": deferred("If you are worried, come back sooner. You do not need to wait."),
    "unsigned": deferred("Nobody has signed this sheet yet. Ask the clinic if it is right."),
    "signed": deferred("{signer} checked this on {day}."),
    "withdrawn": deferred("Do not use this sheet. It was a mistake. Ask the clinic for a new one."),
    "visit": deferred("This sheet does not take the place of a visit."),
    "quotes": deferred("Words in quotation marks are from the Lentigo handbook. The page number stands behind them."),
}


def draft_letter(
    kind: LetterKind, assessment: Assessment, conditions: Sequence[Condition] = (), language: str = ""
) -> Letter:
    """The letter that a report comes to; `conditions` are the handbook's, for a diagnosis that no model named."""
    advice = _own_advice(assessment, conditions)
    with speaking(language):
        told = _referral(assessment, advice) if kind is LetterKind.REFERRAL else _for_patient(assessment, advice)
        parts = tuple((part, "\n".join(filter(None, lines))) for part, lines in told)
    return Letter(kind=kind, parts=parts, language=language)


_Parts = Iterator[tuple[LetterPart, Sequence[str]]]


def _referral(assessment: Assessment, own: Sequence[Advice]) -> _Parts:
    review, flags = assessment.sign_off.review, _standing(assessment)
    urgency = translate_medical(URGENCIES[flags[0].urgency]) if flags else ""
    known = own or advised(assessment)
    quotes = [_quoted(each) for each in known if each.kind is AdviceKind.REFER][:_MOST_QUOTES]
    yield LetterPart.RECIPIENT, ()
    yield LetterPart.URGENCY, (urgency[:1].upper() + urgency[1:],)
    yield LetterPart.REASON, (*map(_flag_line, flags), *quotes)
    yield LetterPart.QUESTION, (translate("Please examine this patient and advise."),)
    yield LetterPart.DIAGNOSIS, (diagnosis_text(review.diagnosis),)
    yield LetterPart.FINDINGS, (*_findings(assessment), review.remarks)
    yield LetterPart.HISTORY, tuple(_history(assessment.encounter))
    yield LetterPart.ACTION, (review.action,)


def _for_patient(assessment: Assessment, own: Sequence[Advice]) -> _Parts:
    review, site = assessment.sign_off.review, assessment.encounter.site.strip()
    name = review.diagnosis.name.strip()
    told = [each for each in own if each.kind is AdviceKind.TELL]
    yield (
        LetterPart.SEEN,
        (
            translate(PLAIN["looked"]),
            translate(PLAIN["place"], site=site) if site else "",
            translate(PLAIN["named"], diagnosis=name) if name else translate(PLAIN["unnamed"]),
        ),
    )
    ask = "" if review.action.strip() else translate(PLAIN["ask"])
    yield LetterPart.DO, (review.action, ask, *(_quoted(each) for each in told if not _RETURN.search(each.text)))
    again = (_quoted(each) for each in told if _RETURN.search(each.text))
    yield LetterPart.RETURN, (*again, translate(PLAIN["sooner"]))
    yield LetterPart.CONTACT, ()


def _standing(assessment: Assessment) -> list[RedFlag]:
    """The red flags that fired and that the clinician did not set aside, the most pressing first."""
    review, refused = assessment.sign_off.review, FlagAnswer.NOT_ACTED_ON
    flags = (each for each in fired(assessment.red_flags) if review.reply_to(each).answer is not refused)
    return sorted(flags, key=pressing)


def _flag_line(flag: RedFlag) -> str:
    return translate(
        "{rule}. {reason} ({source})",
        rule=rule_text(flag, say=translate_medical),
        reason=reason_text(flag.reason),
        source=translate(RULE_SOURCES[flag.source]),
    )


def _findings(assessment: Assessment) -> tuple[str, ...]:
    """What the clinician wrote, or accepted of the draft."""
    own = assessment.description.source is FindingSource.CLINICIAN
    return (assessment.description.text if own else "", *map(_finding, filter(_confirmed, assessment.findings)))


def _confirmed(finding: Finding) -> bool:
    return finding.assessed and (finding.accepted or finding.source is FindingSource.CLINICIAN)


def _finding(finding: Finding) -> str:
    name = translate(FIELDS[finding.field])
    return translate(
        "{name}: {value}", name=name[:1].upper() + name[1:], value=finding_text(finding, translate_medical)
    )


def _history(encounter: Encounter) -> Iterator[str]:
    answers = (
        (translate("Complaint"), "" if encounter.complaint is None else translate(COMPLAINTS[encounter.complaint])),
        (translate("Duration"), encounter.duration),
        (translate("Present"), _answered(encounter, yes=True)),
        (translate("Absent"), _answered(encounter, yes=False)),
        (
            translate("Skin type (Fitzpatrick), as asked"),
            "" if encounter.skin_type is None else translate(SKIN_TYPES[encounter.skin_type]),
        ),
    )
    yield from (translate("{name}: {value}", name=name, value=value) for name, value in answers if value.strip())
    yield encounter.note


def _answered(encounter: Encounter, *, yes: bool) -> str:
    return ", ".join(translate(HISTORY[item]) for item in History if encounter.history.get(item) is yes)


def _own_advice(assessment: Assessment, conditions: Sequence[Condition]) -> tuple[Advice, ...]:
    """The handbook's on the clinician's own diagnosis, where it has a chapter on that."""
    diagnosis = assessment.sign_off.review.diagnosis
    named = _condition_named(diagnosis, conditions)
    if named:
        return named.advice
    wanted = diagnosis.name.strip().casefold()
    known = {each.condition for each in assessment.differential if wanted and each.label.casefold() == wanted}
    return tuple(each for each in assessment.advice if each.condition in known)


def _condition_named(diagnosis: FinalDiagnosis, conditions: Sequence[Condition]) -> Condition | None:
    wanted = diagnosis.name.strip().casefold()
    return next((each for each in conditions if each.title.casefold() == wanted), None)


def _quoted(advice: Advice) -> str:
    """Without the numbers of the chapter's sources, in one pair of quotation marks."""
    plain = _REFERENCE.sub("", advice.text).strip("“”")
    return cited(replace(advice, text=plain))
