"""Where no diagnosis leads, each form of the report says so and why, until the clinician has put one first."""

from dataclasses import replace

import pytest

from lentigo.analysis.revision import accept_candidate
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Likelihood
from lentigo.domain.limit import Limit, LimitKind
from lentigo.report.sections.differential import differential
from lentigo.report.text import render_text

SAID = "No leading diagnosis: the first one has less than 80 % of the model’s score"


@pytest.fixture
def unsure(assessment: Assessment) -> Assessment:
    first, *others = assessment.differential
    limit = Limit(kind=LimitKind.NO_LEADING_DIAGNOSIS, parameters={"percent": "80"})
    return replace(
        assessment,
        differential=(replace(first, likelihood=Likelihood.POSSIBLE), *others),
        limits=(*assessment.limits, limit),
    )


def test_the_report_says_it_before_the_candidates(unsure: Assessment, assessment: Assessment) -> None:
    assert SAID in " ".join(render_text(unsure, 400).split())
    assert SAID in str(differential(unsure).blocks[0])
    assert "No leading diagnosis" not in render_text(assessment, 400)


def test_a_diagnosis_that_the_clinician_accepts_settles_it(unsure: Assessment) -> None:
    accepted = accept_candidate(unsure, unsure.differential[0].label)
    assert differential(unsure).blocks != differential(accepted).blocks
    assert not any(SAID in str(block) for block in differential(accepted).blocks)
