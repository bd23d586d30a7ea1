"""The handbook's conditions from its sources, as the library knows them once it is printed."""

import tomllib
from pathlib import Path

from lentigo.analysis.model_words import features_of
from lentigo.domain.evidence import Condition

HANDBOOK = Path(__file__).resolve().parents[1] / "knowledge" / "handbook"


def handbook_conditions() -> tuple[Condition, ...]:
    """All conditions, in the order of their ids."""
    heads = (path.read_text(encoding="utf-8").split("+++\n", 2)[1] for path in sorted(HANDBOOK.glob("*.md")))
    return tuple(
        Condition(
            id=head["id"],
            title=head["title"],
            names=tuple(head["names"]),
            icd10=head["icd10"],
            icd11=head.get("icd11", ""),
            group=head["group"],
            urgency=head["urgency"],
            document="lentigo-handbook.pdf",
            typical=features_of(head["typical"]),
            untypical=features_of(head["untypical"]),
        )
        for head in map(tomllib.loads, heads)
        if "icd10" in head
    )
