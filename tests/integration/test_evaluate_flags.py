"""`lentigo-packager evaluate flags` from a folder to its curve, and Mini's own share to flag from."""

import csv
import json
from pathlib import Path

import pytest

from lentigo.models.catalogue import load_entry
from lentigo.paths import default_paths
from lentigo_packager.cli import run


@pytest.fixture
def folder(photographs: Path, tmp_path: Path) -> Path:
    """All melanomas of the validation part, and every fourth naevus."""
    source = photographs / "ham10000_224"
    with (source / "labels.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["split"] == "val"]
    melanomas, naevi = ([row for row in rows if row["label"] == label] for label in ("mel", "nv"))
    (tmp_path / "images").symlink_to(source / "images")
    with (tmp_path / "labels.csv").open("w", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows([*melanomas, *naevi[::4]])
    return tmp_path


def test_the_curve_and_the_choice_are_told_and_minis_share_keeps_what_it_promises(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "flags", str(folder), "--json", str(folder / "out.json")]) == 0
    result = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert result["pictures"] == {"melanocytic-naevus": 110, "melanoma": 63}
    melanomas = [point["flagged"]["melanoma"] for point in result["curve"]]
    assert melanomas == sorted(melanomas, reverse=True)
    assert len(result["fold_shares"]) == 5
    table = capsys.readouterr().out
    assert f"Chosen on all: {result['chosen']:.3f}" in table
    calibration = load_entry(default_paths().catalogue, "lentigo-mini").calibration
    assert calibration
    assert calibration.flag_from
    at_least = min((point for point in result["curve"] if point["share"] >= calibration.flag_from), key=_share)
    assert at_least["flagged"]["melanoma"] >= 0.95
    assert at_least["flagged"]["melanocytic-naevus"] <= 0.4  # of a quarter of them; 0.35 of all


def _share(point: dict[str, float]) -> float:
    return point["share"]


def test_a_folder_without_labels_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "flags", str(tmp_path)]) == 2
    assert "labels.csv cannot be read" in capsys.readouterr().err
