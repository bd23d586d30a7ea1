"""A photograph goes in, a cited, disclaimer-first report comes out."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from refusal import refused

from lentigo.analysis.safety.quotes import stands_on
from lentigo.domain.assessment import DISCLAIMER
from lentigo.paths import default_paths

KEYS = {
    "schema_version", "status", "disclaimer", "photograph", "quality", "encounter", "findings", "differential",
    "red_flags", "citations", "limits", "provenance",
}  # fmt: skip


def report(lentigo, photograph: Path, folder: Path, *options: object) -> dict[str, Any]:
    """The JSON report of one run."""
    path = folder / f"{time.monotonic_ns()}.json"
    result = lentigo("analyze", photograph, "--json", path, *options)
    assert result.returncode == 0, result.stderr
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def lasting(document: dict[str, Any]) -> dict[str, Any]:
    """What must be the same in each run: all but the report's number, its time, and how long it took."""
    kept = {key: value for key, value in document.items() if key not in ("id", "created", "report")}
    return kept | {"provenance": {**document["provenance"], "timings_s": None}}


def test_the_report_has_its_parts_and_the_model_its_warning(lentigo, phantoms: Path, tmp_path: Path) -> None:
    told = ("--age", 61, "--yes", "size_change", "--picture", "dermoscopic")
    document = report(lentigo, phantoms / "phantom-pigmented.jpg", tmp_path, *told)
    assert set(document) >= KEYS
    assert document["schema_version"] == 2
    assert document["status"] == "partial"
    assert document["disclaimer"] == DISCLAIMER
    assert len(document["findings"]) == 11
    assert document["encounter"]["age"] == 61
    assert document["provenance"]["model"]["id"] == "lentigo-mini"
    assert any(entry["label"] == "melanoma" for entry in document["differential"])
    assert all(0 < entry["probability"] <= 1 for entry in document["differential"])  # calibrated
    assert document["citations"]


@pytest.mark.parametrize(("told", "limit"), [(("--picture", "close-up"), "other_kind"), ((), "kind_unknown")])
def test_there_are_no_percentages_where_the_model_was_not_calibrated(
    lentigo, phantoms: Path, tmp_path: Path, told: tuple[str, ...], limit: str
) -> None:
    document = report(lentigo, phantoms / "phantom-pigmented.jpg", tmp_path, "--no-library", *told)
    assert {entry["probability"] for entry in document["differential"]} == {None}
    assert limit in [entry["id"] for entry in document["limits"]]


def test_two_clearly_different_lesions_differ_in_findings_and_passages(lentigo, phantoms: Path, tmp_path: Path) -> None:
    pigmented = report(lentigo, phantoms / "phantom-pigmented.jpg", tmp_path)
    scaly = report(lentigo, phantoms / "phantom-red-scaly.jpg", tmp_path)
    assert pigmented["findings"] != scaly["findings"]
    assert {c["quote"] for c in pigmented["citations"]} != {c["quote"] for c in scaly["citations"]}


def test_real_photographs_of_different_lesions_differ(lentigo, photographs: Path, tmp_path: Path) -> None:
    folder = photographs / "sample_600x450" / "images"
    by_label: dict[str, Path] = {}
    for line in (folder.parent / "labels.csv").read_text().splitlines()[1:]:
        file, label, *_rest = line.split(",")
        by_label.setdefault(label, folder.parent / file)
    first, second = (report(lentigo, by_label[label], tmp_path) for label in ("bcc", "mel"))
    assert first["findings"] != second["findings"]
    assert {c["quote"] for c in first["citations"]} != {c["quote"] for c in second["citations"]}


def test_the_same_photograph_and_seed_give_the_same_report(lentigo, phantoms: Path, tmp_path: Path) -> None:
    runs = [report(lentigo, phantoms / "phantom-ring.jpg", tmp_path, "--seed", 3) for _ in range(2)]
    assert lasting(runs[0]) == lasting(runs[1])


def test_the_pdf_opens_with_the_disclaimer_and_its_quotes_stand_on_their_pages(
    lentigo, phantoms: Path, tmp_path: Path
) -> None:
    path, json_path = tmp_path / "report.pdf", tmp_path / "report.json"
    result = lentigo("analyze", phantoms / "phantom-pigmented.jpg", "--pdf", path, "--json", json_path)
    assert result.returncode == 0, result.stderr
    citations = json.loads(json_path.read_text(encoding="utf-8"))["citations"]
    assert citations
    with pymupdf.open(path) as pdf:
        text = "\n".join(page.get_text() for page in pdf)
    assert " ".join(text.split()).startswith(DISCLAIMER)
    assert all(citation["supported"] for citation in citations)
    for citation in citations:
        with pymupdf.open(default_paths().resources / "knowledge" / "pdf" / citation["document"]) as document:
            assert stands_on(citation["quote"], document[citation["page"] - 1].get_text())
        assert stands_on(citation["quote"], text)


def test_without_files_a_summary_is_printed(lentigo, phantoms: Path) -> None:
    result = lentigo("analyze", phantoms / "phantom-dark-skin.jpg", "--no-library")
    assert result.returncode == 0, result.stderr
    assert " ".join(result.stdout.split()).startswith(DISCLAIMER)
    assert "not for use on patients" in " ".join(result.stdout.split()).lower()


def test_ctrl_c_ends_with_130_and_leaves_nothing(home: dict[str, str], phantoms: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    command = [sys.executable, "-m", "lentigo", "analyze", str(phantoms / "phantom-ring.jpg"), "--pdf", str(path)]
    process = subprocess.Popen(command, env=home, stderr=subprocess.PIPE, text=True)
    log = Path(home["XDG_DATA_HOME"]) / "Lentigo" / "worker.log"
    while process.poll() is None and not log.exists():  # its worker is started then, on a busy computer too
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _output, errors = process.communicate(timeout=10)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert not path.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--model", "no-such-model"),
        ("--protocol", "no-such-protocol"),
        ("--age", "400"),
        ("--yes", "no such item"),
        ("--no", "change in size"),
        ("--pdf", "report.txt"),
        ("--pdf", "no/such/folder/report.pdf"),
    ],
)
def test_a_wrong_option_is_told_in_a_sentence(lentigo, phantoms: Path, arguments: tuple[str, str]) -> None:
    refused(lentigo("analyze", phantoms / "phantom-ring.jpg", *arguments))
