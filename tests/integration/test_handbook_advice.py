"""The handbook's advice, as the program reads it, stands word for word on the pages that it is cited by."""

import re

import pymupdf
import pytest

from lentigo.domain.advice import AdviceKind
from lentigo.paths import default_paths
from lentigo.retrieval.conditions import load_conditions

PDFS = default_paths().resources / "knowledge" / "pdf"


def test_each_piece_is_printed_on_its_page() -> None:
    conditions = load_conditions(PDFS)
    with pymupdf.open(PDFS / "lentigo-handbook.pdf") as book:
        texts = [without_breaks(page.get_text()) for page in book]
        for condition in conditions:
            assert condition.advice, condition.id
            for piece in condition.advice:
                head, tail = without_breaks(piece.text)[:40], without_breaks(piece.text)[-25:]
                assert head in texts[piece.page - 1], piece
                assert tail in "".join(texts[piece.page - 1 : piece.page + 1]), piece
                assert piece.label == book[piece.page - 1].get_label()


@pytest.mark.parametrize(("condition", "words"), [("melanoma", "Do not shave"), ("necrotising-fasciitis", "")])
def test_dangerous_conditions_say_when_to_refer_and_what_not_to_do(condition: str, words: str) -> None:
    advice = next(each.advice for each in load_conditions(PDFS) if each.id == condition)
    assert any(piece.kind is AdviceKind.REFER for piece in advice)
    assert not words or any(piece.kind is AdviceKind.AVOID and piece.text.startswith(words) for piece in advice)


def test_no_dose_is_advised() -> None:
    advice = [piece for condition in load_conditions(PDFS) for piece in condition.advice]
    assert not [piece.text for piece in advice if re.search(r"\d\s*(mg|g|ml|IU)\b", piece.text)]


def without_breaks(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)
