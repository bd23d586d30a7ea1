"""What the report's PDF costs: time, and room beside its photographs."""

import time
from dataclasses import replace

import pymupdf
import pytest

from lentigo.domain.assessment import Assessment
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf


@pytest.mark.timed
def test_a_report_is_set_within_half_a_second(assessment: Assessment, pictures: Pictures) -> None:
    """Of the processor's time: what else runs on this computer counts for nothing."""
    render_pdf(assessment, pictures)  # the fonts are written once
    spent = []
    for number in range(3):
        start = time.process_time()
        render_pdf(replace(assessment, id=f"L-{number}"), pictures)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.5


def test_a_report_is_little_larger_than_its_photographs(tall: Assessment, pictures: Pictures) -> None:
    data = render_pdf(tall, pictures)
    with pymupdf.open("pdf", data) as document:
        shown = {image[0] for page in document for image in page.get_images()}
        photographs = sum(len(document.extract_image(xref)["image"]) for xref in shown)
    assert photographs > 50_000
    assert len(data) < 1.2 * photographs + 300_000
