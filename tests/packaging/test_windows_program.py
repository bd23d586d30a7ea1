"""The frozen program for Windows, as `python3 build/dev.py bundle windows` left it in dist/: read, and run by wine."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from build_scripts import build_script
from installed import lasting
from windows_computer import BUNDLE, WORK, needs_wine, run

Executable: Any = build_script("executables").Executable
drive: Any = build_script("wine").drive

LARGEST_MB, MOST_FILES = 480, 1100  # Typst, which sets the PDFs, is 60 MB of it, the second program 18
LONGEST_INNER_PATH = 140  # of 260 characters that old programs of Windows can name
UNWANTED = ("onnxruntime", "torch", "kubernetes", "pytest", "huggingface_hub", "lentigo_packager", "sklearn", "scipy")

pytestmark = [
    needs_wine,
    pytest.mark.skipif(not BUNDLE.is_dir(), reason="NOT TRIED: python3 build/dev.py bundle windows makes it"),
    pytest.mark.timeout(600),
]


@pytest.fixture
def desk() -> Path:
    """An empty folder that wine sees, whose name no code page of Windows holds whole."""
    folder = WORK / "désk 皮"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def test_it_is_small_and_holds_nothing_unwanted() -> None:
    files = [path for path in BUNDLE.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1024**2
    logging.info("%.0f MB in %d files", megabytes, len(files))
    assert megabytes < LARGEST_MB
    assert len(files) < MOST_FILES
    assert max(len(str(path.relative_to(BUNDLE))) for path in files) <= LONGEST_INNER_PATH
    names = {path.relative_to(BUNDLE / "_internal").parts[0].lower() for path in files if "_internal" in path.parts}
    assert not [name for name in names if name.startswith(UNWANTED)]


def test_it_holds_nothing_of_wine() -> None:
    programs = [path for path in BUNDLE.rglob("*") if path.suffix in (".exe", ".dll", ".pyd")]
    assert {"lentigo.exe", "lentigo-window.exe", "python311.dll"} <= {path.name for path in programs}
    assert not [path.name for path in programs if Executable(path).is_wines]
    assert not [path.name for path in programs if path.name.lower().startswith(("icuuc", "ucrtbase"))]


def test_it_names_its_version_and_the_engines() -> None:
    told = run([BUNDLE / "lentigo.exe", "--version"])
    assert told.code == 0, told.words
    assert "llama.cpp" in told.words
    assert "haswell" in told.words or "zen4" in told.words or "sse42" in told.words or "lake" in told.words


@pytest.mark.parametrize("program", ["lentigo.exe", "lentigo-window.exe"])
def test_a_photograph_becomes_a_report(desk: Path, phantoms: Path, program: str) -> None:
    """By either program: the window starts its workers as itself."""
    photograph = desk / "phôto 1.jpg"
    shutil.copyfile(phantoms / "phantom-pigmented.jpg", photograph)
    targets = ["--pdf", drive(desk / "réport.pdf"), "--json", drive(desk / "report.json")]
    told = run([BUNDLE / program, "analyze", drive(photograph), *targets, "--age", "54"])
    logging.info("photograph to report in %.1f s", told.seconds)
    assert told.code == 0, told.words
    assert (desk / "réport.pdf").read_bytes().startswith(b"%PDF-")
    report = json.loads((desk / "report.json").read_text(encoding="utf-8"))
    assert report["citations"]
    assert lasting(report)["differential"]


def test_its_search_knows_meanings() -> None:
    told = run([BUNDLE / "lentigo.exe", "library", "search", "itching at night between the fingers", "--json"])
    start = told.words.index("[")
    hits = json.loads(told.words[start : told.words.rindex("]") + 1])
    assert any(hit["scores"]["dense"] > 0 for hit in hits), told.words
