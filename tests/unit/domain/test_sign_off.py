"""What is signed stays; what comes to it is counted; nothing is answered for the clinician."""

from dataclasses import replace

import pytest
from signed_reports import AT, FLAG, SIGNER, report_of, reviewed, signature, signed, small_report

from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter
from lentigo.domain.sign_off import FlagAnswer, FlagReply, Missing, ReportStatus, Review


def corrected(case: Case, reason: str = "The wrong arm") -> Case:
    opened = case.correct(reason)
    ready = replace(opened, report=reviewed(report_of(opened)))
    return ready.sign(signature(report_of(ready), reason))


def test_nothing_is_answered_before_the_clinician_does() -> None:
    assert Review().missing((FLAG,)) == tuple(Missing)
    assert Review().missing(()) == tuple(Missing)[1:]
    assert not report_of(signed(small_report())).sign_off.review.missing((FLAG,))


@pytest.mark.parametrize(
    ("answer", "text", "complete"),
    [
        (None, "seen", False),
        (FlagAnswer.ACTED_ON, "", True),
        (FlagAnswer.NOT_ACTED_ON, " ", False),
        (FlagAnswer.NOT_ACTED_ON, "seen last week", True),
    ],
)
def test_that_nothing_was_done_about_a_flag_needs_its_reason(answer: FlagAnswer, text: str, complete: bool) -> None:
    reply = FlagReply(rule=FLAG.rule, diagnosis="", answer=answer, text=text)
    assert reply.complete is complete
    assert (Missing.FLAGS not in Review(replies=(reply,)).missing((FLAG,))) is complete


def test_a_flag_about_another_diagnosis_is_not_answered_with_the_first() -> None:
    review = report_of(signed(small_report())).sign_off.review
    assert review.missing((FLAG, replace(FLAG, diagnosis="melanoma"))) == (Missing.FLAGS,)


def test_the_statuses() -> None:
    draft = small_report()
    assert draft.status is ReportStatus.PARTIAL
    assert reviewed(draft).status is ReportStatus.PRELIMINARY
    case = signed(draft)
    assert report_of(case).status is ReportStatus.FINAL
    added = case.add_to(SIGNER, AT, "more")
    assert report_of(added).status is ReportStatus.APPENDED
    assert report_of(added.correct("why")).status is ReportStatus.PRELIMINARY
    again = corrected(added)
    assert report_of(again).status is ReportStatus.CORRECTED
    assert report_of(again.add_to(SIGNER, AT, "more")).status is ReportStatus.CORRECTED
    assert report_of(again.withdraw(SIGNER, AT, "why")).status is ReportStatus.ENTERED_IN_ERROR


def test_a_correction_keeps_the_original_and_must_be_signed_anew() -> None:
    case = signed(small_report())
    opened = case.correct("The wrong arm")
    assert opened.originals == (case.report,)
    assert opened.signed
    assert not opened.frozen
    review = report_of(opened).sign_off.review
    assert review.missing((FLAG,)) == (Missing.AGREEMENT, Missing.NAME, Missing.ROLE)
    again = corrected(case)
    assert again.frozen
    assert [each.reason for each in report_of(again).sign_off.signatures] == ["", "The wrong arm"]


def test_what_continues_a_signed_case_and_what_does_not() -> None:
    draft = small_report()
    before = Case(draft=draft, report=reviewed(draft))
    case = before.sign(signature(reviewed(draft)))
    report = report_of(case)
    added = case.add_to(SIGNER, AT, "more")
    for later in (case, added, added.correct("why"), corrected(added), case.withdraw(SIGNER, AT, "why")):
        assert later.continues(before)
    for later in (case, added, case.correct("why"), case.withdraw(SIGNER, AT, "why")):
        assert later.continues(case)
    changed = replace(report, encounter=Encounter(age=9))
    for later in (before, Case(), case.with_report(changed), case.take_draft(draft)):
        assert not later.continues(case)
    assert not case.continues(added)
    other = replace(report.sign_off, addenda=(replace(report_of(added).sign_off.addenda[0], text="other"),))
    assert not case.with_sign_off(other).continues(added)
    opened = case.correct("why")
    assert opened.with_report(replace(report_of(opened), encounter=Encounter(age=9))).continues(opened)
    assert not replace(opened, originals=()).continues(opened)
    withdrawn = case.withdraw(SIGNER, AT, "why")
    assert not case.continues(withdrawn)
