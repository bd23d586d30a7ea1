"""Rubbish of broken fonts told from text in any script."""

import pytest

from lentigo.retrieval.legibility import cleaned, is_searchable, unreadable_share

ENGLISH = "The border of a melanoma is irregular, and several colours are seen in the lesion at once."
READABLE = (
    ENGLISH,
    "Secret!",
    "E. coli, HIV-1, pH 7.4, IL-17A, 5-FU and the BRAF V600E variant",
    "Škrkavka způsobuje svědění; přeneste vzorek do laboratoře",
    "Σύνδρομο Stevens-Johnson στο δέρμα",
    "皮膚に赤い斑点があり、夜になるとかゆい",
    "โรคหิดทำให้คันมากในเวลากลางคืน",
    "কিপরাইটঃ- এেসা দব্ীন িশিখ পর্কাশনী",
)
RUBBISH = (
    '"7+%-',
    "",
    "1 2 3 . .",
    "".join(chr(ord(letter) - 29) if letter > "A" else letter for letter in ENGLISH.replace(" ", "z ")) * 2,
    "ଋҨǥƹ ୡȥഁୡҨ ဌʾဎಱ ೌ܆ȥ ਮΝ੧ ͱʸ͢ ฏʤҨ ଋҨǥƺ ୡȥ",
)


@pytest.mark.parametrize("text", READABLE)
def test_text_of_any_script_is_searchable(text: str) -> None:
    assert is_searchable(text)
    assert unreadable_share(text) == 0.0


@pytest.mark.parametrize("text", RUBBISH)
def test_rubbish_is_not(text: str) -> None:
    assert not is_searchable(text)


def test_letters_that_no_font_map_explains_are_counted() -> None:
    assert unreadable_share("\ufffd\ufffdab") == 0.5
    assert unreadable_share("\ue001\ue002\ue003\x04") == 1.0


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("eﬃcient ﬁndings", "efficient findings"),
        ("e↵ort", "effort"),
        ("O˘guz", "Oğuz"),
        ("\uf0b7 itch", "• itch"),
        ("a\u200bb\U000e0041\U000e0042c", "abc"),
        ("\ufee3\ufeae\ufea3\ufe92\ufe8e", "مرحبا"),
        ("tab\tand\u3000wide", "tab and wide"),
    ],
)
def test_text_is_cleaned(raw: str, text: str) -> None:
    assert cleaned(raw) == text
