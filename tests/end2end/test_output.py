"""Where a report goes: no encoding, no full disk and no reader that leaves costs it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from refusal import refused
from small_disks import mounted

from lentigo.domain.assessment import DISCLAIMER

FULL = Path("/dev/full")


@pytest.fixture
def photograph(phantoms: Path) -> Path:
    return phantoms / "phantom-ring.jpg"


def run_raw(home: dict[str, str], *arguments: object, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "lentigo", *map(str, arguments)]
    return subprocess.run(command, env=home, timeout=120, check=False, **{"capture_output": True, **options})  # type: ignore[call-overload, no-any-return]


@contextmanager
def read_only(place: Path) -> Iterator[Path]:
    with mounted(place, 4):
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        yield place


def test_the_report_is_whole_in_a_file_whatever_the_systems_encoding(home: dict[str, str], photograph: Path) -> None:
    """cp1252 is what Windows gives to a redirected output; the other ones stand in tests/unit/cli/test_terminal.py."""
    encoding = {"PYTHONIOENCODING": "cp1252"}
    result = run_raw(home | encoding, "analyze", photograph, "--no-library", "--note", "เจ็บ ≥ 3 days")
    assert result.returncode == 0, result.stderr
    text = " ".join(result.stdout.decode().split())
    assert text.startswith(DISCLAIMER)
    assert "เจ็บ ≥ 3 days" in text


def test_json_on_standard_output_is_all_that_goes_there(lentigo, photograph: Path, tmp_path: Path) -> None:
    result = lentigo("analyse", photograph, "--no-library", "--json", "-", "--pdf", tmp_path / "report.pdf")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["disclaimer"] == DISCLAIMER
    assert (tmp_path / "report.pdf").is_file()
    refused(lentigo("analyze", photograph, "--pdf", "-"))


def test_a_folder_that_cannot_be_written_is_refused_before_the_analysis(
    lentigo, photograph: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("stands where the folder should be")
    (tmp_path / "report.pdf").mkdir()
    for place in (tmp_path / "file" / "report.pdf", tmp_path / "report.pdf", tmp_path / f"{'n' * 300}.pdf"):
        result = lentigo("analyze", tmp_path / "missing.jpg", "--pdf", place)
        refused(result)
        assert "report" in result.stderr  # not the photograph, which would be opened next


def test_a_read_only_disk_is_refused_before_the_analysis(lentigo, tmp_path: Path) -> None:
    with read_only(tmp_path / "disk") as disk:
        result = lentigo("analyze", tmp_path / "missing.jpg", "--pdf", disk / "report.pdf")
    refused(result)
    assert "this disk can only be read" in result.stderr


def test_a_full_disk_is_refused_before_the_analysis(lentigo, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 1) as disk:
        result = lentigo("analyze", tmp_path / "missing.jpg", "--pdf", disk / "report.pdf")
        assert not list(disk.iterdir())
    refused(result)
    assert "the disk is full" in result.stderr


def test_a_folder_that_vanishes_during_the_analysis_costs_no_report(
    home: dict[str, str], photograph: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    command = [sys.executable, "-m", "lentigo", "analyze", str(photograph), "--json", str(folder / "report.json")]
    process = subprocess.Popen(command, env=home, stderr=subprocess.PIPE, text=True)
    data = Path(home["XDG_DATA_HOME"]) / "Lentigo"
    while process.poll() is None and not (data / "worker.log").exists():  # its worker starts behind the check
        time.sleep(0.01)
    folder.rmdir()
    _output, errors = process.communicate(timeout=120)
    assert process.returncode == 2, errors
    (kept,) = (data / "records" / "kept-reports").iterdir()
    assert "It is kept, encrypted" in errors
    assert DISCLAIMER.encode()[:20] not in kept.read_bytes()
    (brought,) = brought_out(home, tmp_path)
    assert json.loads(brought.read_text(encoding="utf-8"))["disclaimer"] == DISCLAIMER
    assert not kept.exists()


@pytest.mark.skipif(not FULL.exists(), reason="NO /dev/full HERE, so nothing shows what a full disk does")
def test_standard_output_on_a_full_disk_costs_no_report(home: dict[str, str], photograph: Path, tmp_path: Path) -> None:
    with FULL.open("wb") as full:
        result = run_raw(
            home, "analyze", photograph, "--no-library", capture_output=False, stdout=full, stderr=subprocess.PIPE
        )
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    (kept,) = (Path(home["XDG_DATA_HOME"]) / "Lentigo" / "records" / "kept-reports").iterdir()
    assert not kept.read_bytes().startswith(b"%PDF")
    (brought,) = brought_out(home, tmp_path)
    assert brought.read_bytes().startswith(b"%PDF")


def brought_out(home: dict[str, str], tmp_path: Path) -> list[Path]:
    folder = tmp_path / "brought out"
    folder.mkdir()
    taken = run_raw(home, "records", "kept", folder, capture_output=True)
    assert taken.returncode == 0, taken.stderr
    return list(folder.iterdir())


@pytest.mark.parametrize("arguments", ["analyze --help", "--version", "library list"])
def test_a_reader_that_leaves_is_no_error(home: dict[str, str], arguments: str) -> None:
    command = f"{sys.executable} -m lentigo {arguments} | true; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], env=home, capture_output=True, text=True, timeout=120, check=False)
    assert result.stderr == ""
    assert result.stdout.strip() in ("0", "141")


def test_a_working_folder_that_is_gone_is_told(home: dict[str, str], photograph: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    script = f"mkdir {gone} && cd {gone} && rmdir {gone} && exec {sys.executable} -m lentigo"

    def run(arguments: str) -> "subprocess.CompletedProcess[str]":
        command = ["bash", "-c", f"{script} {arguments}"]
        return subprocess.run(command, env=home, capture_output=True, text=True, timeout=120, check=False)

    refused(run("analyze photo.jpg"))
    assert run("models list").returncode == 0
    assert run(f"analyze {photograph} --no-library --json -").returncode == 0


def test_a_missing_photograph_among_several_is_named(lentigo, photograph: Path, tmp_path: Path) -> None:
    result = lentigo("analyze", photograph, tmp_path / "missing.jpg", photograph)
    refused(result)
    assert "missing.jpg" in result.stderr


def test_what_is_said_to_be_and_not_to_be_is_refused(lentigo, photograph: Path) -> None:
    result = lentigo("analyze", photograph, "--yes", "itch", "--no", "itch")
    refused(result)
    assert "“itch”" in result.stderr
