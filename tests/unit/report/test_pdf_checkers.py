"""The report's PDF before two checkers of PDF/UA: written for screen readers, and to last.

PDF/A-3a is what Typst is asked for and refuses to write wrongly; no validator of PDF/A is at hand, so the program says
"produced as", not "validated".
"""

from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest
from report_in_scripts import written_in

from lentigo.domain.assessment import Assessment
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf


@pytest.mark.parametrize("script", ["latin", "arabic", "thai"])
def test_checkers_find_no_fault(script: str, assessment: Assessment, pictures: Pictures, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(render_pdf(written_in(script, assessment), pictures))
    heard = outloud.check(str(path))
    assert not [
        (finding.rule, finding.message) for finding in heard.findings if str(finding.severity).endswith("error")
    ]
    report = pdfua.validate(str(path))
    assert not report.findings


def test_the_file_says_which_standards_it_keeps(assessment: Assessment, pictures: Pictures, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(render_pdf(assessment, pictures))
    with pikepdf.open(path) as document:
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        attached = {str(each.UF): str(each.AFRelationship) for each in document.Root.AF}
        assert attached == {"report.json": "/Source", "report.fhir.json": "/Source"}
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_a_picture_without_words_would_be_found(assessment: Assessment, pictures: Pictures, tmp_path: Path) -> None:
    """Both checkers can find a fault."""
    path, broken = tmp_path / "report.pdf", tmp_path / "broken.pdf"
    path.write_bytes(render_pdf(assessment, pictures))
    with pikepdf.open(path) as document:
        del document.Root.Lang
        del document.Root.StructTreeRoot
        document.save(broken)
    assert [each for each in outloud.check(str(broken)).findings if str(each.severity).endswith("error")]
    assert pdfua.validate(str(broken)).findings
