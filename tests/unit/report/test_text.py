"""The report for a terminal."""

from dataclasses import replace

import pytest

from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import finding_text
from lentigo.domain.wording.limit import limit_text
from lentigo.language import ACCENTED, SOURCE, use_language
from lentigo.report.text import render_text


def test_opens_with_the_disclaimer(assessment: Assessment) -> None:
    assert " ".join(render_text(assessment).split()).startswith(DISCLAIMER)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width(assessment: Assessment, width: int) -> None:
    assert max(len(line) for line in render_text(assessment, width).splitlines()) <= width


def test_a_label_that_is_too_long_for_its_column_stands_above_its_value(assessment: Assessment) -> None:
    use_language(ACCENTED)
    try:
        lines = render_text(assessment).splitlines()
    finally:
        use_language(SOURCE)
    label = next(index for index, line in enumerate(lines) if line.startswith("[Ŵîţĥ ţĥîš"))
    assert lines[label + 1].startswith("    [ ] ")
    assert max(map(len, lines)) <= 80


def test_says_everything(assessment: Assessment) -> None:
    text = " ".join(render_text(assessment, 400).split())
    for finding in assessment.findings:
        assert finding_text(finding) in text
    for candidate in assessment.differential:
        assert f"{candidate.label} (ICD-10 {candidate.code}) · {LIKELIHOODS[candidate.likelihood]}" in text
    for citation in assessment.citations:
        assert citation.quote in text
    assert "plaque, just palpable (edited by the clinician)" in text
    assert all(limit_text(limit) in text for limit in assessment.limits)


def test_no_percentage_without_calibration(assessment: Assessment) -> None:
    assert "%" not in render_text(assessment)


def test_a_note_cannot_steer_the_terminal(assessment: Assessment) -> None:
    encounter = replace(assessment.encounter, note="\x1b[2J\x07cleared\u202e", site="\x9b31m")
    text = render_text(replace(assessment, encounter=encounter))
    assert "cleared" in text
    assert not any(character in text for character in "\x1b\x07\x9b\u202e")
