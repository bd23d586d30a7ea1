"""An answer that ends at its most tokens is not taken for a whole one."""

from protocol_runs import LIST, SEEN, names, run
from scripted_model import ScriptedModel, ScriptedSession

from lentigo.domain.assessment import Assessment
from lentigo.domain.limit import Limit, LimitKind

HALF = "1. Melanoma\n2. Mole\n3. Seborr"


def asked(*cut: str, **answers: str) -> Assessment:
    session = ScriptedSession(answers=SEEN | answers, cut=frozenset(cut))
    return run("skinflow", ScriptedModel(session=session))


def cuts(report: Assessment) -> list[Limit]:
    return [limit for limit in report.limits if limit.kind is LimitKind.DESCRIPTION_CUT]


def test_half_a_name_is_no_diagnosis() -> None:
    assert sorted(names(asked("differential", differential=HALF))) == ["Melanoma", "Mole"]
    assert "Seborr" in names(asked(differential=HALF))


def test_a_list_cut_within_its_first_name_gives_none() -> None:
    assert asked("differential", differential="1. Mela").differential == ()


def test_the_report_says_that_the_description_lacks_its_end() -> None:
    (told,) = cuts(asked("description", differential=LIST))
    assert int(told.parameters["most"]) > 0
    assert cuts(asked(differential=LIST)) == []
