"""The PDF: read back with MuPDF, as text, as structure and as pixels."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pymupdf
import pytest

from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import feature_text
from lentigo.domain.wording.limit import limit_text
from lentigo.report.content import sections
from lentigo.report.formats import Pictures
from lentigo.report.json import render_json
from lentigo.report.pdf import render_pdf
from lentigo.report.section import Item, Row, Table
from lentigo.report.sections.differential import NO_DIFFERENTIAL
from lentigo.report.typesetting import Paper


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
        assert section.title in text or section.id == "identity"
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
    text = text_of(render_pdf(long, pictures)).replace(" Question Answer ", " ")
    text = text.replace(" Feature Finding ", " ")  # said again on a further page, as the other one
    assert " ".join(words) in text
    without_spaces = text.replace(" ", "")
    assert all(finding.value.replace(" ", "") in without_spaces for finding in findings)
    assert "; ".join(map(feature_text, supports)).replace(" ", "") in without_spaces


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
    assert titles == ["Report on a skin photograph", *(section.title for section in sections(sample)[2:])]


def test_page_one_holds_what_a_decision_needs(usual: bytes, sample: Assessment) -> None:
    with pymupdf.open("pdf", usual) as document:
        pages = [" ".join(page.get_text().split()) for page in document]
        first = {title for _level, title, page in document.get_toc() if page == 1}
        assert document[0].get_images()
    assert first == {
        "Report on a skin photograph",
        "Red flags",
        "Next steps",
        "Photograph",
        "Differential diagnosis",
        "Sign-off by the clinician",
    }
    assert "Signature" in pages[0]
    assert not [section.title for section in sections(sample) if section.annex and section.title in first]


def test_the_report_for_programs_lies_inside(usual: bytes, sample: Assessment) -> None:
    with pymupdf.open("pdf", usual) as document:
        assert "report.json" in document.embfile_names()
        assert document.embfile_get("report.json") == render_json(sample)
        assert json.loads(document.embfile_get("report.json"))["id"] == sample.id


def test_a_table_that_goes_on_names_its_columns_again(assessment: Assessment, pictures: Pictures) -> None:
    findings = tuple(Finding(field=field, value="long " * 40) for field in [*FindingField] * 3)
    with pymupdf.open("pdf", render_pdf(replace(assessment, findings=findings), pictures)) as document:
        pages = [number for number, page in enumerate(document) if page.search_for("long long")]
        assert len(pages) > 1
        for number in pages:
            assert document[number].get_text().split()[: 2 if number > pages[0] else 3][-2:] == ["Feature", "Finding"]


def test_same_assessment_gives_the_same_file(usual: bytes, sample: Assessment, pictures: Pictures) -> None:
    assert render_pdf(sample, pictures) == usual


def test_photograph_is_eight_centimetres_wide_and_a_bare_jpeg(usual: bytes) -> None:
    with pymupdf.open("pdf", usual) as document:
        ((xref, *_),) = document[0].get_images()
        (place,) = document[0].get_image_rects(xref)
        image = document.extract_image(xref)
    assert place.width == pytest.approx(8 / 2.54 * 72, abs=0.5)
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


def elements(kid: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure tree from here on, in reading order."""
    if isinstance(kid, pikepdf.Array):
        for each in kid:
            yield from elements(each)
    elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
        yield kid
        if "/K" in kid:
            yield from elements(kid.K)


def test_tags_name_headings_tables_and_the_picture_in_reading_order(usual: bytes, sample: Assessment) -> None:
    with pikepdf.open(io.BytesIO(usual)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        tree = list(elements(root.StructTreeRoot.K))
        kinds = [str(element.S) for element in tree]
        figure = tree[kinds.index("/Figure")]
        assert "Photograph 1 of 1" in str(figure.Alt)
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(sections(sample)) - 2
    tables = sum(isinstance(block, Table) for section in sections(sample) for block in section.blocks)
    assert kinds.count("/Table") == tables
    assert kinds.count("/TH") == 2 * tables
    assert kinds.index("/H1") < kinds.index("/Figure") < kinds.index("/Table")


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
        middle = round(word.y0 + word.y1)
        below = [pixels.pixel(x, middle)[0] for x in range(2 * 460, 2 * 540)]
    dark = sum(level < 110 for level in below)
    light = sum(level > 200 for level in below)
    assert dark > 60
    assert light > 40
