"""An addendum's head on the page."""

import pymupdf
from signed_reports import AT, SIGNER, report_of, signed

from lentigo.domain.assessment import Assessment
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf


def test_the_time_of_an_addendum_stands_on_one_line(assessment: Assessment, pictures: Pictures) -> None:
    added = signed(assessment).add_to(SIGNER, AT, "Histology: melanoma in situ")
    with pymupdf.open("pdf", render_pdf(report_of(added), pictures)) as document:
        blocks = document[0].get_text("dict")["blocks"]
    lines = ["".join(span["text"] for span in line["spans"]) for block in blocks for line in block.get("lines", ())]
    assert lines.count("21 November 2026, 04:10 UTC") == 2  # of the signature, and of the addendum
