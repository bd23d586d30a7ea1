"""The handbook's conditions, as the recipe that built it wrote them down."""

from pathlib import Path

import msgspec

from lentigo.analysis.model_words import features_of
from lentigo.domain.advice import Advice, AdviceKind
from lentigo.domain.evidence import Condition
from lentigo.errors import EngineError
from lentigo.language import translate


class _Advice(msgspec.Struct):
    """A piece of advice in the file."""

    kind: AdviceKind
    text: str
    page: int
    label: str


class _Record(msgspec.Struct):
    """A condition in the file, with fields and words as models write them."""

    id: str
    title: str
    names: tuple[str, ...]
    icd10: str
    group: str
    urgency: str
    document: str
    typical: dict[str, tuple[str, ...]]
    untypical: dict[str, tuple[str, ...]]
    icd11: str = ""
    advice: tuple[_Advice, ...] = ()


def load_conditions(pdfs: Path) -> tuple[Condition, ...]:
    """Read conditions.json beside the handbook; empty where there is none."""
    path = pdfs / "conditions.json"
    if not path.exists():
        return ()
    try:
        records = msgspec.json.decode(path.read_bytes(), type=tuple[_Record, ...])
        return tuple(map(_condition, records))
    except (OSError, msgspec.MsgspecError, KeyError) as problem:
        raise EngineError(
            translate("The handbook's list of conditions is damaged."), hint=translate("Install Lentigo again.")
        ) from problem


def _condition(record: _Record) -> Condition:
    advice = tuple(
        Advice(condition=record.id, document=record.document, **msgspec.structs.asdict(each)) for each in record.advice
    )
    read = {"typical": features_of(record.typical), "untypical": features_of(record.untypical), "advice": advice}
    return Condition(**(msgspec.structs.asdict(record) | read))
