"""PDFs whose pages are not the document: forms that only Adobe's programs draw, portfolios, attached files."""

from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import InputError
from lentigo.progress import QUIET
from lentigo.retrieval.extraction import extract

WAIT = "Please wait... If this message is not eventually replaced by the proper contents of the document, upgrade."
TEXT = "Bullous pemphigoid: superpotent topical clobetasol first, and prednisolone where that fails."


def document_of(text: str, pages: int = 1) -> pymupdf.Document:
    document = pymupdf.open()
    for _ in range(pages):
        document.new_page().insert_text((40, 100), text, fontsize=9)
    return document


def with_form(document: pymupdf.Document, *, rendered_later: bool) -> pymupdf.Document:
    form = document.get_new_xref()
    document.update_object(form, "<<>>")
    document.update_stream(form, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    document.xref_set_key(document.pdf_catalog(), "AcroForm", f"<</XFA {form} 0 R/Fields[]>>")
    document.xref_set_key(document.pdf_catalog(), "NeedsRendering", "true" if rendered_later else "false")
    return document


def saved(document: pymupdf.Document, path: Path) -> Path:
    document.save(path)
    return path


@pytest.mark.parametrize(("text", "rendered_later"), [(WAIT, True), (WAIT, False), (TEXT, True)])
def test_a_form_that_only_adobe_s_programs_draw_is_refused(tmp_path: Path, text: str, rendered_later: bool) -> None:
    path = saved(with_form(document_of(text), rendered_later=rendered_later), tmp_path / "referral.pdf")
    with pytest.raises(InputError, match=r"referral\.pdf is a form \(XFA\) that only") as refused:
        extract(path, QUIET)
    assert "print it to PDF" in refused.value.hint


def test_a_form_whose_pages_are_drawn_is_read(tmp_path: Path) -> None:
    path = saved(with_form(document_of(TEXT), rendered_later=False), tmp_path / "referral.pdf")
    assert extract(path, QUIET).pages[0].text == TEXT


def test_a_portfolio_is_refused_and_one_with_pages_of_its_own_is_read(tmp_path: Path) -> None:
    inner = document_of(TEXT).tobytes()
    for pages in (1, 6):
        document = document_of("For the best experience, open this PDF portfolio in Acrobat X or later.", pages)
        document.embfile_add("pemphigoid.pdf", inner)
        document.xref_set_key(document.pdf_catalog(), "Collection", "<</View/T>>")
        path = saved(document, tmp_path / f"portfolio-{pages}.pdf")
        if pages == 1:
            with pytest.raises(InputError, match="is a portfolio") as refused:
                extract(path, QUIET)
            assert "add each" in refused.value.hint
        else:
            assert extract(path, QUIET).attached == ("pemphigoid.pdf",)


def test_attached_files_are_told_those_of_the_document_and_those_on_a_page(tmp_path: Path) -> None:
    document = document_of(TEXT)
    document.embfile_add("annex", b"Dose table", filename="annex 1.pdf")
    document[0].add_file_annot((500, 700), b"a table", "table.csv")
    found = extract(saved(document, tmp_path / "guideline.pdf"), QUIET)
    assert found.attached == ("table.csv", "annex 1.pdf")
    assert found.hidden == ()
