"""Lines that run from right to left with numbers in them: each number stays beside its own words, or is not quoted."""

from pathlib import Path

import pytest
from bidi import get_display
from leftward_pages import Paint, in_one_piece, run_by_run, word_by_word, write_leftwards

from lentigo.progress import QUIET
from lentigo.retrieval.extraction import extract
from lentigo.retrieval.right_to_left import Glyph, in_reading_order
from lentigo.retrieval.second_reading import confirms, page_text

ARABIC = (
    "الجرب: كريم بيرميثرين 5% مرتين بينهما 7 أيام.",
    "إيفرمكتين 200 ميكروغرام لكل كغ جرعتين بينهما 14 يوما.",
    "ميثوتريكسات 7.5 mg مرة واحدة في الأسبوع، وحمض الفوليك 5 mg بعد 24 ساعة.",
    "العلاج لمدة 2-4 أسابيع، ثم المراجعة في 12/05/2024 صباحا.",
    "دواء (ivermectin) 200 ميكروغرام (مرتين) يوميا لدى 30% من المرضى.",
    "يعطى ٢٠٠ ملغ لمدة ٧ أيام مع vitamin D 5 mg يوميا.",
)
HEBREW = (
    "גרדת: משחה 5% פעמיים בהפרש של 7 ימים.",
    "מתוטרקסט 7.5 mg פעם בשבוע, חומצה פולית 5 mg לאחר 24 שעות.",
    "טיפול במשך 2-4 שבועות, ואז ביקורת ב-12/05/2024 בבוקר.",
    "בין 10% ל-20% מהחולים (בעיקר ילדים) מגיבים.",
    'איברמקטין (ivermectin) 200 מיקרוגרם לכל ק"ג, 2 מנות.',
)


def glyphs_of(shown: str) -> list[Glyph]:
    places = ((6.0 * place, letter) for place, letter in enumerate(shown) if letter != " ")
    return [Glyph(text=letter, x0=x, x1=x + 6) for x, letter in places]


PAINTS = [in_one_piece, word_by_word, run_by_run]


@pytest.mark.parametrize("paint", PAINTS, ids=lambda paint: paint.__name__)
@pytest.mark.parametrize("lines", [ARABIC, HEBREW], ids=["Arabic", "Hebrew"])
def test_lines_are_read_as_they_are_shown(tmp_path: Path, lines: tuple[str, ...], paint: Paint) -> None:
    path = write_leftwards(tmp_path / "doses.pdf", lines, paint)
    found = extract(path, QUIET)
    assert found.pages[0].text.split() == " ".join(lines).split()
    assert found.unsure == ()


def test_a_second_program_confirms_most_and_what_it_reads_in_another_order_is_not_quoted(tmp_path: Path) -> None:
    arabic = page_text(write_leftwards(tmp_path / "arabic.pdf", ARABIC, run_by_run), 1)
    hebrew = page_text(write_leftwards(tmp_path / "hebrew.pdf", HEBREW, run_by_run), 1)
    assert [confirms(arabic, line) for line in ARABIC] == [True, True, True, False, True, False]
    assert all(confirms(hebrew, line) for line in HEBREW)
    assert "4-2" in arabic
    assert "mg 5 D vitamin" in arabic


def test_a_range_at_a_line_s_start_can_be_read_in_two_ways(tmp_path: Path) -> None:
    """Behind an Arabic letter of the line before, 4-2 is shown for it; at a paragraph's start, 2-4."""
    path = write_leftwards(tmp_path / "range.pdf", ("2-4 أسابيع بعد بدء العلاج بالكريم.",), in_one_piece)
    assert extract(path, QUIET).unsure == (1,)


def test_an_order_that_no_text_is_shown_in_is_not_sure() -> None:
    shown = get_display("كريم 5 ملغ", base_dir="R")
    torn = shown.replace("5", "5\u202d7 a 8 b 9 c 1 d 2 e 3 f")
    assert not in_reading_order(glyphs_of(torn), 11, leftwards=True).sure


def test_a_glyph_of_two_letters_turns_as_a_whole_and_marks_stay_on_theirs() -> None:
    glyphs = [Glyph(text="م", x0=0, x1=6), Glyph(text="لا", x0=6, x1=12), Glyph(text="سَ", x0=12, x1=18)]
    assert in_reading_order(glyphs, 11, leftwards=True).text == "سَلام"


def test_brackets_that_a_font_names_by_their_looks_open_before_they_close() -> None:
    assert in_reading_order(glyphs_of("(אב)"), 11, leftwards=True).text == "(בא)"


def test_a_right_to_left_word_in_an_english_line_is_turned_and_a_number_beside_it_is_not_sure() -> None:
    shown = f"The name is {'גרדת'[::-1]} in Hebrew."
    glyphs = [
        Glyph(text=letter, x0=6.0 * place, x1=6.0 * place + 6) for place, letter in enumerate(shown) if letter != " "
    ]
    read = in_reading_order(glyphs, 11, leftwards=False)
    assert (read.text, read.sure) == ("The name is גרדת in Hebrew.", True)
    beside = [*glyphs[:8], Glyph(text="7", x0=66, x1=70), *glyphs[8:]]
    assert not in_reading_order(beside, 11, leftwards=False).sure
