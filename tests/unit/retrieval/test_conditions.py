"""The list of conditions beside the handbook."""

from pathlib import Path

import pytest

from lentigo.domain.finding import FindingField, FindingWord
from lentigo.errors import EngineError
from lentigo.retrieval.conditions import load_conditions

STORED = """[{"id": "scabies", "title": "Scabies", "names": ["itch mite"], "icd10": "B86", "group": "infestation",
"urgency": "soon", "document": "book.pdf", "page": 57, "typical": {"number": ["many"]}, "untypical": {}}]"""


def test_fields_are_read(tmp_path: Path) -> None:
    (tmp_path / "conditions.json").write_text(STORED, encoding="utf-8")
    (condition,) = load_conditions(tmp_path)
    assert (condition.id, condition.names) == ("scabies", ("itch mite",))
    assert condition.typical == {FindingField.NUMBER: (FindingWord.MANY,)}


def test_no_list_is_no_conditions(tmp_path: Path) -> None:
    assert load_conditions(tmp_path) == ()


@pytest.mark.parametrize(
    "damaged", ["", "[{}]", STORED[:-20], STORED.replace('"B86"', "86"), STORED.replace("many", "much")]
)
def test_a_damaged_list_is_an_error(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "conditions.json").write_text(damaged, encoding="utf-8")
    with pytest.raises(EngineError, match="conditions is damaged"):
        load_conditions(tmp_path)
