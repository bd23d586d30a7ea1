"""What a report says while no clinician has reviewed the medical wording of its language."""

import gettext
from collections.abc import Iterator

import pytest

from lentigo import language
from lentigo.domain.assessment import DISCLAIMER, UNREVIEWED, Assessment
from lentigo.domain.finding import FindingState
from lentigo.domain.red_flag import FlagState
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import UNANSWERED
from lentigo.domain.wording.red_flag import RULES, URGENCIES
from lentigo.language import REVIEWED_BY, SOURCE, languages, translate, use_language
from lentigo.report.text import render_text


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use_language(SOURCE)


def medical_words(report: Assessment) -> set[str]:
    """The English of what must not be misread."""
    fired = [flag for flag in report.red_flags if flag.state is not FlagState.NOT_FIRED]
    words = {RULES[flag.rule].format(diagnosis=flag.diagnosis) for flag in fired}
    words |= {URGENCIES[flag.urgency] for flag in fired if flag.state is FlagState.FIRED}
    words |= {LIKELIHOODS[candidate.likelihood] for candidate in report.differential}
    words |= {UNANSWERED[finding.state] for finding in report.findings if finding.state in UNANSWERED}
    return words


def written(report: Assessment) -> str:
    return " ".join(render_text(report, 4000).split())


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != SOURCE])
def test_the_english_stands_beside_medical_words(tag: str, assessment: Assessment) -> None:
    words = medical_words(assessment)
    assert len(words) > 4
    use_language(tag)
    told = written(assessment)
    assert f"{translate(DISCLAIMER)} ({DISCLAIMER})" in told
    assert f"{translate(UNREVIEWED)} ({UNREVIEWED})" in told
    assert not [each for each in words if f"({each})" not in told]


def test_a_reviewed_language_stands_alone(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("id")
    info = {REVIEWED_BY.lower(): "dr. Sari, Sp.DV, 2026-12-01"}
    monkeypatch.setattr(gettext.GNUTranslations, "info", lambda self: info)
    told = written(assessment)
    assert translate(DISCLAIMER) in told
    assert translate(UNREVIEWED) not in told
    assert not [each for each in medical_words(assessment) if f"({each})" in told]


def test_english_and_the_made_up_language_need_no_review(assessment: Assessment) -> None:
    assert language.is_reviewed()
    assert UNREVIEWED not in written(assessment)
    assert UNANSWERED[FindingState.NOT_ASSESSED] in written(assessment)
