"""Text that others wrote, in the PDF: each script whole, nothing run, nothing lost, nothing off the page."""

import random
import re
import unicodedata
from collections import Counter
from dataclasses import replace

import pymupdf
import pypdfium2
import pytest
import typst

from lentigo.domain.assessment import Assessment
from lentigo.domain.description import Description
from lentigo.report import typesetting
from lentigo.report.fonts import drawable
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf

SCRIPTS = {
    "english": "First, an affine waffle: fluffy office draft – “quoted”, 6–8 mm × 3, ≥ 50 %, Tiếng Việt, "
    "Ελληνικά, Русский.",
    "spanish": "¿Cuándo apareció? Hace un año; la niña dice que pica y sangró. Tamaño: 6 mm. ¡Urgente! Pingüino.",
    "thai": "ผู้ป่วยหญิงอายุ 54 ปี มีไฝที่น่องซ้าย โตขึ้นใน 3 เดือน ไม่เจ็บ ไม่คัน เลือดออกบ้าง (6 มม.) สีน้ำตาลเข้มและดำ "
    "ขอบไม่เรียบ ญาติเคยเป็นมะเร็งผิวหนัง ส่งต่อพบแพทย์ผู้เชี่ยวชาญภายในสองสัปดาห์ ฐานกว้าง ญี่ปุ่น ปั๊ม เก๊ก ซื้อ",
    "arabic": "مريضة عمرها ٥٤ سنة، لديها شامة على الساق اليسرى كبرت خلال 3 أشهر. لا ألم ولا حكة. "
    "اللون بني غامق وأسود والحافة غير منتظمة. هل تحتاج إلى إحالة؟ نعم، خلال أسبوعين. لإجراء الآن لأن",
    "hebrew": "בת 54 עם שומה ברגל שמאל שגדלה במשך 3 חודשים. אין כאב ואין גרד.",
    "hindi": "54 वर्ष की महिला, बाएँ पैर पर तिल जो 3 महीनों में बढ़ा है। दर्द नहीं, खुजली नहीं; कभी-कभी खून निकलता है। "
    "किनारा अनियमित (6 मिमी)। ज्ञान श्रृंखला क्षेत्र त्रिकोण हृदय द्वारा राष्ट्रीय कृषि",
    "bengali": "৫৪ বছর বয়সী মহিলা, বাম পায়ে তিল যা ৩ মাসে বেড়েছে। ব্যথা নেই, চুলকানি নেই; মাঝে মাঝে রক্ত পড়ে। "
    "কিনারা অনিয়মিত (৬ মিমি)। দুই সপ্তাহের মধ্যে বিশেষজ্ঞের কাছে পাঠান। ক্ষত্রিয় সূর্য কৃষ্ণ গুরু হৃদয়",
    "chinese": "左小腿有一颗痣，三个月内变大，无痛无痒。",
    "korean": "왼쪽 종아리에 점이 있으며 3개월 동안 커졌습니다.",
}
WITH_SPACES = {"english", "spanish", "chinese", "korean"}  # PDFium drops some beside letters that bear marks
HOSTILE = (
    '#image("/etc/passwd") #read("report.typ") $x^2$ *bold* _it_ `raw` <label> @ref \\ // comment /* */ #{panic()} '
    '<script>alert(1)</script> </p></body> &amp; &lt;i&gt; AT&T = heading - list + enum ~ --- ... "quotes" https://x.y '
)
ALPHABETS = (
    "abc def ghi #$*_`<>@\\/{}[]()'\"=-+~&;:%",
    "ا ب ت مرحبا ٠١٢ (()) ، ؛ ؟ ً ٌ ّ",
    "กขคงจ ่ ้ ั ิ ี ื ุ ู ำ เแโใไ ฯ ๆ",
    "कखग घ ङ ् ा ि ी ु ू ृ ॄ ँ ं ः ।",
    "কখগ ঘ ঙ ্ া ি ী ু ূ ৃ ে ৈ ো ৌ",
    "漢字かなカナ한글 ㄱㄴ ﾞ ー 「」、。",
    "😀👩‍⚕️❤️👍🏽🇹🇭🏳️‍🌈©™ ☐☑→≥½",
    "\u202e\u2066\u2069\u200b\u200d\u200e\u200f\u00ad\u034f\ufe0f\ufeff\x00\x07\x1b\u2028\u0085\n\t",
    "\u0600\u06dd\u0378\ue000\ufffe\U000e0041\U00012000\U0001d54f\u1cd0\ua8e0\u0e33\u0eb3\u0300\u0488\u20dd",
)


