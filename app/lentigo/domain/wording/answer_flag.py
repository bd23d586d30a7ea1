"""What was wrong with a model's answers, in words."""

from collections.abc import Sequence

from lentigo.domain.answer_flag import AnswerFlag, AnswerFlaw, AnswerPart
from lentigo.domain.finding import FindingField
from lentigo.domain.wording.finding import FIELDS
from lentigo.language import deferred, translate

FLAWS = {
    AnswerFlaw.EMPTY: deferred("the model said nothing"),
    AnswerFlaw.REFUSAL: deferred("the model refused to answer"),
    AnswerFlaw.CONTROL_TEXT: deferred("the model wrote marks that are no text"),
    AnswerFlaw.THOUGHT: deferred("the model thought aloud instead of answering"),
    AnswerFlaw.LOOP: deferred("the model repeated itself"),
    AnswerFlaw.GIBBERISH: deferred("the model wrote what is no language"),
    AnswerFlaw.SEVERAL_CODES: deferred("the model named several codes where one was asked for"),
    AnswerFlaw.UNKNOWN_CODE: deferred("the model named a code that does not exist here"),
    AnswerFlaw.OVERCONFIDENT: deferred("the model was surer than a photograph allows"),
    AnswerFlaw.INVENTED_DOSE: deferred("the model named a dose that no page gives"),
    AnswerFlaw.DIAGNOSIS_NAMED: deferred("the model named a diagnosis where it was asked to describe only"),
    AnswerFlaw.CONTRADICTION: deferred("the description says otherwise than the finding"),
    AnswerFlaw.STUCK: deferred("the model gave the same numbers for another photograph: it may not have seen this one"),
}
_PARTS: dict[str, str] = {
    AnswerPart.DESCRIPTION: deferred("description"),
    AnswerPart.DIFFERENTIAL: deferred("differential"),
    AnswerPart.EXPLANATION: deferred("explanation"),
}


def flag_texts(flags: Sequence[AnswerFlag]) -> tuple[str, ...]:
    """A line a flaw, with all the parts that had it."""
    parts: dict[tuple[AnswerFlaw, bool], list[str]] = {}
    for flag in flags:
        parts.setdefault((flag.flaw, flag.retried), []).append(part_text(flag.part))
    return tuple(_line(flaw, ", ".join(dict.fromkeys(named)), retried) for (flaw, retried), named in parts.items())


def part_text(part: str) -> str:
    """What a part is called."""
    return translate(_PARTS[part]) if part in _PARTS else translate(FIELDS[FindingField(part)])


def _line(flaw: AnswerFlaw, parts: str, retried: bool) -> str:
    told = translate(FLAWS[flaw])
    if retried:
        return translate("{flaw} ({parts}); it was asked once more, in other words.", flaw=told, parts=parts)
    return translate("{flaw} ({parts}).", flaw=told, parts=parts)
