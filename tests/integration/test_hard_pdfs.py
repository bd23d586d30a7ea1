"""Twenty-nine hard PDFs from elsewhere: scans, locked, malformed, columns, scripts, broken fonts, huge ones."""

import json
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from listening import Listener

from lentigo.errors import Cancelled, InputError, PasswordNeeded
from lentigo.progress import QUIET
from lentigo.retrieval.extraction import Extracted, extract

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "pdfs"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expect.json").read_text()) if FOLDER.is_dir() else {}

pytestmark = pytest.mark.skipif(
    not EXPECTED, reason=f"HARD PDFS ARE ABSENT: {FOLDER} does not exist, so these tests prove nothing here"
)

OCR = ("scan-", "ocr-layer-", "fontmap-", "geometry-")
REPAIRED = "malformed-xref_command_missing.pdf"


def read(name: str) -> Extracted:
    return extract(FOLDER / name, QUIET, password=EXPECTED[name]["password"] or "")


def whole(book: Extracted) -> str:
    return " ".join(" ".join(page.text for page in book.pages).split())


def in_order(text: str, *wanted: str) -> bool:
    places = [text.find(piece) for piece in wanted]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.startswith(OCR)])
def test_documents_without_searchable_text_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="needs text recognition"):
        read(name)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.startswith("malformed") and name != REPAIRED])
def test_malformed_documents_are_refused_with_the_reason(name: str) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(name)


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if expected["password"]])
def test_passwords_are_asked_for(name: str) -> None:
    with pytest.raises(PasswordNeeded, match="locked"):
        extract(FOLDER / name, QUIET)
    with pytest.raises(PasswordNeeded, match="does not open"):
        extract(FOLDER / name, QUIET, password="wrong")
    assert read(name).passages


@pytest.mark.parametrize(
    ("name", "pages", "language"),
    [
        ("encrypted-bug900822.pdf", 1, ""),
        (REPAIRED, 1, ""),
        ("attach-with-attachment.pdf", 1, ""),
        ("script-bug1108301.pdf", 1, "bn"),
        ("script-issue13211.pdf", 1, "th"),
        ("script-jo.pdf", 1, "ja"),
        ("huge-GeoTopo-komprimiert.pdf", 117, "de"),
        ("huge-pdf2image-memory-error-test-400p.pdf", 400, "en"),
        ("layout-layout-parser-paper-with-empty-pages.pdf", 4, "en"),
    ],
)
def test_the_others_are_read(name: str, pages: int, language: str) -> None:
    book = read(name)
    assert len(book.pages) == pages
    assert book.passages
    assert book.language == language
    assert book.scanned == ()
    for passage in book.passages:
        page = " ".join(book.pages[passage.page - 1].text.split())
        assert all(" ".join(line.split()) in page for line in passage.text.splitlines())
    assert not any(passage.suspicious for passage in book.passages)


def test_two_columns_are_read_one_after_the_other() -> None:
    text = whole(read("multicol-multi-column-2p.pdf"))
    assert in_order(
        text,
        "Open-domain question answering relies on efficient passage retrieval",
        "indicating the needs of improving retrieval.",
        "Retrieval in open-domain QA is usually implemented",
        "Equal contribution",
        "it also suffers from two weaknesses",
        "compared to several, much complicated systems.",
        "The problem of open-domain QA studied in this paper",
    )


def test_cells_of_a_table_stay_in_their_rows() -> None:
    lines = read("table-2305.03393v1-pg9.pdf").pages[0].text.splitlines()
    assert "OTSL 0.965 0.934 0.955 0.88 2.73" in lines
    assert "HTML 0.944 0.903 0.931 0.824 2" in lines


def test_vertical_writing_is_read_down_and_leftwards() -> None:
    assert in_order(whole(read("script-jo.pdf")), "わたくしといふ現象は", "假定された有機交流電燈の", "宮澤賢治")


def test_empty_pages_keep_their_numbers() -> None:
    book = read("layout-layout-parser-paper-with-empty-pages.pdf")
    assert {passage.page for passage in book.passages} == {1, 3, 4}
    assert book.pages[1].text == ""


def test_white_headings_on_a_page_of_the_tax_manual_are_left_out() -> None:
    book = read("huge-pdf2image-memory-error-test-400p.pdf")
    assert book.hidden == (3,)
    assert "Manual Transmittal" not in book.pages[2].text


@pytest.mark.timed
def test_a_stop_works_within_a_second() -> None:
    times: list[float] = []  # of the processor: other programs' work does not count
    extract(FOLDER / "huge-GeoTopo-komprimiert.pdf", Listener(lambda *_told: times.append(time.process_time())))
    assert len(times) >= 2 * 117
    assert max(later - earlier for earlier, later in pairwise(times)) < 1.0

    def stop(_title: str, done: float) -> None:
        if done > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        extract(FOLDER / "huge-GeoTopo-komprimiert.pdf", Listener(stop))


@pytest.mark.timed
def test_fifteen_pages_a_second() -> None:
    started = time.process_time()
    book = read("huge-pdf2image-memory-error-test-400p.pdf")
    assert len(book.pages) / (time.process_time() - started) > 15


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_an_enormous_picture_is_not_decoded() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError):
        read("geometry-enormous.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