def read(data: bytes) -> str:
    """All text, by PDFium, which reads right-to-left lines in their order."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def assert_on_the_page(data: bytes) -> None:
    """All letters, each by its box; MuPDF would take minutes for a wall of letters."""
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        seen = [box for box in boxes if box[0] < box[2]]
        assert min(box[0] for box in seen) > 40
        assert max(box[2] for box in seen) < width - 40
        assert min(box[1] for box in seen) > 10
        assert max(box[3] for box in seen) < height - 20


def described(assessment: Assessment, text: str) -> Assessment:
    return replace(assessment, description=Description(text=text))


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200f\u00ad\u034f\ufe00-\ufe0f\x00\ufffe]", "", text)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_note_is_copied_out_whole(script: str, assessment: Assessment, pictures: Pictures) -> None:
    text = SCRIPTS[script]
    read_back = read(render_pdf(described(assessment, text), pictures))
    assert letters(text) in letters(read_back)
    if script in WITH_SPACES:
        assert text in " ".join(read_back.split())


@pytest.mark.parametrize("script", ["thai", "arabic", "hindi", "bengali", "hebrew", "chinese"])
def test_a_note_is_drawn_with_letters_of_its_script(script: str, assessment: Assessment, pictures: Pictures) -> None:
    with pymupdf.open("pdf", render_pdf(described(assessment, SCRIPTS[script]), pictures)) as document:
        fonts = {font[3].split("+")[-1] for page in document for font in page.get_fonts()}
    wanted = {"hindi": "Devanagari", "chinese": "DroidSansFallback"}.get(script, script.capitalize())
    assert any(wanted in font for font in fonts), fonts


def test_brackets_in_an_arabic_note_stay_around_what_they_hold(assessment: Assessment, pictures: Pictures) -> None:
    """The old PDF tore them off: "(6 mm)" stood as "6 mm" with both brackets elsewhere."""
    note = "شامة كبيرة (6 mm) على الساق"
    with pymupdf.open("pdf", render_pdf(described(assessment, note), pictures)) as document:
        (line,) = (line for page in document for line in lines_of(page) if {"m", "ش"} <= set(line.values()))
    seen = "".join(character for _place, character in sorted(line.items()))
    assert re.search(r"[()]mm 6[()]", seen)  # from the right: first 6, then mm, as Unicode orders them
    assert max(line) > 500  # the line begins at the right


def lines_of(page: pymupdf.Page) -> list[dict[float, str]]:
    """The words of each line by their places."""
    lines: dict[int, dict[float, str]] = {}
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for character in span["chars"]:
                    baseline = round(character["origin"][1])
                    lines.setdefault(baseline, {})[character["bbox"][0]] = character["c"]
    return list(lines.values())


def test_nothing_in_a_note_is_run(assessment: Assessment, pictures: Pictures) -> None:
    text = read(render_pdf(described(assessment, HOSTILE), pictures))
    assert letters(HOSTILE) in letters(text)
    assert "Sign-off by the clinician" in text


def test_a_character_that_no_font_has_is_replaced_and_seen(assessment: Assessment, pictures: Pictures) -> None:
    text = read(render_pdf(described(assessment, "one \u0378 two \U000e0101 three \ue000"), pictures))
    assert "one \ufffd two" in text
    assert "three \ufffd" in text


@pytest.mark.parametrize(
    "wall", ["w" * 20_000, "ก" * 3_000, "س" * 3_000, "漢" * 3_000, "क" * 3_000, "😀" * 500, "a\u0301" * 2_000]
)
def test_a_wall_without_a_break_stays_on_its_pages(wall: str, assessment: Assessment, pictures: Pictures) -> None:
    note = replace(assessment.encounter, note=wall, patient=wall[:90], site=wall[:50])
    long = replace(described(assessment, wall), encounter=note)
    data = render_pdf(long, pictures)
    assert_on_the_page(data)
    assert read(data).count(wall[0]) >= 2 * wall.count(wall[0])


def test_letters_that_no_font_draws_together_fall_back_to_replacements(
    assessment: Assessment, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Typst refuses what the check of the fonts let pass, the report comes all the same."""
    monkeypatch.setattr(typesetting, "drawable", str)
    text = read(render_pdf(described(assessment, "before a\u1cd0 after, مرحبا"), pictures))
    assert "before a\ufffd after" in text
    assert "مرحبا" in text


def made_up(generator: random.Random) -> str:
    parts = []
    for _ in range(generator.randint(1, 30)):
        alphabet = generator.choice(ALPHABETS)
        parts.append("".join(generator.choice(alphabet) for _ in range(generator.randint(1, 12))))
        if generator.random() < 0.2:
            parts.append(chr(generator.randrange(0x20, 0x1FFFF)))
    text = generator.choice(["", " "]).join(parts)
    return text * generator.choice([1] * 19 + [40])


def test_three_hundred_made_up_texts_come_out_as_they_went_in() -> None:
    """Thirty pages of ten texts each, set by the report's template; all their letters are found again."""
    generator = random.Random(18)
    replaced = 0
    for number in range(30):
        texts = [made_up(generator) for _ in range(10)]
        data = page_of(*texts)
        assert_on_the_page(data)
        read_back = read(data)
        lost = counted("".join(map(drawable, texts))) - counted(read_back)
        replaced += bool(lost)
        assert not lost or "\ufffd" in read_back, (number, lost)
        assert lost.total() <= max(3, sum(map(len, texts)) / 50), (number, lost)
    assert replaced <= 15  # where letters and marks of several scripts stand on each other


def counted(text: str) -> Counter[str]:
    """How often each letter and digit stands there; PDFium reads none beyond the basic plane, and ½ as 1/2."""
    return Counter(each for each in text if each <= "\uffff" and (each.isalpha() or unicodedata.category(each) == "Nd"))


def page_of(*texts: str) -> bytes:
    section = {
        "id": "identity",
        "title": "T",
        "annex": False,
        "blocks": [{"kind": "paragraph", "text": text, "tone": "normal"} for text in texts],
    }
    data = {"title": "T", "heading": "T", "sections": [section], "who": "", "warning": "", "number": "", "logo": None}
    return typesetting.typeset("report", data, pictures={}, created="2026-11-21T03:38:19+00:00")


def test_typst_refuses_a_glyph_that_is_missing() -> None:
    """What the fallback rests on."""
    fonts, families = typesetting.Typeface(["x"]).fonts()
    source = f'#set text(font: ("{families[0]}",), fallback: false)\n#set document(title: "x")\n#sys.inputs.x'
    compiler = typst.Compiler({"main.typ": source.encode()}, font_paths=fonts, sys_inputs={"x": "中"})
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        compiler.compile(pdf_standards=["ua-1", "a-3a"])
