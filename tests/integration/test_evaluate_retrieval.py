"""`lentigo-packager evaluate retrieval` from a folder to its table: through the product's index, and through PDFs."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pymupdf
import pytest

from lentigo_packager.cli import run

pytest.importorskip("ir_measures", reason="EVALUATION NOT CHECKED: ir-measures is not installed")

CORPUS = {
    "scabies": "Scabies is an infestation with a mite. The itch is worse at night. Burrows stand between the fingers.",
    "tinea": "Tinea corporis makes ring-shaped scaly patches with a raised red edge and a clear centre.",
    "leprosy": "Leprosy shows pale patches that have lost feeling. A thickened nerve may be felt.",
    "tax": "The quarterly tax revenue of the shipping company rose in spring.",
}
QUERIES = {
    "1": ("Why does my skin itch when I lie in bed in the evening?", "scabies"),
    "2": ("ring-shaped rash", "tinea"),
    "3": ("numb spot", "leprosy"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = [{"_id": key, "title": "", "text": text} for key, text in CORPUS.items()]
    queries = [{"_id": key, "text": text} for key, (text, _answer) in QUERIES.items()]
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    judged = "".join(f"{key}\t{answer}\t1\n" for key, (_text, answer) in QUERIES.items())
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    return tmp_path


def test_all_arms_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "retrieval", str(folder), "--json", str(folder / "out.json")]) == 0
    result = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert (result["texts"], result["queries"], result["pdfs"]) == (4, 3, False)
    assert [entry["arm"] for entry in result["arms"]] == ["lexical", "dense", "hybrid"]
    assert result["arms"][2]["measures"]["recall@10"] == 1.0
    table = capsys.readouterr().out
    assert "nDCG@10" in table
    assert f"{result['arms'][2]['measures']['MRR']:.4f}" in table


def test_one_arm_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "retrieval", str(folder), "--arm", "lexical"]) == 0
    table = capsys.readouterr().out
    assert "lexical" in table
    assert "hybrid" not in table


def test_the_same_through_pdfs(folder: Path) -> None:
    """Two texts on pages of one file, two in files of their own; judgements turned round find nothing."""
    write_pdf(folder / "two.pdf", [CORPUS["scabies"], CORPUS["tinea"]])
    write_pdf(folder / "leprosy.pdf", [CORPUS["leprosy"]])
    write_pdf(folder / "tax.pdf", [CORPUS["tax"]])
    places = {"scabies": ["two.pdf", "1"], "tinea": ["two.pdf", "2"], "leprosy": "leprosy.pdf", "tax": "tax.pdf"}
    (folder / "map.json").write_text(json.dumps(places), encoding="utf-8")
    assert evaluated(folder)["P@1"] == 1.0
    (folder / "map.json").write_text(json.dumps(places | {"scabies": "tax.pdf", "tax": ["two.pdf", "1"]}))
    assert evaluated(folder)["P@1"] == pytest.approx(2 / 3)


def evaluated(folder: Path) -> dict[str, float]:
    out = folder / "out.json"
    arguments = ["evaluate", "retrieval", str(folder), "--pdfs", str(folder / "map.json"), "--arm", "hybrid"]
    assert run([*arguments, "--json", str(out)]) == 0
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["pdfs"]
    measures: dict[str, float] = result["arms"][0]["measures"]
    return measures


def write_pdf(path: Path, pages: list[str]) -> None:
    with pymupdf.open() as document:
        for text in pages:
            document.new_page().insert_textbox((72, 90, 480, 500), text, fontsize=11)
        document.save(path)


def test_a_folder_that_is_none_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "retrieval", str(tmp_path)]) == 2
    assert "no qrels/test.tsv" in capsys.readouterr().err


def test_ctrl_c_ends_with_130_and_leaves_nothing(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as corpus:
        for number in range(4000):
            row = {"_id": f"more{number}", "title": "", "text": f"{CORPUS['scabies']} {number} {CORPUS['tinea']}"}
            corpus.write("\n" + json.dumps(row))
    scratch = tmp_path_factory.mktemp("scratch")
    command = [sys.executable, "-m", "lentigo_packager", "evaluate", "retrieval", str(folder)]
    process = subprocess.Popen(command, env=os.environ | {"TMPDIR": str(scratch)}, stderr=subprocess.PIPE, text=True)
    while not list(scratch.iterdir()) and process.poll() is None:  # the library that is evaluated is built here
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _output, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert not list(scratch.iterdir())
