"""Foreign text is harmless wherever it goes, and the scripts of people stay whole."""

import json
import random
import sys
import unicodedata

import pytest
from PySide6.QtGui import QTextDocument

from lentigo.untrusted import (
    LONGEST_LINE,
    MOST_MARKS,
    cell,
    folded,
    is_harmless,
    is_plain_id,
    is_safe_path,
    json_text,
    markup,
    one_line,
    plain_id,
    readable,
)

PEOPLE = (
    "ไทย ก็ น้ำ",
    "العربية مُحَمَّد",
    "שָׁלוֹם עֲלֵיכֶם",
    "فارسی می\u200cخواهم",
    "क्\u200dष हिन्दी",
    "བོད་སྐད་ཧཱུྃ",
    "ខ្មែរ\u200bភាសា",
    "Tiếng Việt e\u0302\u0301",
    "é👩\u200d⚕️ 🇮🇩 1️⃣",
    "naïve — “quoted” ½ µm ≥ 6 mm",
    "日本語\u3000中文",
    "a\u200eb\u200fc\u061cd soft\u00adhyphen",
)
HOSTILE = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Cc", "Cs", "Co")]
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("text", PEOPLE)
def test_scripts_of_people_stay_whole(text: str) -> None:
    assert readable(text) == text
    assert is_harmless(text)
    assert one_line(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[31mred\x1b]0;title\x07", "a[31mred]0;title"),
        ("a\x9b2Jb\x7f\x00c", "a2Jbc"),
        ("T\0i\0t\0l\0e\0", "Title"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\ufeffa\u2060b\U000e0041\U000e007fc", "abc"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ti", "a\nb\nc\nd\ne\nf\ng\nh i"),
        ("bytes \udcff\ud800 end", "bytes \ufffd\ufffd end"),
        ("glyph \uf0b7 \U0010fffd \ufffe \ufdd0 \U0001ffff", "glyph \ufffd \ufffd \ufffd \ufffd \ufffd"),
    ],
)
def test_what_steers_hides_or_cannot_be_encoded_is_gone(text: str, expected: str) -> None:
    assert readable(text) == expected
    assert not is_harmless(text)


def test_no_character_passes_that_should_not() -> None:
    assert set(readable("".join(HOSTILE) + TURNING)) == {"\n", " ", "\ufffd"}
    shown = readable("".join(f"a{chr(code)}" for code in range(sys.maxunicode + 1)))
    shown.encode()
    assert not set(HOSTILE).intersection(shown) - {"\n"}
    assert readable(shown) == shown
    assert shown.count("a") == sys.maxunicode + 2


def test_letters_with_a_tower_of_marks_are_lowered() -> None:
    tower = "a" + "\u0301\u0321\u20dd" * 1000 + "b"
    assert len(readable(tower)) == 2 + MOST_MARKS
    assert readable(tower)[-1] == "b"
    assert len(readable("\ufe0f" * 5000)) == MOST_MARKS


def test_a_name_cannot_begin_a_line_of_ours_and_ends() -> None:
    assert one_line("Model\n    Signed with a key that you trust") == "Model Signed with a key that you trust"
    assert one_line("\u2028 \x1c\v ") == ""
    assert len(one_line("x" * 10_000_000)) == LONGEST_LINE
    assert one_line("x" * LONGEST_LINE) == "x" * LONGEST_LINE


@pytest.mark.parametrize("text", ["<b>&amp; \"x\" 'y'</b>", "<img src=x onerror=y>", "]]>&#x3c;b&#x3e;", *PEOPLE])
def test_markup_shows_the_text_itself(text: str) -> None:
    document = QTextDocument()
    document.setHtml(markup(text))
    assert document.toPlainText().split() == text.split()
    assert "<" not in markup(text)
    assert markup("a\nb\u202e") == "a<br/>b"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_no_cell_of_a_table_is_computed(text: str) -> None:
    assert cell(text) == f"'{text.strip()}"
    assert cell(f"a {text}").startswith("a ")


def test_json_loses_nothing_and_steers_nothing() -> None:
    value = {"text": " ".join(HOSTILE) + TURNING + '\u2028\ufeff\U000e0041\ufffe"\\' + "".join(PEOPLE)}
    text = json_text(value, indent=1)
    assert json.loads(text) == value
    assert json.loads(text.encode()) == value
    assert readable(text) == text
    assert PEOPLE[0] in text
    with pytest.raises(ValueError, match="nan"):
        json_text(float("nan"), indent=1)


@pytest.mark.parametrize("name", ["a", "Lentigo-mini_2.1", "x" * 100])
def test_ids_that_can_be_folders(name: str) -> None:
    assert is_plain_id(name)
    assert is_safe_path(name)


@pytest.mark.parametrize("name", ["", ".", "..", ".a", "a.", "a/b", "a b", "é", "CON", "nul.txt", "x" * 101, "a\n"])
def test_ids_that_cannot(name: str) -> None:
    assert not is_plain_id(name)


@pytest.mark.parametrize(
    "path", ["a/b.gguf", "модель один/ц.gguf", "โมเดล/ก่า.gguf", "🩺👩\u200d⚕️.gguf", "CONTENT/aux1"]
)
def test_paths_that_stay_inside(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize("device", ["CON", "prn", "Aux", "NUL", "COM1", "lpt9", "COM¹", "LPT³", "CONIN$", "conout$"])
@pytest.mark.parametrize("end", ["", ".txt", " .gguf", ".a.b"])
def test_windows_devices_are_no_file_names(device: str, end: str) -> None:
    assert not is_safe_path(f"models/{device}{end}")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a//b",
            "a/",
            ".",
            "C:/a",
            "C:a",
            "a\\b",
            "a:stream",
            "a?",
            "a*",
            "a|b",
        ),
        *(
            "a.",
            "a /b",
            " a",
            "x" * 256,
            "a/" * 600 + "a",
            "a\nb",
            "a\tb",
            "a\0",
            "a\x1b[2J",
            "a\u202eFUGG",
            "a\u2028b",
        ),
        *("a\u2028b", "a\ud800", "a\ufeff", "a\ue000", "a\U000e0041", "e" + "\u0301" * 20),
    ],
)
def test_paths_that_do_not(path: str) -> None:
    assert not is_safe_path(path)


def test_any_text_becomes_a_plain_id() -> None:
    chance = random.Random(4)
    alphabet = [*"abcABC-_. /\\:é", "модель", "\ud800", "\u202e", "\n", "con.", "🩺"]
    names = {"".join(chance.choices(alphabet, k=chance.randrange(1, 90))) for _ in range(2000)}
    ids = {name: plain_id(name) for name in names}
    assert all(map(is_plain_id, ids.values()))
    assert all(map(is_safe_path, ids.values()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("medgemma-4b-it-Q4_K_M", "medgemma-4b-it-q4-k-m"),
        ("a" * 200, "a" * 60),
        ("модель", "model-"),
        ("โมเดล 🩺 v1", "v1-"),
        ("Mein Modell", "mein-modell-"),
        ("CON", "con-"),
    ],
)
def test_ids_are_made_of_names(name: str, expected: str) -> None:
    assert plain_id(name).startswith(expected)
    assert plain_id(f"{name}x") != plain_id(name)


def test_names_that_one_disk_takes_for_the_same_are_folded_to_the_same() -> None:
    assert folded("STRASSE/É") == folded("straße/e\u0301")
