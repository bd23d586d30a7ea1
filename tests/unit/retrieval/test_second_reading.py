"""A quote with a number is shown only where a second program reads the number beside the same words."""

from pathlib import Path

import pytest
from painted_pages import page_with

from lentigo.retrieval.second_reading import confirms, has_number, page_text

PAGE = "Widespread disease: flucloxacillin 500 mg four times daily for 7 days.\r\nTwo doses 14 days apart, 0.5 ml each."


@pytest.mark.parametrize(
    "quote",
    [
        "flucloxacillin 500 mg four times daily for 7 days",
        "for 7 days. Two doses",
        "Two doses 14 days apart, 0.5 ml each.",
        "Widespread disease without a number",
    ],
)
def test_numbers_beside_their_own_words_are_confirmed(quote: str) -> None:
    assert confirms(PAGE, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "flucloxacillin 7 mg four times daily",
        "flucloxacillin 50 mg",
        "daily for 500 days",
        "Two doses 7 days apart",
        "apart, 5 ml each",
        "0.5 mg each",
    ],
)
def test_numbers_beside_other_words_are_not(quote: str) -> None:
    assert not confirms(PAGE, quote)


def test_ligatures_hyphens_and_vowel_marks_do_not_count() -> None:
    page = "the in\ufb02amed area of 5 cen\u00ad\r\ntimetres or 2 inci\x02\r\nsions"
    assert confirms(page, "inflamed area of 5 centimetres or 2 incisions")
    assert confirms("لمدة 7 أيام", "لِمُدَّة 7 أيّام")


def test_digits_of_any_script_are_numbers() -> None:
    assert [has_number(text) for text in ("5 mg", "٥ ملغ", "no", "½ tablet")] == [True, True, False, True]


def test_a_page_is_read_by_the_second_program_and_none_that_cannot_be(tmp_path: Path) -> None:
    path = page_with(tmp_path, "Give flucloxacillin 500 mg by mouth.")
    assert confirms(page_text(path, 1), "flucloxacillin 500 mg by mouth")
    assert page_text(path, 2) == ""
    assert page_text(tmp_path / "gone.pdf", 1) == ""
