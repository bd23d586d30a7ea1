"""Page one holds what a decision needs, with one red flag and with many."""

from dataclasses import replace

import outloud
import pdfua
import pymupdf
import pytest
from signed_reports import report_of, signed

from lentigo.domain.advice import Advice, AdviceKind
from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.encounter import History
from lentigo.domain.red_flag import FlagState, Reason, ReasonKind, RedFlag, RedFlagRule, RuleSource, Urgency
from lentigo.domain.wording.red_flag import RULE_SOURCES, reason_text, rule_text
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf


def flagged(assessment: Assessment, count: int) -> Assessment:
    """So many red flags have fired, on six candidates, with the handbook's advice."""
    reason = Reason(kind=ReasonKind.PRESENT, signs=(History.FEVER, History.SPREADING, History.PAIN))
    flags = tuple(
        RedFlag(
            rule=rule, source=RuleSource.HANDBOOK_EMERGENCIES, urgency=(*Urgency,)[index % 3], state=FlagState.FIRED,
            reason=reason,
        )
        for index, rule in enumerate([*RedFlagRule][:count])
    )  # fmt: skip
    advice = tuple(
        Advice(
            kind=kind, condition="melanoma", document="lentigo-handbook.pdf", page=50, label="46",
            text=f"Sentence {number} of the handbook, of the length that its sentences on such a question have.",
        )
        for kind in AdviceKind
        for number in range(3)
    )  # fmt: skip
    last = assessment.differential[-1]
    further = tuple(replace(last, rank=rank, label=f"Candidate {rank}") for rank in (4, 5, 6))
    return replace(
        assessment,
        red_flags=flags,
        advice=advice,
        differential=(*assessment.differential, *further),
        provenance=replace(
            assessment.provenance, model=replace(assessment.provenance.model, demonstration=False, notice="")
        ),
    )


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("by_hand", [True, False])
def test_one_page_has_all_that_a_decision_needs(
    by_hand: bool, count: int, assessment: Assessment, pictures: Pictures
) -> None:
    report = flagged(assessment, count)
    shown = report if by_hand else report_of(signed(report))
    with pymupdf.open("pdf", render_pdf(shown, pictures)) as document:
        page = document[0]
        text = " ".join(page.get_text().split())
        assert page.get_images()
        boxes = [word[3] for word in page.get_text("words")]
        assert max(boxes) < page.rect.height - 20
    for told in (str(DISCLAIMER), "58 years", "Red flags", "Next steps", "Differential diagnosis", "Candidate 6"):
        assert told in text
    assert ("Signature" if by_hand else "Signed at 21 November 2026") in text
    for flag in report.red_flags:
        assert rule_text(flag) in text
    for kind in ("When to refer", "What not to do", "Still to ask", "Tests in a clinic"):
        assert f"{kind} “Sentence 0" in text


@pytest.mark.parametrize("count", [1, 8, 12])
def test_a_flag_in_a_line_has_the_same_words(count: int, assessment: Assessment, pictures: Pictures) -> None:
    report = flagged(assessment, count)
    with pymupdf.open("pdf", render_pdf(report, pictures)) as document:
        text = " ".join(" ".join(page.get_text() for page in document).split())
    for flag in report.red_flags:
        assert rule_text(flag) in text
    assert text.count(f"Because {reason_text(report.red_flags[0].reason)}") == count
    assert text.count(f"Source {RULE_SOURCES[RuleSource.HANDBOOK_EMERGENCIES]}") == count


def test_checkers_find_no_fault_with_many_flags(
    assessment: Assessment, pictures: Pictures, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("many") / "report.pdf"
    path.write_bytes(render_pdf(report_of(signed(flagged(assessment, 8))), pictures))
    assert not [each for each in outloud.check(str(path)).findings if str(each.severity).endswith("error")]
    assert not pdfua.validate(str(path)).findings
