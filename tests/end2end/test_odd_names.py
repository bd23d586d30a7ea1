"""Names that are no UTF-8, a terminal of another encoding, texts that are no text: they work, or end in a sentence."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest
from model_places import put_converted, put_stick
from refusal import refused

ODD = os.fsdecode(b"caf\xe9 \xff")
LOCALE = "en_US.ISO-8859-1"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="NAMES THAT ARE NO TEXT NOT CHECKED: only Linux allows them"
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder whose name is no UTF-8."""
    folder = tmp_path / ODD
    folder.mkdir()
    return folder


def test_a_photograph_and_its_report_may_be_called_anything(lentigo, phantoms: Path, odd: Path) -> None:
    photograph = Path(shutil.copy(phantoms / "phantom-ring.jpg", odd / f"{ODD}.jpg"))
    report = odd / f"{ODD}.pdf"
    result = lentigo("analyze", photograph, "--no-library", "--pdf", report)
    assert result.returncode == 0, result.stderr
    assert report.read_bytes().startswith(b"%PDF")
    refused(lentigo("analyze", odd / f"{ODD} missing.jpg"))


def test_the_data_folder_may_be_called_anything(lentigo, home: dict[str, str], phantoms: Path, odd: Path) -> None:
    home["XDG_DATA_HOME"] = str(odd)
    put_converted(odd / "made", "lentigo-mini", "mine")
    imported = lentigo("models", "import", odd / "made", "--yes")
    assert imported.returncode == 0, imported.stderr
    result = lentigo("analyze", phantoms / "phantom-ring.jpg", "--model", "mine", "--json", "-")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["provenance"]["model"]["id"] == "mine"


def test_a_document_may_be_called_anything(lentigo, odd: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((50, 72), "Made-up fever of zebras is treated with quinine at dawn.")
        (odd / f"{ODD}.pdf").write_bytes(pdf.tobytes())
    added = lentigo("library", "add", odd / f"{ODD}.pdf")
    assert added.returncode == 0, added.stderr
    assert "zebras" in lentigo("library", "search", "fever of zebras").stdout
    assert lentigo("library", "list").returncode == 0


def test_a_stick_with_such_names_is_read(lentigo, odd: Path) -> None:
    put_stick(odd / "stick", "gemma")
    (odd / "stick" / f"{ODD}.txt").write_text("nothing of ours")
    shown = lentigo("models", "import", odd / "stick", "--yes")
    assert shown.returncode == 0, shown.stderr
    bare = odd / "bare"
    bare.mkdir()
    (bare / f"{ODD}.gguf").write_bytes(b"GGUF and nothing behind it")
    refused(lentigo("models", "import", bare, "--yes"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyze", "photo.jpg", "--note", ODD),
        ("analyze", "photo.jpg", "--model", ODD),
        ("analyze", "photo.jpg", "--yes", ODD),
        ("library", "search", ODD),
        ("library", "remove", ODD),
        ("models", "verify", ODD),
    ],
)
def test_a_text_that_is_no_text_is_told(lentigo, arguments: tuple[str, ...]) -> None:
    refused(lentigo(*arguments))


@pytest.mark.parametrize(
    "arguments", [("analyze", "photo.jpg", "--seed", 2**70), ("library", "search", "melanoma", "--limit", 2**70)]
)
def test_a_number_that_is_too_large_is_told(lentigo, arguments: tuple[object, ...]) -> None:
    result = lentigo(*arguments)
    assert result.returncode == 2
    assert f"“{2**70}” is no whole number, or too large." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_terminal_of_another_encoding_finds_its_files_and_writes_where_it_says(
    home: dict[str, str], phantoms: Path, tmp_path: Path
) -> None:
    command = ["localedef", "-i", "en_US", "-f", "ISO-8859-1", str(tmp_path / LOCALE)]
    if not shutil.which("localedef") or subprocess.run(command, capture_output=True).returncode > 1:
        pytest.skip("NO LOCALE OF ISO-8859-1 CAN BE MADE HERE, so this test proves nothing here")
    folder = os.fsencode(tmp_path / "x")[:-1] + b"caf\xe9"
    os.mkdir(folder)
    shutil.copy(phantoms / "phantom-ring.jpg", folder + b"/l\xe9sion.jpg")
    arguments = ("analyze", b"l\xe9sion.jpg", "--note", b"caf\xe9 au lait", "--pdf", b"r\xe9sum\xe9.pdf", "--json", "-")
    result = subprocess.run(
        [sys.executable, "-m", "lentigo", *arguments],
        cwd=folder,
        env=home | {"LOCPATH": str(tmp_path), "LC_ALL": LOCALE},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["encounter"]["note"] == "café au lait"
    assert sorted(os.listdir(folder)) == [b"l\xe9sion.jpg", b"r\xe9sum\xe9.pdf"]
