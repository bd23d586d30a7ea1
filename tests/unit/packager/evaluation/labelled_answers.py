"""Cases of an evaluation, made up, and the few conditions that they are about."""

from lentigo.domain.evidence import Condition
from lentigo_packager.evaluation.photographs.cases import NONE, Answer, CaseResult
from lentigo_packager.evaluation.photographs.credit import MALIGNANT, judge


def condition(id: str, group: str, urgency: str) -> Condition:
    return Condition(
        id=id, title=id, names=(), icd10="", group=group, urgency=urgency, document="", typical={}, untypical={}
    )


CONDITIONS = {
    each.id: each
    for each in (
        condition("melanoma", MALIGNANT, "urgent"),
        condition("bcc", MALIGNANT, "soon"),
        condition("naevus", "benign", "routine"),
        condition("wart", "benign", "routine"),
        condition("acne", "inflammatory", "routine"),
        condition("scabies", "infestation", "soon"),
    )
}


def case(number: int, label: str, *answers: tuple[str, float], **values: object) -> CaseResult:
    given = tuple(
        Answer(condition=id, share=share, malignant=CONDITIONS[id].group == MALIGNANT) for id, share in answers
    )
    return CaseResult(
        file=f"{number}.jpg",
        condition=label,
        lesion=f"lesion {number // 2}",
        malignant=CONDITIONS[label].group == MALIGNANT,
        groups={"skin type": "v"} if number % 2 else {},
        answers=given,
        led=bool(given) and given[0].share >= 0.5,
        judgement=judge(label, given[0].condition if given else NONE, CONDITIONS),
        **values,  # type: ignore[arg-type]
    )
