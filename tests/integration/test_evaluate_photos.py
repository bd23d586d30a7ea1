"""`lentigo-packager evaluate photos` with the real Lentigo Mini: its figures, and going on after kill -9."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lentigo_packager.cli import run

COUNT = 8


@pytest.fixture
def folder(photographs: Path, tmp_path: Path) -> Path:
    """Eight photographs of the validation part, and a file that is none."""
    source = photographs / "ham10000_224"
    with (source / "labels.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["split"] == "val"][:COUNT]
    (tmp_path / "images").mkdir()
    for row in rows:
        (tmp_path / row["file"]).symlink_to(source / row["file"])
    (tmp_path / "images" / "none.jpg").write_bytes(b"no picture")
    with (tmp_path / "labels.csv").open("w", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows([*rows, {**rows[0], "file": "images/none.jpg", "label": "Malignant melanoma"}])
    return tmp_path


def arguments(folder: Path) -> list[str]:
    return ["evaluate", "photos", str(folder), "--picture", "dermoscopic", "--json", str(folder / "out.json")]


def test_a_killed_evaluation_goes_on_where_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = folder / "out.json.part"
    process = subprocess.Popen([sys.executable, "-m", "lentigo_packager", *arguments(folder)], env=os.environ)
    deadline = time.monotonic() + 120
    while not (part.exists() and part.read_bytes().count(b"\n") > 3):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    kept = part.read_bytes()
    part.write_bytes(kept[:-9])  # the last line half, as a power cut may leave it
    whole = kept[:-9].split(b"\n")[1:-1]
    assert run([*arguments(folder), "--resume"]) == 0
    result = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert not part.exists()
    assert [case["file"] for case in result["cases"]][: len(whole)] == [json.loads(line)["file"] for line in whole]
    assert [case["seconds"] for case in result["cases"]][: len(whole)] == [
        json.loads(line)["seconds"] for line in whole
    ]
    assert len({case["file"] for case in result["cases"]}) == COUNT + 1 == len(result["cases"])
    assert result["cases"][-1]["condition"] == "melanoma"
    assert result["cases"][-1]["trouble"]
    assert result["summary"]["answered"]["count"] == COUNT
    assert f"{COUNT} of {COUNT + 1}" in capsys.readouterr().out
    assert run(["evaluate", "compare", str(folder / "out.json"), str(folder / "out.json")]) == 0
    assert "accuracy" in capsys.readouterr().out


def test_a_run_of_something_else_is_not_gone_on_with(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out.json.part").write_text(
        '{"folder":"other","photographs":"","model":"","protocol":"","kind":null,"library":true}\n'
    )
    assert run([*arguments(folder), "--resume"]) == 2
    assert "another evaluation" in capsys.readouterr().err


def test_a_label_that_nobody_knows_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder / "labels.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Malignant melanoma", "Zebra pox"), encoding="utf-8")
    assert run(arguments(folder)) == 2
    assert "Zebra pox" in capsys.readouterr().err
