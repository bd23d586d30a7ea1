"""The PDF: read back with MuPDF, as text, as structure and as pixels."""

from dataclasses import replace

import pymupdf
import pytest

from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.description import Description
from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import feature_text
from lentigo.domain.wording.limit import limit_text
from lentigo.errors import EngineError
from lentigo.report.content import sections
from lentigo.report.formats import Pictures
from lentigo.report.layout import Page
from lentigo.report.pdf import PICTURE_WIDTH, Paper, render_pdf
from lentigo.report.section import Item, Row, Table
from lentigo.report.sections.differential import NO_DIFFERENTIAL
from lentigo.report.tagging import tag_pages


def text_of(data: bytes) -> str:
    """All text in reading order with plain spaces, the footers taken out."""
    with pymupdf.open("pdf", data) as document:
        pages = [page.get_text(clip=pymupdf.Rect(0, 0, 9999, page.rect.height - 54)) for page in document]
    return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def usual(sample: Assessment, pictures: Pictures) -> bytes:
    return render_pdf(sample, pictures)


def every_row(assessment: Assessment) -> list[Row]:
    blocks = [block for section in sections(assessment) for block in section.blocks]
    return [row for block in blocks if isinstance(block, Table | Item) for row in block.rows]


def test_opens_with_the_disclaimer(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        assert " ".join(document[0].get_text().split()).startswith(DISCLAIMER)
        assert " ".join(document[0].get_text(sort=True).split()).startswith(DISCLAIMER)


def test_every_field_is_in_the_text(usual: bytes, sample: Assessment) -> None:
    text = text_of(usual)
    without_spaces = text.replace(" ", "")
    for row in every_row(sample):
        assert row.label in text
        assert row.value.replace(" ", "") in without_spaces
    for section in sections(sample):
        assert section.title in text
    for citation in sample.citations:
        assert f"“{citation.quote}”" in text
    for candidate in sample.differential:
        assert f"{candidate.label} ICD-10 {candidate.code} {LIKELIHOODS[candidate.likelihood]}" in text
    assert "plaque, just palpable · edited by the clinician" in text
    assert sample.description.text in text
    assert all(limit_text(limit) in text for limit in sample.limits)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_each_page_bears_size_and_footer(
    sample: Assessment, paper: Paper, size: tuple[int, int], pictures: Pictures
) -> None:
    with pymupdf.open("pdf", render_pdf(sample, pictures, paper=paper)) as document:
        for number, page in enumerate(document, start=1):
            assert (round(page.rect.width), round(page.rect.height)) == size
            footer = " ".join(page.get_text(clip=pymupdf.Rect(0, size[1] - 54, *size)).split())
            assert "Not for autonomous diagnosis." in footer
            assert f"Report {sample.id} · page {number} of {document.page_count}" in footer


@pytest.mark.parametrize(
    ("patient", "shown"), [("Sari, 4711", "Sari, 4711"), ("", "not named"), ("Ng " * 300, "Ng Ng")]
)
def test_each_page_says_whom_it_is_about(sample: Assessment, patient: str, shown: str, pictures: Pictures) -> None:
    report = replace(sample, encounter=replace(sample.encounter, patient=patient))
    with pymupdf.open("pdf", render_pdf(report, pictures)) as document:
        assert document.page_count > 1
        for page in document:
            footer = " ".join(page.get_text(clip=pymupdf.Rect(0, page.rect.height - 54, 9999, 9999)).split())
            assert shown in footer
            assert "Not for autonomous diagnosis." in footer
        assert not patient.strip() or patient[:9] not in str(document.metadata)


def test_nothing_stands_outside_the_margins(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        for page in document:
            inner = pymupdf.Rect(53, 40, page.rect.width - 53, page.rect.height - 20)
            assert all(pymupdf.Rect(word[:4]) in inner for word in page.get_text("words"))


def test_long_content_is_not_cut(assessment: Assessment, pictures: Pictures) -> None:
    words = [f"word{number}" for number in range(640)]
    findings = tuple(
        Finding(field=field, value=f"value-{number} " + f"{'w' * 150}-{number}")
        for number, field in enumerate([*FindingField] * 2)
    )
    supports = tuple(Feature(field=field, words=(word,)) for field in [*FindingField][:3] for word in FindingWord)
    long = replace(
        assessment,
        encounter=replace(assessment.encounter, note=" ".join(words)),
        findings=findings,
        differential=(replace(assessment.differential[0], support=supports),),
    )
    assert len(long.encounter.note) >= 4900
    text = text_of(render_pdf(long, pictures))
    assert " ".join(words) in text
    without_spaces = text.replace(" ", "")
    assert all(finding.value.replace(" ", "") in without_spaces for finding in findings)
    assert "; ".join(map(feature_text, supports)) in text


def test_hostile_html_stays_text(assessment: Assessment, pictures: Pictures) -> None:
    note = (
        '<script>alert(1)</script> <img src="/etc/passwd"/> </p></body> &amp; &lt;i&gt; AT&T <b>not bold</b> \x00\x1b'
    )
    data = render_pdf(replace(assessment, encounter=replace(assessment.encounter, note=note)), pictures)
    text = text_of(data)
    assert note[:-3] in text
    assert "Sign-off by the clinician" in text


def test_many_scripts_are_drawn_and_latin_ligatures_stay_letters(assessment: Assessment, pictures: Pictures) -> None:
    latin = "first affine office waffle fluff draft Tiếng Việt Ελληνικά Русский × ≥ µ"
    others = "中文 日本語 한국어 น้ำ हिन्दी العربية עברית 😀"
    description = f"{latin} {others}"
    data = render_pdf(replace(assessment, description=Description(text=description)), pictures)
    assert description in text_of(data)
    with pymupdf.open("pdf", data) as document:
        fonts = {font[3].split("+")[-1] for page in document for font in page.get_fonts()}
        spans = [
            span
            for page in document
            for block in page.get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    for script in ("Thai", "Devanagari", "Arabic", "Hebrew", "Droid Sans Fallback"):
        assert any(script in font for font in fonts), script
    assert not any(character["c"] == "\ufffd" for span in spans for character in span["chars"])


def test_fonts_are_embedded_and_subset(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        fonts = {font[0]: font[3] for page in document for font in page.get_fonts()}
        assert all("+" in name for name in fonts.values())
        assert all(len(document.extract_font(xref)[3]) > 0 for xref in fonts)
    assert len(usual) < 400_000


def test_names_the_report_and_nobody(usual: bytes, sample: Assessment) -> None:
    with pymupdf.open("pdf", usual) as document:
        metadata = document.metadata
        assert metadata["title"] == f"Lentigo report {sample.id}"
        assert metadata["creationDate"].startswith("D:20261121033819")
        assert not any(metadata[key] for key in ("author", "subject", "keywords"))
        titles = [entry[1] for entry in document.get_toc()]
    assert titles == ["Disclaimer", *(section.title for section in sections(sample)[1:])]


def test_same_assessment_gives_the_same_file(usual: bytes, sample: Assessment, pictures: Pictures) -> None:
    assert render_pdf(sample, pictures) == usual


def test_photograph_is_eight_centimetres_wide_and_a_bare_jpeg(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        ((xref, *_),) = document[0].get_images()
        (place,) = document[0].get_image_rects(xref)
        image = document.extract_image(xref)
    assert place.width == pytest.approx(PICTURE_WIDTH, abs=0.5)
    assert place.width / 72 * 2.54 == pytest.approx(8, abs=0.02)
    assert image["ext"] == "jpeg"
    assert (image["width"], image["height"]) == (640, 480)
    assert b"Exif" not in image["image"]


def test_large_and_tall_photographs_are_fitted(tall: Assessment, pictures: Pictures) -> None:
    with pymupdf.open("pdf", render_pdf(tall, pictures)) as document:
        (
            (
                xref,
                *_,
            ),
        ) = document[0].get_images() or document[1].get_images()
        page = next(page for page in document if page.get_image_rects(xref))
        (place,) = page.get_image_rects(xref)
        image = document.extract_image(xref)
    assert place.height / place.width == pytest.approx(4, abs=0.1)
    assert place.height < 300
    assert max(image["width"], image["height"]) <= 1400


def test_tags_name_headings_and_the_picture_in_reading_order(usual: bytes, sample: Assessment) -> None:
    with pymupdf.open("pdf", usual) as document:
        catalog = document.pdf_catalog()
        assert document.xref_get_key(catalog, "MarkInfo/Marked") == ("bool", "true")
        assert document.xref_get_key(catalog, "Lang") == ("string", "en")
        root = int(document.xref_get_key(catalog, "StructTreeRoot")[1].split()[0])
        top = int(document.xref_get_key(root, "K")[1].split()[0])
        kids = [int(part) for part in document.xref_get_key(top, "K")[1].strip("[]").split(" 0 R") if part.strip()]
        kinds = [document.xref_get_key(kid, "S")[1] for kid in kids]
        figure = kids[kinds.index("/Figure")]
        assert "Photograph 1 of 1" in document.xref_get_key(figure, "Alt")[1]
        marked = sum(page.read_contents().count(b"/MCID") for page in document)
        places = sum(document.xref_object(kid).count("/MCID") for kid in kids)
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(sections(sample)) - 1
    assert marked == places >= len(kids)


def test_pages_that_were_drawn_otherwise_than_planned_are_not_left_untagged(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        before = document.tobytes(no_new_id=True)
        with pytest.raises(EngineError, match="could not be tagged"):
            tag_pages(document, [Page() for _ in document], language="en")
        assert document.tobytes(no_new_id=True) == before


def test_differential_has_no_percentage_without_calibration(
    usual: bytes, sample: Assessment, pictures: Pictures
) -> None:
    assert "%" not in text_of(usual)
    first, *others = sample.differential
    calibrated = render_pdf(replace(sample, differential=(replace(first, probability=0.42), *others)), pictures)
    assert "leading, calibrated probability 42%" in text_of(calibrated)


def test_empty_differential_is_told(assessment: Assessment, pictures: Pictures) -> None:
    assert NO_DIFFERENTIAL in text_of(render_pdf(replace(assessment, differential=()), pictures))


def test_likelihood_bars_are_clear_when_printed_grey(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        page = next(page for page in document if page.search_for("Differential diagnosis"))
        (word,) = page.search_for("leading")
        pixels = page.get_pixmap(dpi=144, colorspace=pymupdf.csGRAY)
        below = [pixels.pixel(x, round((word.y1 + 6) * 2))[0] for x in range(2 * 370, 2 * 520)]
    dark = sum(level < 110 for level in below)
    light = sum(level > 200 for level in below)
    assert dark > 60
    assert light > 40
