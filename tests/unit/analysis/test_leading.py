"""Below a share that was chosen on held-out pictures no diagnosis leads, and the report says so and why."""

from dataclasses import replace

import pytest

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.ports import Label
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.stages.differentiate import differentiate
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Encounter
from lentigo.domain.limit import LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import Calibration
from lentigo.domain.wording.limit import limit_text

CALIBRATION = Calibration(
    temperature=1.0, n=1, date="2026-01-01", data="made up", kind=PictureKind.DERMOSCOPIC, lead_from=0.8
)
TOOLS = Tools(
    protocol=load_protocol("standard"),
    encounter=Encounter(),
    session=None,  # type: ignore[arg-type]
    labels=(),
    library=None,
    notify=print,
    calibration=CALIBRATION,
    in_domain=True,
)


def drafted(share: float, tools: Tools = TOOLS) -> CaseDraft:
    shares = {"melanocytic-naevus": share, "seborrhoeic-keratosis": 1 - share}
    ranking = tuple(
        Ranked(label=Label(text=id, condition=id, code=""), share=value) for id, value in sorted(shares.items())
    )
    return differentiate(CaseDraft(description="A brown macule.", ranking=ranking), tools)


def test_an_answer_that_is_sure_enough_leads() -> None:
    draft = drafted(0.81)
    assert draft.differential[0].likelihood is Likelihood.LEADING
    assert draft.notes == ()


def test_below_the_chosen_share_nothing_leads_and_it_is_said_why() -> None:
    draft = drafted(0.79)
    assert draft.differential[0].likelihood is Likelihood.POSSIBLE
    assert [limit.kind for limit in draft.notes] == [LimitKind.NO_LEADING_DIAGNOSIS]
    assert limit_text(draft.notes[0]).startswith("No leading diagnosis: the first one has less than 80 %")


@pytest.mark.parametrize("tools", [replace(TOOLS, in_domain=False), replace(TOOLS, calibration=None, in_domain=False)])
def test_on_other_pictures_half_of_the_score_leads(tools: Tools) -> None:
    assert drafted(0.51, tools).differential[0].likelihood is Likelihood.LEADING
    (limit,) = drafted(0.499, tools).notes
    assert limit.parameters == {"percent": "50"}


def test_a_share_to_lead_from_lies_between_0_and_1() -> None:
    with pytest.raises(ValueError, match="lead"):
        replace(CALIBRATION, lead_from=1.5)
